"""Verbs on frozen snapshots: list them, show one, prove them all."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from sqlmodel import Session

from smartcity.cli.edge import database, out, words
from smartcity.domain.anchors import Anchor
from smartcity.domain.figures import Figures
from smartcity.domain.ledger import canonical
from smartcity.domain.offices import AccountTerm, office_of
from smartcity.domain.precision import progress_shown
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.queries import snapshots
from smartcity.queries.offices import account_terms
from smartcity.queries.snapshots import SnapshotCard
from smartcity.store.engine import reading
from smartcity.store.freezing import frozen
from smartcity.store.zone import zone_name

Number = Annotated[int, typer.Argument(help=words().say("snapshot.help.number"), min=1)]


def register(app: typer.Typer) -> None:
    verbs = typer.Typer(help=words().say("snapshot.help"), no_args_is_help=True)
    verbs.command("list", help=words().say("snapshot.help.list"))(list_all)
    verbs.command("show", help=words().say("snapshot.help.show"))(show)
    verbs.command("verify", help=words().say("snapshot.help.verify"))(verify)
    app.add_typer(verbs, name="snapshot")


def _instant(found: SnapshotCard, zone: str) -> str:
    return f"{words().short_day(found.as_of)} {words().clock(found.at, zone)}"


def _office(found: SnapshotCard, terms: Sequence[AccountTerm]) -> str:
    by = office_of(found.made_by, found.at, terms).label
    return words().say("office.terminal") if by == ADMINISTRATOR_AT_TERMINAL.name else by


def list_all() -> None:
    with database() as engine, reading(engine) as session:
        cards, zone, terms = snapshots.listed(session), zone_name(session), account_terms(session)
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
    number: Number, as_json: Annotated[bool, typer.Option("--json", help=words().say("snapshot.help.json"))] = False
) -> None:
    with database() as engine, reading(engine) as session:
        card = _known(session, number)
        figures = snapshots.opened(session, number)
        zone, later, sealed = zone_name(session), snapshots.came_after(session, card), snapshots.anchor(session, number)
    assert figures is not None
    if as_json:
        return _print_json(figures, sealed)
    progress = figures.city.progress
    shares = {name: words().percent(progress_shown(getattr(progress, name))) for name in _SHARES} if progress else {}
    out().print(words().say("snapshot.shown", number=number, at=_instant(card, zone), sha256=card.sha256))
    out().print(words().say("snapshot.figures", count=figures.city.count, **(dict.fromkeys(_SHARES, "—") | shares)))
    return out().print(words().say("snapshot.after", count=words().number(later, 0)))


def _print_json(figures: Figures, sealed: tuple[Anchor, datetime] | None) -> None:
    """With the newest seal at the freezing, which `verify-log --against` finds."""
    carried = {"seal": sealed[0].at(sealed[1])} if sealed else {}
    typer.echo(json.dumps(carried | json.loads(canonical(frozen(figures))), indent=1, ensure_ascii=False))


_SHARES = ("verified", "claimed", "planned")


def _known(session: Session, number: int) -> SnapshotCard:
    card = snapshots.card(session, number)
    if card is None:
        raise Refused("snapshot.unknown", number=number)
    return card


def verify(
    number: Annotated[int | None, typer.Argument(help=words().say("snapshot.help.number"), min=1)] = None,
) -> None:
    """All of them, or the one named."""
    with database() as engine, reading(engine) as session:
        numbers = [card.number for card in snapshots.listed(session)] if number is None else [number]
        if number is not None:
            _known(session, number)
        broken = [found for found in reversed(numbers) if not snapshots.is_whole(session, found)]
    if broken:
        out().print(words().say("snapshot.broken", number=broken[0]), style="bold red")
        raise typer.Exit(1)
    out().print(words().say("snapshot.whole", count=len(numbers)))
