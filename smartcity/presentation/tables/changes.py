"""What is another than on an earlier day: each change of a milestone and of a programme, and where differences lie."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from smartcity.domain.enums import Health
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.portfolio.changes import Changes, Turn
from smartcity.domain.portfolio.differences import Parts, of_city, of_group, of_programme
from smartcity.domain.portfolio.portfolio import Group, Portfolio
from smartcity.domain.rounding import parts_in_file
from smartcity.presentation.changes import counts as counted
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import (
    Column,
    Row,
    Table,
    agency_column,
    below_name,
    code_column,
    programme_column,
)

_PARTS = ("work", "time", "plan", "rules")


def changes_tables(say: Formatter, changes: Changes, grouping: str) -> list[Table[Any]]:
    return [
        counts(say, changes),
        milestones(say, changes, grouping),
        programmes(say, changes),
        differences(say, changes),
    ]


def counts(say: Formatter, changes: Changes) -> Table[tuple[str, int]]:
    columns: tuple[Column[tuple[str, int]], ...] = (
        Column("change", formats.TEXT, lambda row: row[0]),
        Column("count", formats.COUNT, lambda row: row[1]),
    )
    return Table("counts", say("screen.changes"), say, counted(say, changes), columns)


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """`old` is None where the milestone is new."""

    programme: Programme
    milestone: Milestone
    turn: Turn
    old: Milestone | None


_GROUPS: dict[str, Callable[[Programme], tuple[str, str]]] = {
    "dimensi": lambda programme: (programme.dimension.code, programme.dimension.name),
    "opd": lambda programme: (programme.lead.short_name, programme.lead.name),
}
GROUPINGS = tuple(_GROUPS)


def milestones(say: Formatter, changes: Changes, grouping: str) -> Table[MilestoneChange]:
    """Every change once per turn, the worse first, under the name of its dimension or agency."""
    by = _GROUPS[grouping]
    every = (MilestoneChange(p, m, turn, changes.old.get(m.id)) for turn in Turn for p, m in changes.turned(turn))
    rows = sorted(every, key=lambda one: (by(one.programme), list(Turn).index(one.turn), one.milestone.code))
    columns: tuple[Column[MilestoneChange], ...] = (
        Column("group", formats.TEXT, lambda one: by(one.programme)[1], is_part=True),
        Column("change", formats.STATUS, lambda one: one.turn),
        code_column(lambda one: one.milestone.code),
        Column("milestone", formats.NAME, lambda one: one.milestone.name),
        below_name(programme_column(say, lambda one: one.programme)),
        Column("old_new", formats.NAME, lambda one: " → ".join(_old_and_new(say, one)), partial(_struck, say)),
        Column("status_before", formats.LABEL, lambda one: one.old and one.old.status, within="old_new"),
        Column("status", formats.LABEL, lambda one: one.milestone.status, within="old_new"),
        Column("due_before", formats.DAY, lambda one: one.old and one.old.facts.due_on, within="old_new"),
        Column("due", formats.DAY, lambda one: one.milestone.facts.due_on, within="old_new"),
        agency_column(say, lambda one: one.programme.lead),
    )
    return Table("changes", say("book.milestones"), say, rows, columns)


def _old_and_new(say: Formatter, one: MilestoneChange) -> list[str]:
    """Two dates where it was moved, else two statuses; of a new milestone the date alone."""
    old, new = one.old, one.milestone
    if old is None:
        return [say("changes.due", day=say.words.short_day(new.facts.due_on))]
    if one.turn in (Turn.SLIPPED, Turn.ADVANCED):
        return [say.words.short_day(old.facts.due_on), say.words.short_day(new.facts.due_on)]
    return [say.words.label(old.status), say.words.label(new.status)]


def _struck(say: Formatter, one: MilestoneChange) -> str | Markup:
    *old, new = _old_and_new(say, one)
    is_status = bool(old) and one.turn not in (Turn.SLIPPED, Turn.ADVANCED)
    struck = Markup("").join(Markup('<s class="muted">{}</s><br>').format(text) for text in old)
    return struck + (say.chip(one.milestone.status) if is_status else escape(new))


@dataclass(frozen=True, slots=True)
class HealthChange:
    direction: str
    programme: Programme
    old: Health
    deviation: Parts | None


def programmes(say: Formatter, changes: Changes) -> Table[HealthChange]:
    """Those whose health is another, the worse first, with the parts of the difference of their deviation."""
    rows = [
        HealthChange(say(f"changes.{name}"), p, old, difference.deviation if difference else None)
        for name in ("worsened", "improved")
        for p, old in getattr(changes, name)
        for difference in (of_programme(changes, p),)
    ]
    columns: tuple[Column[HealthChange], ...] = (
        Column("change", formats.TEXT, lambda one: one.direction),
        code_column(lambda one: one.programme.code),
        programme_column(say, lambda one: one.programme),
        agency_column(say, lambda one: one.programme.lead),
        Column("health_before", formats.LABEL, lambda one: one.old),
        Column("health", formats.LABEL, lambda one: one.programme.health),
        *_points(lambda one: one.deviation),
    )
    return Table("health_changes", say("screen.programmes"), say, rows, columns)


def differences(say: Formatter, changes: Changes) -> Table[tuple[str, Parts | None]]:
    """City and dimensions: the difference of the verified share, and its parts."""
    after = changes.after
    groups = [(each.name, of_group(changes, partial(_dimension, each.code))) for each in after.by_dimension]
    rows = [
        (name, difference.verified if difference else None)
        for name, difference in [(after.plan.city, of_city(changes)), *groups]
    ]
    name: Column[tuple[str, Parts | None]] = Column("name", formats.TEXT, lambda row: row[0])
    return Table("differences", say("book.differences"), say, rows, (name, *_points(lambda row: row[1])))


def _dimension(code: str, plan: Portfolio) -> Group:
    matching = next((group for group in plan.by_dimension if group.code == code), None)
    return matching if matching is not None else plan.group(code, code, ())


def _points(of: Callable[[Row], Parts | None]) -> tuple[Column[Row], ...]:
    """Rounded so that they add up."""

    def part(place: int) -> Callable[[Row], Decimal | None]:
        def points(row: Row) -> Decimal | None:
            parts = of(row)
            return None if parts is None else parts_in_file([getattr(parts, name) * 100 for name in _PARTS])[place]

        return points

    return tuple(
        Column(f"difference_{name}", formats.POINTS, part(place)) for place, name in enumerate(("total", *_PARTS))
    )
