"""Verbs on frozen snapshots: list them, show one, prove them all."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from sqlmodel import Session

from smartcity.cli.console import argument, database, option, out, tell, words
from smartcity.domain.access.accounts import AccountTerm, office_of
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.errors import Refused, present
from smartcity.domain.ledger import Anchor, canonical
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot
from smartcity.domain.rounding import progress_shown
from smartcity.queries import snapshots
from smartcity.queries.accounts import account_terms
from smartcity.queries.snapshots import SnapshotCard
from smartcity.store.engine import reading
from smartcity.store.masterplan import zone_name
from smartcity.store.snapshot_documents import to_json

Number = Annotated[int, argument("snapshot.help.number", min=1)]


def _instant(card: SnapshotCard, zone: str) -> str:
    return f"{words().short_day(card.as_of)} {words().clock(card.at, zone)}"


def _office(card: SnapshotCard, terms: Sequence[AccountTerm]) -> str:
    by = office_of(card.made_by, card.at, terms).label
    return words().say("office.terminal") if by == ADMINISTRATOR_AT_TERMINAL.name else by


def list_all() -> None:
    with database() as engine, reading(engine) as session:
        cards, zone, terms = snapshots.list_snapshots(session), zone_name(session), account_terms(session)
    if not cards:
        return tell("snapshot.none")
    table = Table(*(words().say(f"snapshot.head.{name}") for name in ("number", "at", "by", "version", "sha256")))
    for card in cards:
        version = f"{card.application_version} / {card.rules_version}"
        table.add_row(str(card.number), _instant(card, zone), _office(card, terms), version, card.sha256[:16])
    return out().print(table)


def show(number: Number, *, as_json: Annotated[bool, option("--json", "snapshot.help.json")] = False) -> None:
    with database() as engine, reading(engine) as session:
        card = card_of(session, number)
        figures = present(snapshots.snapshot_figures(session, number))
        zone, later = zone_name(session), snapshots.count_entries_since(session, card)
        sealed = snapshots.snapshot_anchor(session, number)
    if as_json:
        return _print_json(figures, sealed)
    progress = figures.city.progress
    shares = {name: words().percent(progress_shown(getattr(progress, name))) for name in _SHARES} if progress else {}
    tell("snapshot.shown", number=number, at=_instant(card, zone), sha256=card.sha256)
    tell("snapshot.figures", count=figures.city.count, **(dict.fromkeys(_SHARES, "—") | shares))
    return tell("snapshot.after", count=words().number(later, 0))


def _print_json(figures: PortfolioSnapshot, sealed: tuple[Anchor, datetime] | None) -> None:
    """With the newest seal at the freezing, which `verify-log --against` finds."""
    carried = {"seal": sealed[0].at(sealed[1])} if sealed else {}
    typer.echo(json.dumps(carried | json.loads(canonical(to_json(figures))), indent=1, ensure_ascii=False))


_SHARES = ("verified", "claimed", "planned")


def card_of(session: Session, number: int) -> SnapshotCard:
    card = snapshots.snapshot_card(session, number)
    if card is None:
        raise Refused("snapshot.unknown", number=number)
    return card


def verify(
    number: Annotated[int | None, argument("snapshot.help.number", min=1)] = None,
) -> None:
    """All of them, or the one named."""
    with database() as engine, reading(engine) as session:
        numbers = [card.number for card in snapshots.list_snapshots(session)] if number is None else [number]
        if number is not None:
            card_of(session, number)
        broken = [candidate for candidate in reversed(numbers) if not snapshots.is_snapshot_intact(session, candidate)]
    if broken:
        tell("snapshot.broken", "bold red", number=broken[0])
        raise typer.Exit(1)
    tell("snapshot.whole", count=len(numbers))
