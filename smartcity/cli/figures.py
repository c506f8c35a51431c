"""The verb that prints every figure of the plan, as tables or JSON, from the same answers as the screens."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Column, Table
from sqlmodel import Session

from smartcity.cli.console import database, option, out, words
from smartcity.cli.snapshots import card_of
from smartcity.domain.errors import Refused, present
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot, take_snapshot
from smartcity.domain.rounding import achievement_in_file, exact, points_beside_in_file, progress_in_file
from smartcity.domain.thresholds import PREDICATES
from smartcity.exchange.figures_document import Instant, figures_document
from smartcity.i18n.words import UNKNOWN, Words
from smartcity.queries import budgets, indicators, ledger, portfolio, snapshots
from smartcity.store.engine import reading
from smartcity.store.masterplan import day_of

_SHARES = ("planned", "verified", "claimed", "attainment", "share")
_GROUP = ("code", "name", "planned", "verified", "claimed", "deviation_points", "attainment", "health")
_COLUMNS = {
    "dimensions": _GROUP,
    "sub_dimensions": _GROUP,
    "agencies": ("short_name", *_GROUP[2:], "owing", "reported", "reporting"),
    "programmes": (*_GROUP, "own_rating", "reporting"),
    "curve": ("day", "planned", "verified", "claimed"),
    "milestones": ("code", "name", "programme", "status", "due_on", "first_due_on", "achieved_on", "age_days"),
    "indicators": ("code", "name", "period", "to_date", "of_year", "end_of_plan", "predicate"),
    "budget": ("programme", "year", "source", "ceiling", "realised", "share"),
}
_WRAPPED = {"name", "short_name", "health", "status", "own_rating", "reporting", "predicate"}
_WRAPPED |= {"to_date", "of_year", "end_of_plan"}
_LISTS = {
    "health": "health",
    "status": "milestone_status",
    "reporting": "reporting",
    "own_rating": "own_rating",
    "source": "budget_source",
    "predicate": "predicate",
}


def figure_tables(words: Words, document: Mapping[str, Any]) -> Iterator[Table]:
    """One table per kind of thing, the city first; their order is that of the document."""
    yield _table(words, "city", _GROUP[1:], [document["city"]], _caption(words, document))
    for section, columns in _COLUMNS.items():
        yield _table(words, section, columns, document[section] or [])


def _caption(words: Words, document: Mapping[str, Any]) -> str:
    facts = {name: document[name] for name in ("as_of", "audit_id", "rules_version")}
    number = document["snapshot"]
    return words.say("figures.caption", **facts, snapshot=UNKNOWN if number is None else number)


def _table(
    words: Words, section: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], caption: str | None = None
) -> Table:
    heads = [_head(words, name) for name in columns]
    title = words.say(f"figures.section.{section}")
    look: dict[str, Any] = {"box": SIMPLE_HEAD, "show_edge": False, "padding": 0, "title_justify": "left"}
    table = Table(*heads, title=title, caption=caption, **look)
    for row in rows:
        table.add_row(*(_cell(words, name, row) for name in columns))
    return table


def _head(words: Words, name: str) -> Column:
    """Only words are wrapped where the terminal is narrow; every heading stays whole."""
    text = words.say(f"figures.column.{name}")
    least = max(len(word) for word in text.split())
    return Column(text, overflow="fold", no_wrap=name not in _WRAPPED, min_width=least)


def _cell(words: Words, name: str, row: Mapping[str, Any]) -> str:
    value = row.get(name)
    if value is None:
        return UNKNOWN
    if isinstance(value, Mapping):
        return _achievement(words, value)
    if name in _SHARES:
        return words.percent(progress_in_file(_exact(row, name)))
    if name == "deviation_points":
        return words.rounded(points_beside_in_file(_exact(row, "verified"), _exact(row, "planned")))
    return words.say(f"{_LISTS[name]}.{value}") if name in _LISTS else str(value)


def _achievement(words: Words, achievement: Mapping[str, Any]) -> str:
    if achievement["percent"] is None:
        return words.say(f"note.{achievement['reason']}")
    edges = [band.lower for band in PREDICATES.levels]
    return words.percent(achievement_in_file(_exact(achievement, "percent") / 100, edges))


def _exact(row: Mapping[str, Any], name: str) -> Fraction:
    """The fraction beside the double, where the document has it."""
    fractions = row.get("exact")
    fraction = fractions.get(name) if isinstance(fractions, Mapping) else fractions
    return Fraction(fraction) if fraction is not None else exact(row[name])


def figures(
    as_of: Annotated[str | None, option("--as-of", "figures.help.as_of")] = None,
    snapshot: Annotated[int | None, option("--snapshot", "figures.help.snapshot", min=1, max=2**31 - 1)] = None,
    *,
    as_json: Annotated[bool, option("--json", "figures.help.json")] = False,
) -> None:
    with database() as engine, reading(engine) as session:
        if snapshot is not None and as_of is not None:
            raise Refused("figures.one_instant")
        document = _snapshot_document(session, snapshot) if snapshot is not None else _computed_document(session, as_of)
    if as_json:
        return typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
    for table in figure_tables(words(), document):
        out().print(table, "")
    return None


def _snapshot_document(session: Session, number: int) -> dict[str, Any]:
    card, stored = card_of(session, number), present(snapshots.snapshot_figures(session, number))
    if not snapshots.is_snapshot_intact(session, number):
        raise Refused("snapshot.broken", number=number)
    return figures_document(stored, Instant(card.audit_id, number, card.rules_version))


def _computed_document(session: Session, as_of: str | None) -> dict[str, Any]:
    today = day_of(session, datetime.now(UTC))
    day = today if as_of is None else _day(as_of, today)
    return figures_document(_figures_of_day(session, day), Instant(ledger.newest(session)))


def _figures_of_day(session: Session, day: date) -> PortfolioSnapshot:
    plan = portfolio.load_portfolio(session, day)
    if plan is None:
        raise Refused("figures.no_plan", day=words().day(day))
    return take_snapshot(plan, indicators.outcomes(session, day), budgets.budget_lines(session, day))


def _day(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Refused("figures.day", typed=typed) from None
    if day > today:
        raise Refused("figures.future", day=words().day(day))
    return day
