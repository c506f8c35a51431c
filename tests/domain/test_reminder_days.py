"""The days on which agencies are reminded by itself, each from both sides."""

from datetime import date, timedelta

import pytest

from smartcity.domain.calendar import PeriodDates, is_reminder_due, reminder_days

DATES = PeriodDates(date(2026, 12, 1), date(2026, 12, 10), grace_days=5)


def test_a_week_and_a_day_before_and_the_first_day_of_grace() -> None:
    assert [day.day for day in reminder_days(DATES)] == [3, 9, 11]


def test_no_day_before_the_opening_and_none_of_a_grace_that_is_not_given() -> None:
    short = PeriodDates(date(2026, 12, 4), date(2026, 12, 10))
    assert [day.day for day in reminder_days(short)] == [9]


@pytest.mark.parametrize(
    ("last", "today", "is_due"),
    [(1, 2, False), (2, 3, True), (3, 4, False), (1, 9, True), (3, 8, False), (8, 15, True), (8, 16, False)],
)
def test_days_on_which_nobody_looked_are_made_up_for_until_the_period_locks(
    last: int, today: int, *, is_due: bool
) -> None:
    first = date(2026, 12, 1)
    days = (first + timedelta(days=number - 1) for number in (last, today))
    assert is_reminder_due(DATES, *days) is is_due
