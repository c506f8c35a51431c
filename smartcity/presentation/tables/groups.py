"""The city, its dimensions and agencies: how they stand, and how they report."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from markupsafe import Markup, escape

from smartcity.domain.calendar import Calendar, LockException, Period
from smartcity.domain.enums import Health
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.origins import Origin, SourceRow, reporting_count
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.domain.reasons import Figure
from smartcity.domain.reporting.compliance import Cell, Row
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table, badge, muted

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
    meaning = say("meaning.health_count")
    return (
        *(Column(name, formats.SHARE, _share(name)) for name in ("verified", "claimed", "planned")),
        Column("deviation", formats.DEVIATION, _progress),
        Column("silent", formats.COUNT, lambda g: g.silence.count),
        Column("longest_silent", formats.COUNT, lambda g: g.silence.longest or None),
        *(Column(h.value, formats.COUNT, _in_health(h), name=say.words.label(h), meaning=meaning) for h in Health),
    )


def _progress(group: Group) -> Progress | None:
    return group.roll_up.progress


def _share(name: str) -> Callable[[AnyGroup], object]:
    return lambda group: getattr(_progress(group), name, None)


def _in_health(health: Health) -> Callable[[AnyGroup], int]:
    return lambda group: dict(group.roll_up.healths).get(health, 0)


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


def league(say: Formatter, rows: Sequence[Row], mine: Row | None, most: int) -> Table[Row]:
    """The newest `most` periods side by side; the count of times on time goes over all of them."""
    periods = [cell.period for cell in rows[0].cells]
    columns: tuple[Column[Row], ...] = (
        Column("agency", formats.NAME, lambda row: row.agency.short_name, lambda row: _member(say, row.agency)),
        *(_in_period(say, place, period) for place, period in enumerate(periods) if place >= len(periods) - most),
        Column(
            "on_time",
            formats.COUNT,
            lambda row: row.on_time,
            lambda row: say("compliance.of", count=row.on_time, due=row.due),
            name=say("compliance.on_time"),
        ),
    )
    return Table(
        "league",
        say("screen.compliance"),
        say,
        rows,
        columns,
        is_marked=lambda row: mine is not None and row.agency.code == mine.agency.code,
    )


def _member(say: Formatter, agency: Agency) -> Markup:
    name = escape(say.agency(agency.code, agency.short_name))
    if agency.ended_on is None:
        return name
    return name + " " + muted(say("compliance.ended", day=say.words.short_day(agency.ended_on)))


def _in_period(say: Formatter, place: int, period: Period) -> Column[Row]:
    return Column(
        f"period-{period.id}",
        formats.STATUS,
        lambda row: row.cells[place].status,
        lambda row: _reported(say, row.cells[place]),
        name=say.period(period.name),
    )


def _reported(say: Formatter, cell: Cell) -> str:
    chip = say.chip(cell.status)
    return chip + " " + muted(f"{cell.reported}/{cell.owing}") if cell.owing > 1 and cell.waiting else chip


def exceptions(
    say: Formatter, calendar: Calendar, listed: Sequence[LockException], names: Mapping[str, str]
) -> Table[LockException]:
    """Which agency may still report for a closed period, until when and why."""
    periods = {period.id: period.name for period in calendar.periods}
    columns: tuple[Column[LockException], ...] = (
        Column("agency", formats.NAME, lambda e: names.get(e.agency, e.agency), _linked(say, names)),
        Column("period", formats.PERIOD, lambda e: periods[e.period_id]),
        Column("until", formats.INSTANT, lambda e: e.until, name=say("compliance.until")),
        Column("reason", formats.TEXT, lambda e: e.reason),
        Column(
            "granted",
            formats.INSTANT,
            lambda e: e.granted_at,
            lambda e: f"{e.granted_by}, {say.words.short_day(e.granted_at.date())}",
            name=say("compliance.granted"),
        ),
    )
    return Table("exceptions", say("compliance.exceptions"), say, listed, columns)


def _linked(say: Formatter, names: Mapping[str, str]) -> Callable[[LockException], str]:
    return lambda e: say.agency(e.agency, names.get(e.agency, e.agency))


def periods(say: Formatter, listed: Sequence[Period]) -> Table[Period]:
    """Each with its state on the as-of day."""
    columns: tuple[Column[Period], ...] = (
        Column("status", formats.STATUS, lambda p: p.dates.state(say.today)),
        Column("period", formats.PERIOD, lambda p: p.name, look="wide"),
        Column("opens", formats.DAY, lambda p: p.dates.opens_on, name=say("periods.opens")),
        Column("closes", formats.DAY, lambda p: p.dates.closes_on, name=say("periods.closes")),
        Column("grace", formats.COUNT, lambda p: p.dates.grace_days, name=say("periods.grace")),
        Column(
            "locks", formats.DAY, lambda p: p.dates.locks_on, lambda p: _midnight(say, p), name=say("periods.locks")
        ),
    )
    return Table("periods", say("screen.periods"), say, listed, columns)


def _midnight(say: Formatter, period: Period) -> str:
    return f"{say.words.short_day(period.dates.locks_on)}, 00.00"


def counted(say: Formatter, owing: Sequence[AgencyGroup]) -> Table[AgencyGroup]:
    """Where the count of agencies that have reported comes from."""
    columns: tuple[Column[AgencyGroup], ...] = (
        Column("agency", formats.NAME, lambda g: g.name, lambda g: say.agency(g.code, g.name)),
        Column(
            "reports",
            formats.COUNT,
            lambda g: g.reported,
            lambda g: f"{g.reported} / {g.owing}",
            name=say("origin.reports"),
        ),
        Column("reporting", formats.STATUS, lambda g: g.reporting),
    )
    return Table("counted", say("screen.agencies"), say, owing, columns, style="scroll")
