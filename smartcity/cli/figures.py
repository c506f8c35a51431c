"""The verb that prints every figure of the plan, from the same answers as the screens."""

import json
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from sqlmodel import Session

from smartcity.cli.edge import database, out, words
from smartcity.cli.figure_tables import figure_tables
from smartcity.domain.figures import Figures, figures_of
from smartcity.domain.refusals import Refused
from smartcity.exchange.figures import Instant, figures_document
from smartcity.queries import budgets, indicators, ledger, portfolio, snapshots
from smartcity.store.engine import reading
from smartcity.store.zone import day_of


def register(app: typer.Typer) -> None:
    app.command("figures", help=words().say("figures.help"))(figures)


def figures(
    as_of: Annotated[str | None, typer.Option("--as-of", help=words().say("figures.help.as_of"))] = None,
    snapshot: Annotated[
        int | None, typer.Option("--snapshot", min=1, max=2**31 - 1, help=words().say("figures.help.snapshot"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("figures.help.json"))] = False,
) -> None:
    with database() as engine, reading(engine) as session:
        if snapshot is not None and as_of is not None:
            raise Refused("figures.one_instant")
        found = _frozen(session, snapshot) if snapshot is not None else _computed(session, as_of)
    if as_json:
        return typer.echo(json.dumps(found, indent=1, ensure_ascii=False))
    for table in figure_tables(words(), found):
        out().print(table, "")
    return None


def _frozen(session: Session, number: int) -> dict[str, Any]:
    card, found = snapshots.card(session, number), snapshots.opened(session, number)
    if card is None or found is None:
        raise Refused("snapshot.unknown", number=number)
    if not snapshots.is_whole(session, number):
        raise Refused("snapshot.broken", number=number)
    return figures_document(found, Instant(card.audit_id, number, card.rules_version))


def _computed(session: Session, as_of: str | None) -> dict[str, Any]:
    today = day_of(session, datetime.now(UTC))
    day = today if as_of is None else _day(as_of, today)
    return figures_document(_known_on(session, day), Instant(ledger.newest(session)))


def _known_on(session: Session, day: date) -> Figures:
    plan = portfolio.standing(session, day)
    if plan is None:
        raise Refused("figures.no_plan", day=words().day(day))
    return figures_of(plan, indicators.outcomes(session, day), budgets.lines(session, day))


def _day(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Refused("figures.day", typed=typed) from None
    if day > today:
        raise Refused("figures.future", day=words().day(day))
    return day
