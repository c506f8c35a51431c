"""What `make run` says before it serves: where, what data, how to load one's own."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from smartcity.cli.console import database, out, words
from smartcity.queries import portfolio
from smartcity.store.engine import reading
from smartcity.store.masterplan import day_of


def register(app: typer.Typer) -> None:
    app.command("welcome", hidden=True)(welcome)


def welcome(port: Annotated[int, typer.Option()] = 8501) -> None:
    with database() as engine, reading(engine) as session:
        plan = portfolio.load_portfolio(session, day_of(session, datetime.now(UTC)))
    out().print(words().say("terminal.welcome.address", port=port), style="bold")
    if plan is not None and plan.plan.is_sample:
        out().print(words().say("terminal.welcome.sign_in", port=port))
        out().print(words().say("terminal.welcome.sample"))
    elif plan is not None:
        out().print(plan.plan.name)
