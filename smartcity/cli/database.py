"""Verbs of a first start: make or migrate the database, say where to look."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from smartcity.cli.console import database, one_sentence, option, out, tell, words
from smartcity.cli.seal import read_anchors, refuse_altered_backups
from smartcity.presentation.integrity import breach_text
from smartcity.queries import integrity, portfolio
from smartcity.store.engine import current_engine, reading
from smartcity.store.masterplan import day_of
from smartcity.store.schema_version import newest_revision, schema_state, upgrade


def init() -> None:
    with one_sentence():
        engine = current_engine()
        before = schema_state(engine)
        upgrade(engine)
    tell(f"terminal.init.{before.value}", revision=newest_revision())


def verify_log(
    against: Annotated[list[str] | None, option("--against", "seal.help.against")] = None,
) -> None:
    with database() as engine, reading(engine) as session:
        anchors = [anchor for given in against or () for anchor in read_anchors(given)]
        for given in against or ():
            refuse_altered_backups(session, given)
        result = integrity.verify(session, anchors)
    if result.breach is not None:
        out().print(breach_text(words(), result.breach), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(1)
    tell("terminal.verify_log.whole", count=words().number(result.entries, 0))
    tell("integrity.rows", rows=words().number(result.rows, 0))
    if anchors:
        tell("seal.on_chain", count=len(anchors))
    tell("integrity.proves")


def welcome(port: Annotated[int, typer.Option()] = 8501) -> None:
    with database() as engine, reading(engine) as session:
        plan = portfolio.load_portfolio(session, day_of(session, datetime.now(UTC)))
    tell("terminal.welcome.address", "bold", port=port)
    if plan is not None and plan.plan.is_sample:
        tell("terminal.welcome.sign_in", port=port)
        tell("terminal.welcome.sample")
    elif plan is not None:
        out().print(plan.plan.name)
