"""On which days agencies are reminded of a period by itself."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from smartcity.domain.periods import PeriodDates

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
