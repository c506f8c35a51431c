"""Verbs on the database itself: create or migrate it, verify its ledger."""

import typer

from smartcity.queries import integrity
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.store.migration import head, state, upgrade
from smartcity.telling.integrity import breach_text
from smartcity.terminal.edge import database, one_sentence, out, words


def register(app: typer.Typer) -> None:
    app.command("init", help=words().say("terminal.init.help"))(init)
    app.command("verify-log", help=words().say("terminal.verify_log.help"))(verify_log)


def init() -> None:
    with one_sentence():
        engine = current_engine()
        before = state(engine)
        upgrade(engine)
    out().print(words().say(f"terminal.init.{before.value}", revision=head()))


def verify_log() -> None:
    with database() as engine, reading(engine) as session:
        found = integrity.verify(session)
    if found.breach is not None:
        out().print(breach_text(words(), found.breach), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(1)
    out().print(words().say("terminal.verify_log.whole", count=words().number(found.entries, 0)))
    out().print(words().say("integrity.rows", rows=words().number(found.rows, 0)))
    out().print(words().say("integrity.proves"), soft_wrap=True)
