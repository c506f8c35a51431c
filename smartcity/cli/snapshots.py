"""Verbs on frozen snapshots: list them, show one, prove them all."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from sqlmodel import Session

from smartcity.cli.console import database, out, words
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

Number = Annotated[int, typer.Argument(help=words().say("snapshot.help.number"), min=1)]


def register(app: typer.Typer) -> None:
    verbs = typer.Typer(help=words().say("snapshot.help"), no_args_is_help=True)
    verbs.command("list", help=words().say("snapshot.help.list"))(list_all)
    verbs.command("show", help=words().say("snapshot.help.show"))(show)
    verbs.command("verify", help=words().say("snapshot.help.verify"))(verify)
    app.add_typer(verbs, name="snapshot")


def _instant(card: SnapshotCard, zone: str) -> str:
    return f"{words().short_day(card.as_of)} {words().clock(card.at, zone)}"


def _office(card: SnapshotCard, terms: Sequence[AccountTerm]) -> str:
    by = office_of(card.made_by, card.at, terms).label
    return words().say("office.terminal") if by == ADMINISTRATOR_AT_TERMINAL.name else by


def list_all() -> None:
    with database() as engine, reading(engine) as session:
        cards, zone, terms = snapshots.list_snapshots(session), zone_name(session), account_terms(session)
    if not cards:
        return out().print(words().say("snapshot.none"))
    table = Table(*(words().say(f"snapshot.head.{name}") for name in ("number", "at", "by", "version", "sha256")))
    for card in cards:
        version = f"{card.application_version} / {card.rules_version}"
        table.add_row(
            str(card.number),
            _instant(card, zone),
            _office(card, terms),
            version,
            card.sha256[:16],
        )
    return out().print(table)


def show(
    number: Number, *, as_json: Annotated[bool, typer.Option("--json", help=words().say("snapshot.help.json"))] = False
) -> None:
    with database() as engine, reading(engine) as session:
        card = _card_of(session, number)
        figures = present(snapshots.snapshot_figures(session, number))
        zone, later, sealed = (
            zone_name(session),
            snapshots.count_entries_since(session, card),
            snapshots.snapshot_anchor(session, number),
        )
    if as_json:
        return _print_json(figures, sealed)
    progress = figures.city.progress
    shares = {name: words().percent(progress_shown(getattr(progress, name))) for name in _SHARES} if progress else {}
    out().print(words().say("snapshot.shown", number=number, at=_instant(card, zone), sha256=card.sha256))
    out().print(words().say("snapshot.figures", count=figures.city.count, **(dict.fromkeys(_SHARES, "—") | shares)))
    return out().print(words().say("snapshot.after", count=words().number(later, 0)))


def _print_json(figures: PortfolioSnapshot, sealed: tuple[Anchor, datetime] | None) -> None:
    """With the newest seal at the freezing, which `verify-log --against` finds."""
    carried = {"seal": sealed[0].at(sealed[1])} if sealed else {}
    typer.echo(json.dumps(carried | json.loads(canonical(to_json(figures))), indent=1, ensure_ascii=False))


_SHARES = ("verified", "claimed", "planned")


def _card_of(session: Session, number: int) -> SnapshotCard:
    card = snapshots.snapshot_card(session, number)
    if card is None:
        raise Refused("snapshot.unknown", number=number)
    return card


def verify(
    number: Annotated[int | None, typer.Argument(help=words().say("snapshot.help.number"), min=1)] = None,
) -> None:
    """All of them, or the one named."""
    with database() as engine, reading(engine) as session:
        numbers = [card.number for card in snapshots.list_snapshots(session)] if number is None else [number]
        if number is not None:
            _card_of(session, number)
        broken = [candidate for candidate in reversed(numbers) if not snapshots.is_snapshot_intact(session, candidate)]
    if broken:
        out().print(words().say("snapshot.broken", number=broken[0]), style="bold red")
        raise typer.Exit(1)
    out().print(words().say("snapshot.whole", count=len(numbers)))
