"""The document of all figures as tables for a terminal: per cent with two decimals, words for members of lists."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Column, Table

from smartcity.domain.bands import PREDICATES
from smartcity.domain.precision import achievement_in_file, points_beside_in_file, progress_in_file
from smartcity.domain.rounding import exact
from smartcity.i18n.speech import UNKNOWN, Words

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


def _achievement(words: Words, found: Mapping[str, Any]) -> str:
    if found["percent"] is None:
        return words.say(f"note.{found['reason']}")
    edges = [band.lower for band in PREDICATES.bands]
    return words.percent(achievement_in_file(_exact(found, "percent") / 100, edges))


def _exact(row: Mapping[str, Any], name: str) -> Fraction:
    """The fraction beside the double, where the document has it."""
    known = row.get("exact")
    found = known.get(name) if isinstance(known, Mapping) else known
    return Fraction(found) if found is not None else exact(row[name])
