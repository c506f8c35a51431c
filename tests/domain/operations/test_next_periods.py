"""Which periods may be opened next, and their usual dates."""

from datetime import date

from smartcity.domain.calendar import Period, PeriodDates, PeriodName
from smartcity.domain.enums import PeriodKind
from smartcity.domain.operations.year_setup import next_period_names, usual_dates

TODAY = date(2026, 11, 24)
YEAR = [
    Period(number, PeriodName(2026, number), PeriodDates(date(2026, 3 * number, 1), date(2026, 3 * number, 20), number))
    for number in range(1, 5)
]


def test_the_next_of_the_kind_in_use_comes_first_and_nothing_overlaps() -> None:
    names = next_period_names(YEAR, TODAY)
    assert names[:2] == [PeriodName(2027, 1), PeriodName(2027, 2)]
    assert PeriodName(2027, 1, PeriodKind.MONTH) in names
    assert not [name for name in names if any(name.overlaps(period.name) for period in YEAR)]
    assert [name for name in names if name.year == 2026] == []


def test_without_periods_the_quarter_before_this_one_is_still_offered() -> None:
    names = next_period_names([], TODAY)
    assert names[0] == PeriodName(2026, 3)
    assert PeriodName(2026, 7, PeriodKind.MONTH) in names
    assert PeriodName(2026, 6, PeriodKind.MONTH) not in names


def test_dates_follow_the_year_before_then_the_newest_then_the_usual() -> None:
    assert usual_dates(PeriodName(2027, 2), YEAR) == PeriodDates(date(2027, 6, 1), date(2027, 6, 20), 2)
    assert usual_dates(PeriodName(2028, 1), YEAR) == PeriodDates(date(2028, 3, 1), date(2028, 3, 20), 4)
    assert usual_dates(PeriodName(2027, 1), []) == PeriodDates(date(2027, 4, 1), date(2027, 4, 20), 5)
