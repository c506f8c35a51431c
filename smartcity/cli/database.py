"""Verbs of a first start: make or migrate the database, say where to look."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from smartcity.cli.console import database, one_sentence, out, words
from smartcity.cli.seal import read_anchors, refuse_altered_backups
from smartcity.presentation.integrity import breach_text
from smartcity.queries import integrity, portfolio
from smartcity.store.engine import current_engine, reading
from smartcity.store.masterplan import day_of
from smartcity.store.schema_version import newest_revision, schema_state, upgrade


def register(app: typer.Typer) -> None:
    app.command("init", help=words().say("terminal.init.help"))(init)
    app.command("verify-log", help=words().say("terminal.verify_log.help"))(verify_log)
    app.command("welcome", hidden=True)(welcome)


def init() -> None:
    with one_sentence():
        engine = current_engine()
        before = schema_state(engine)
        upgrade(engine)
    out().print(words().say(f"terminal.init.{before.value}", revision=newest_revision()))


def verify_log(
    against: Annotated[list[str] | None, typer.Option("--against", help=words().say("seal.help.against"))] = None,
) -> None:
    with database() as engine, reading(engine) as session:
        anchors = [anchor for given in against or () for anchor in read_anchors(given)]
        for given in against or ():
            refuse_altered_backups(session, given)
        result = integrity.verify(session, anchors)
    if result.breach is not None:
        out().print(breach_text(words(), result.breach), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(1)
    out().print(words().say("terminal.verify_log.whole", count=words().number(result.entries, 0)))
    out().print(words().say("integrity.rows", rows=words().number(result.rows, 0)))
    if anchors:
        out().print(words().say("seal.on_chain", count=len(anchors)))
    out().print(words().say("integrity.proves"), soft_wrap=True)


def welcome(port: Annotated[int, typer.Option()] = 8501) -> None:
    with database() as engine, reading(engine) as session:
        plan = portfolio.load_portfolio(session, day_of(session, datetime.now(UTC)))
    out().print(words().say("terminal.welcome.address", port=port), style="bold")
    if plan is not None and plan.plan.is_sample:
        out().print(words().say("terminal.welcome.sign_in", port=port))
        out().print(words().say("terminal.welcome.sample"))
    elif plan is not None:
        out().print(plan.plan.name)
