"""Reporting periods: the days they cover, and who stands where on which day."""

from datetime import date, timedelta

import pytest

from smartcity.domain.kinds import PeriodKind, Reporting
from smartcity.domain.periods import PeriodDates, PeriodName, quarter_of, reporting

DATES = PeriodDates(opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 20), grace_days=10)
DAY = timedelta(days=1)


def test_a_quarter_and_a_month_cover_their_days() -> None:
    assert (PeriodName(2028, 1).starts_on, PeriodName(2028, 1).ends_on) == (date(2028, 1, 1), date(2028, 3, 31))
    february = PeriodName(2028, 2, PeriodKind.MONTH)
    assert (february.starts_on, february.ends_on) == (date(2028, 2, 1), date(2028, 2, 29))
    assert [quarter_of(date(2026, month, 1)).number for month in (1, 3, 4, 12)] == [1, 1, 2, 4]


@pytest.mark.parametrize(
    ("submitted", "today", "standing"),
    [
        (None, DATES.closes_on, Reporting.OPEN),
        (None, DATES.closes_on + DAY, Reporting.SILENT),
        (DATES.closes_on, DATES.closes_on + DAY, Reporting.ON_TIME),
        (DATES.closes_on + DAY, DATES.closes_on + DAY, Reporting.LATE),
    ],
)
def test_on_the_due_date_itself_a_report_is_on_time(submitted: date | None, today: date, standing: Reporting) -> None:
    assert reporting(DATES, submitted, today) is standing


def test_a_draft_is_no_report() -> None:
    assert reporting(DATES, None, DATES.closes_on, has_draft=True) is Reporting.DRAFT
    assert reporting(DATES, None, DATES.closes_on + DAY, has_draft=True) is Reporting.SILENT
    assert reporting(None, None, DATES.closes_on) is Reporting.NO_PERIOD


def test_it_locks_the_day_after_the_grace_days() -> None:
    assert not DATES.is_locked(date(2026, 11, 30))
    assert DATES.is_locked(date(2026, 12, 1))
