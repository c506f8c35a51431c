"""The workbook of Perubahan: counts, each change of a milestone and of a programme, and where differences come from."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from smartcity.domain.portfolio.changes import Changes, Turn
from smartcity.domain.portfolio.differences import Difference, Parts, of_city, of_group, of_programme
from smartcity.domain.portfolio.portfolio import Group, Portfolio
from smartcity.domain.rounding import parts_in_file
from smartcity.exchange.downloads.figure_workbook import Kind, Sheet, Value, columns
from smartcity.presentation.changes import counts
from smartcity.presentation.formatter import Formatter

_PARTS = ("work", "time", "plan", "rules")


def changes_tables(say: Formatter, changes: Changes) -> list[Sheet]:
    return [_counts(say, changes), _milestones(say, changes), _programmes(say, changes), _differences(say, changes)]


def _counts(say: Formatter, changes: Changes) -> Sheet:
    named = columns(say, ("change", Kind.TEXT), ("count", Kind.NUMBER))
    return Sheet(say("screen.changes"), named, list(counts(say, changes)))


def _milestones(say: Formatter, changes: Changes) -> Sheet:
    """Every change once per kind, the worse first, with status and date before and after."""
    named = (("change", Kind.TEXT), ("code", Kind.TEXT), ("milestone", Kind.TEXT), ("programme", Kind.TEXT))
    more = (("agency", Kind.TEXT), ("status_before", Kind.TEXT), ("status", Kind.TEXT))
    days = (("due_before", Kind.DAY), ("due", Kind.DAY))
    rows: list[Sequence[Value]] = []
    for turn in Turn:
        for p, m in changes.turned(turn):
            old = changes.old.get(m.id)
            was = (say.words.label(old.status), old.facts.due_on) if old else (None, None)
            states, dates = (was[0], say.words.label(m.status)), (was[1], m.facts.due_on)
            rows.append((say.words.label(turn), m.code, m.name, p.name, p.lead.short_name, *states, *dates))
    return Sheet(say("book.milestones"), columns(say, *named, *more, *days), rows)


def _programmes(say: Formatter, changes: Changes) -> Sheet:
    """Those whose health is another, the worse first, with the parts of the difference of their deviation."""
    named = (("change", Kind.TEXT), ("code", Kind.TEXT), ("programme", Kind.TEXT), ("agency", Kind.TEXT))
    more = (("health_before", Kind.TEXT), ("health", Kind.TEXT))
    rows = [
        (label, p.code, p.name, p.lead.short_name, say.words.label(old), say.words.label(p.health), *_parts(difference))
        for label, listed in ((say("changes.worsened"), changes.worsened), (say("changes.improved"), changes.improved))
        for p, old in listed
        for difference in (of_programme(changes, p),)
    ]
    return Sheet(say("screen.programmes"), columns(say, *named, *more, *_part_columns()), rows)


def _differences(say: Formatter, changes: Changes) -> Sheet:
    """City and dimensions: the difference of the verified share, and its parts."""
    dimensions = [(each.name, of_group(changes, partial(_dimension, each.code))) for each in changes.after.by_dimension]
    groups = [(changes.after.plan.city, of_city(changes)), *dimensions]
    rows = [(name, *_verified(difference)) for name, difference in groups]
    return Sheet(say("book.differences"), columns(say, ("name", Kind.TEXT), *_part_columns()), rows)


def _dimension(code: str, plan: Portfolio) -> Group:
    matching = next((group for group in plan.by_dimension if group.code == code), None)
    return matching if matching is not None else plan.group(code, code, ())


def _part_columns() -> tuple[tuple[str, Kind], ...]:
    return tuple((f"difference_{name}", Kind.POINTS) for name in ("total", *_PARTS))


def _parts(difference: Difference | None) -> tuple[Value, ...]:
    return (None,) * 5 if difference is None else _points(difference.deviation)


def _verified(difference: Difference | None) -> tuple[Value, ...]:
    return (None,) * 5 if difference is None else _points(difference.verified)


def _points(parts: Parts) -> tuple[Decimal, ...]:
    """Rounded so that they add up."""
    return parts_in_file([getattr(parts, name) * 100 for name in _PARTS])
