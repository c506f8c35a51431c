"""Verbs on the database itself: create or migrate it, verify its ledger."""

from typing import Annotated

import typer

from smartcity.cli.edge import database, one_sentence, out, words
from smartcity.cli.seal import kept_in, refuse_altered_backups
from smartcity.presentation.integrity import breach_text
from smartcity.queries import integrity
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.store.migration import head, state, upgrade


def register(app: typer.Typer) -> None:
    app.command("init", help=words().say("terminal.init.help"))(init)
    app.command("verify-log", help=words().say("terminal.verify_log.help"))(verify_log)


def init() -> None:
    with one_sentence():
        engine = current_engine()
        before = state(engine)
        upgrade(engine)
    out().print(words().say(f"terminal.init.{before.value}", revision=head()))


def verify_log(
    against: Annotated[list[str] | None, typer.Option("--against", help=words().say("seal.help.against"))] = None,
) -> None:
    with database() as engine, reading(engine) as session:
        anchors = [anchor for given in against or () for anchor in kept_in(given)]
        for given in against or ():
            refuse_altered_backups(session, given)
        found = integrity.verify(session, anchors)
    if found.breach is not None:
        out().print(breach_text(words(), found.breach), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(1)
    out().print(words().say("terminal.verify_log.whole", count=words().number(found.entries, 0)))
    out().print(words().say("integrity.rows", rows=words().number(found.rows, 0)))
    if anchors:
        out().print(words().say("seal.on_chain", count=len(anchors)))
    out().print(words().say("integrity.proves"), soft_wrap=True)
