"""Reporting periods: their days, when they are due, lock and are reminded of; and the city's zone."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from smartcity.domain.enums import PeriodKind, PeriodState, Reporting, Span

CITY_ZONE = ZoneInfo("Asia/Jakarta")


ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class PeriodName:
    """A month or quarter of a year; `number` counts from 1."""

    year: int
    number: int
    kind: PeriodKind = PeriodKind.QUARTER

    def __str__(self) -> str:
        """The same in every language: `IV/2026` is a quarter, `11/2026` a month."""
        return f"{ROMAN[self.number - 1] if self.kind is PeriodKind.QUARTER else self.number}/{self.year}"

    @property
    def starts_on(self) -> date:
        return date(self.year, self._last_month - self._months + 1, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year, self._last_month, calendar.monthrange(self.year, self._last_month)[1])

    def overlaps(self, other: "PeriodName") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    @property
    def _months(self) -> int:
        return 3 if self.kind is PeriodKind.QUARTER else 1

    @property
    def _last_month(self) -> int:
        return self.number * self._months


def named_period(text: str) -> PeriodName:
    """What `str` of a period's name says."""
    number, year = text.split("/")
    if number in ROMAN:
        return PeriodName(int(year), ROMAN.index(number) + 1)
    return PeriodName(int(year), int(number), PeriodKind.MONTH)


