"""The city, its dimensions and its agencies: their screens draw them, the workbooks hold them as tables."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from markupsafe import escape

from smartcity.domain.enums import Health
from smartcity.domain.plan.progress import Figure, Progress
from smartcity.domain.portfolio.origins import Origin, SourceRow, reporting_count
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table, badge

AnyGroup = TypeVar("AnyGroup", bound=Group)


def groups(say: Formatter, title: str, listed: Sequence[Group], more: tuple[Column[Group], ...] = ()) -> Table[Group]:
    """Dimensions or sub-dimensions; what is unknown in a group is counted beside its mean."""
    columns: tuple[Column[Group], ...] = (
        Column("name", formats.TEXT, lambda g: g.name),
        Column("health", formats.LABEL, lambda g: g.health),
        *_counted(),
        *_standing(say),
        *more,
    )
    return Table("groups", title, say, listed, columns)


def city(say: Formatter, plan: Portfolio) -> Table[Group]:
    """The four figures on top of Ringkasan."""
    count = reporting_count(plan.by_agency)
    more: tuple[Column[Group], ...] = (
        Column("agencies_reported", formats.COUNT, lambda _: count.reported),
        Column("agencies_owing", formats.COUNT, lambda _: count.owing),
    )
    return groups(say, say("book.city"), [plan.whole], more)


def agencies(say: Formatter, listed: Sequence[AgencyGroup]) -> Table[AgencyGroup]:
    columns: tuple[Column[AgencyGroup], ...] = (
        Column("agency", formats.TEXT, lambda g: g.agency.name),
        Column("reporting", formats.LABEL, lambda g: g.reporting),
        Column("reported", formats.COUNT, lambda g: g.reported),
        Column("owing", formats.COUNT, lambda g: g.owing),
        Column("health", formats.LABEL, lambda g: g.health if g.programmes else None),
        *_counted(),
        *_standing(say),
    )
    return Table("agencies", say("screen.agencies"), say, listed, columns)


def _counted() -> tuple[Column[AnyGroup], ...]:
    return (
        Column("programmes", formats.COUNT, lambda g: g.roll_up.count),
        Column("unknown", formats.COUNT, lambda g: g.roll_up.unknown),
    )


def _standing(say: Formatter) -> tuple[Column[AnyGroup], ...]:
    """Its progress, how many of its programmes are silent, the longest of them, and how many are in each health."""
    return (
        *(Column(name, formats.SHARE, _share(name)) for name in ("verified", "claimed", "planned")),
        Column("deviation", formats.DEVIATION, _progress),
        Column("silent", formats.COUNT, lambda g: g.silence.count),
        Column("longest_silent", formats.COUNT, lambda g: g.silence.longest or None),
        *(_health_count(say, health) for health in Health),
    )


def _progress(group: Group) -> Progress | None:
    return group.roll_up.progress


def _share(name: str) -> Callable[[AnyGroup], object]:
    return lambda group: getattr(_progress(group), name, None)


def _health_count(say: Formatter, health: Health) -> Column[AnyGroup]:
    return Column(
        health.value,
        formats.COUNT,
        lambda g: dict(g.roll_up.healths).get(health, 0),
        name=say.words.label(health),
        meaning=say("meaning.health_count"),
    )


def sources(say: Formatter, origin: Origin) -> Table[SourceRow]:
    """The programmes or milestones that a figure was summed from."""
    is_deviation = origin.figure is Figure.DEVIATION

    def name(row: SourceRow) -> str:
        text = row.name if origin.is_of_milestones else say.programme(row.code, row.name)
        return escape(text) + badge(say("measure.physical")) if row.is_physical else text

    def value(row: SourceRow) -> str:
        return say.origin_points(row.share) if is_deviation and row.share is not None else say.origin_percent(row.share)

    columns: tuple[Column[SourceRow], ...] = (
        Column("milestone" if origin.is_of_milestones else "programme", formats.NAME, lambda row: row.name, name),
        Column("weight", formats.WEIGHT, lambda row: row.weight),
        Column("value", formats.SHARE, lambda row: row.share, value, name=say("origin.value")),
        Column(
            "input",
            formats.INSTANT,
            lambda row: row.input_at,
            lambda row: say.ago(row.input_at),
            name=say("ages.column"),
            look="n",
        ),
    )
    return Table(f"origin-{origin.figure.value}", say("origin.value"), say, origin.rows, columns, style="scroll")
