"""The reporting calendar: periods and their exceptions."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from smartcity.domain.kinds import PeriodKind
from smartcity.domain.periods import Calendar, LockException, Period, PeriodDates, PeriodName
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf

Row = Mapping[str, Any]


def calendar(when: AsOf) -> Calendar:
    """What is locked follows from it and the clock: see `Calendar`."""
    codes = {row["id"]: row["code"] for row in when.rows(t.Agency)}
    return calendar_of(when.rows(t.Period), when.rows(t.LockException), codes, when.zone)


def calendar_of(
    periods: Iterable[Row], exceptions: Iterable[Row], agencies: Mapping[int, str], zone: ZoneInfo
) -> Calendar:
    """`agencies` are codes by id; exceptions of agencies or periods that are not there are left out."""
    every = periods_of(periods)
    ids = {period.id for period in every}
    kept = (row for row in exceptions if row["period_id"] in ids and row["agency_id"] in agencies)
    return Calendar(every, tuple(_exception(row, agencies, zone) for row in kept), zone)


def periods_of(rows: Iterable[Row]) -> tuple[Period, ...]:
    """In the order in which they open."""
    return tuple(sorted((_period(row) for row in rows), key=lambda period: period.dates.opens_on))


def _period(row: Row) -> Period:
    name = PeriodName(row["year"], row["number"], PeriodKind(row["kind"]))
    return Period(row["id"], name, PeriodDates(row["opens_on"], row["closes_on"], row["grace_days"]))


def _exception(row: Row, agencies: Mapping[int, str], zone: ZoneInfo) -> LockException:
    return LockException(
        period_id=row["period_id"],
        agency=agencies[row["agency_id"]],
        until=row["until"].astimezone(zone),
        reason=row["reason"],
        granted_by=row["recorded_by"],
        granted_at=row["recorded_at"].astimezone(zone),
    )
