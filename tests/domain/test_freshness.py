"""Fresh from the day the period opens; aging until its last day; overdue the day after."""

from datetime import date

import pytest

from smartcity.domain.freshness import Freshness, freshness
from smartcity.domain.periods import Period, PeriodDates, PeriodName

PERIOD = Period(1, PeriodName(2026, 4), PeriodDates(date(2026, 11, 1), date(2026, 11, 20)))


@pytest.mark.parametrize(
    ("heard_on", "today", "found"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), Freshness.FRESH),
        (date(2026, 10, 31), date(2026, 11, 20), Freshness.AGING),
        (date(2026, 10, 31), date(2026, 11, 21), Freshness.OVERDUE),
        (None, date(2026, 11, 20), Freshness.AGING),
        (None, date(2026, 11, 21), Freshness.OVERDUE),
    ],
)
def test_a_word_ages_with_the_period(heard_on: date | None, today: date, found: Freshness) -> None:
    assert freshness(heard_on, PERIOD, today) is found


def test_without_a_period_nothing_ages() -> None:
    assert freshness(None, None, date(2026, 11, 21)) is Freshness.FRESH
