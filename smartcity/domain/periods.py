"""Reporting periods: which days they cover, when they are due, and where somebody stands in one."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from smartcity.domain.kinds import PeriodKind, Reporting

ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class PeriodName:
    """A month or quarter of a year; `number` counts from 1."""

    year: int
    number: int
    kind: PeriodKind = PeriodKind.QUARTER

    @property
    def starts_on(self) -> date:
        return date(self.year, self._last_month - self._months + 1, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year, self._last_month, calendar.monthrange(self.year, self._last_month)[1])

    @property
    def _months(self) -> int:
        return 3 if self.kind is PeriodKind.QUARTER else 1

    @property
    def _last_month(self) -> int:
        return self.number * self._months


def quarter_of(day: date) -> PeriodName:
    return PeriodName(day.year, (day.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """Reporting opens, is due on `closes_on`, and locks after the grace days."""

    opens_on: date
    closes_on: date
    grace_days: int = 0

    @property
    def locks_on(self) -> date:
        """The first day on which nothing is taken any more."""
        return self.closes_on + timedelta(days=self.grace_days + 1)

    def is_locked(self, today: date) -> bool:
        return today >= self.locks_on


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
