"""Reporting: the league of agencies, exceptions, periods, and the count of who has reported."""

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from smartcity.domain.calendar import Calendar, LockException, Period
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.portfolio.portfolio import AgencyGroup
from smartcity.domain.reporting.compliance import Cell, Row
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table, muted


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
