"""The city, its dimensions and its agencies: their screens draw them, the workbooks hold them as tables."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from smartcity.domain.enums import Health
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.origins import reporting_count
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table

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