def quarter_of(day: date) -> PeriodName:
    return PeriodName(day.year, (day.month + 2) // 3)


def measured_in(year: int, quarter: int | None, half: int | None) -> tuple[PeriodName, Span]:
    """The quarter that a reading or a target belongs to and what it covers: the whole year where both are None."""
    if quarter is not None:
        return PeriodName(year, quarter), Span.QUARTER
    return (PeriodName(year, 4), Span.YEAR) if half is None else (PeriodName(year, 2 * half), Span.HALF)


def stored_as(period: PeriodName, span: Span) -> dict[str, int | None]:
    """The other way round: year, quarter and half of what ends with a quarter."""
    quarter = period.number if span is Span.QUARTER else None
    half = period.number // 2 if span is Span.HALF else None
    return {"year": period.year, "quarter": quarter, "half": half}


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """Reporting opens, is due on `closes_on`, and locks after the grace days."""

    opens_on: date
    closes_on: date
    grace_days: int = 0

    @property
    def locks_on(self) -> date:
        """The first day on which nothing is taken any more."""
        return self.last_day + timedelta(days=1)

    @property
    def last_day(self) -> date:
        """The last day on which a report is still taken."""
        return self.closes_on + timedelta(days=self.grace_days)

    def is_locked(self, today: date) -> bool:
        return today >= self.locks_on

    def state(self, today: date) -> PeriodState:
        if self.is_locked(today):
            return PeriodState.LOCKED
        if today > self.closes_on:
            return PeriodState.GRACE
        return PeriodState.OPEN if today >= self.opens_on else PeriodState.COMING


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period with its dates."""

    id: int
    name: PeriodName
    dates: PeriodDates


def newest_closed(periods: Iterable[Period], today: date) -> PeriodName:
    """The newest quarter that is over and whose reports were due; where none are kept it closes with its last day."""
    dues = {period.name.ends_on: period.dates.closes_on for period in periods}
    names = (PeriodName(year, number) for year in (today.year, today.year - 1) for number in (4, 3, 2, 1))
    return next(name for name in names if max(name.ends_on, dues.get(name.ends_on, name.ends_on)) < today)


@dataclass(frozen=True, slots=True)
class LockException:
    """One agency may still report in one locked period, up to and including the instant `until`."""

    period_id: int
    agency: str
    until: datetime
    reason: str
    granted_by: str
    granted_at: datetime

    def is_in_force(self, now: datetime) -> bool:
        return now <= self.until


@dataclass(frozen=True)
class Calendar:
    """All periods with their exceptions. Days begin in `zone`; every `now` is an aware instant of any zone."""

    periods: tuple[Period, ...]
    exceptions: tuple[LockException, ...]
    zone: ZoneInfo

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def period(self, number: int) -> Period | None:
        return next((period for period in self.periods if period.id == number), None)

    def covering(self, day: date) -> Period | None:
        """The shortest period that the day lies in."""
        candidates = (p for p in self.periods if p.name.starts_on <= day <= p.name.ends_on)
        return min(candidates, key=lambda p: p.name.ends_on - p.name.starts_on, default=None)

    def period_of(self, day: date) -> Period | None:
        """The period whose reports tell of `day`: the first that ends on or after it and had not locked by then.

        So days before the first period, or between two, close with the next one; days that came after their own
        period had locked are told in the next; days after the last period are in none.
        """
        tellers = (p for p in self.periods if day <= p.name.ends_on and day < p.dates.locks_on)
        return min(tellers, key=lambda p: p.name.ends_on, default=None)

    def is_locked(self, period: Period, agency: str, now: datetime) -> bool:
        """Whether the agency (by code) may say nothing any more in this period."""
        return period.dates.is_locked(self.today(now)) and not self.excepted(period, agency, now)

    def open_for(self, agency: str, now: datetime) -> tuple[Period, ...]:
        """The periods the agency may report in: the one opened last first, then those open by exception."""
        opened = (p for p in self.periods if p.dates.opens_on <= self.today(now) and not self.is_locked(p, agency, now))
        return tuple(sorted(opened, key=lambda p: p.dates.opens_on, reverse=True))

    def next_opening(self, today: date) -> Period | None:
        """The one that opens next."""
        coming = (period for period in self.periods if period.dates.opens_on > today)
        return min(coming, key=lambda period: period.dates.opens_on, default=None)

    def excepted(self, period: Period, agency: str, now: datetime) -> LockException | None:
        """The exception in force; of several grants the newest stands, so a shorter one ends a longer one."""
        granted = self.newest_exceptions.get((period.id, agency))
        return granted if granted is not None and granted.is_in_force(now) else None

    def in_force(self, now: datetime) -> tuple[LockException, ...]:
        """All exceptions in force, the one that ends first at the top."""
        exceptions = (exception for exception in self.newest_exceptions.values() if exception.is_in_force(now))
        return tuple(sorted(exceptions, key=lambda exception: exception.until))

    @cached_property
    def newest_exceptions(self) -> Mapping[tuple[int, str], LockException]:
        """By period and agency."""
        return {(e.period_id, e.agency): e for e in sorted(self.exceptions, key=lambda e: e.granted_at)}

    def lock_on(self, day: date, agency: str, now: datetime) -> Period | None:
        """The locked period that `day` falls in; None when the agency may still date something to it."""
        period = self.period_of(day)
        return period if period is not None and self.is_locked(period, agency, now) else None


def reporting(
    dates: PeriodDates | None, submitted_on: date | None, today: date, *, has_draft: bool = False
) -> Reporting:
    """Standing in the current period; on the due date itself a report is on time."""
    if dates is None:
        return Reporting.NO_PERIOD
    if submitted_on is not None:
        return Reporting.ON_TIME if submitted_on <= dates.closes_on else Reporting.LATE
    if today > dates.closes_on:
        return Reporting.SILENT
    return Reporting.DRAFT if has_draft else Reporting.OPEN


DAYS_BEFORE = (7, 1)
# Letters leave in office hours, by the city's clock.
HOUR = time(8)


def reminder_days(dates: PeriodDates) -> Iterator[date]:
    """A week and a day before the due date, and the first of the grace days."""
    for days in DAYS_BEFORE:
        day = dates.closes_on - timedelta(days=days)
        if day >= dates.opens_on:
            yield day
    if dates.grace_days > 0:
        yield dates.closes_on + timedelta(days=1)


def is_reminder_due(dates: PeriodDates, last: date, today: date) -> bool:
    """Whether one of these days has come since `last`, and the period is not locked yet."""
    return not dates.is_locked(today) and any(last < day <= today for day in reminder_days(dates))
