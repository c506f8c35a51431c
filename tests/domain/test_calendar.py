"""Reporting periods: the days they cover, and who stands where on which day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from smartcity.domain.calendar import (
    Calendar,
    LockException,
    Period,
    PeriodDates,
    PeriodName,
    named_period,
    quarter_of,
    reporting,
)
from smartcity.domain.enums import PeriodKind, PeriodState, Reporting

WIB = ZoneInfo("Asia/Jakarta")
DATES = PeriodDates(opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 20), grace_days=10)
DAY = timedelta(days=1)


def test_a_quarter_and_a_month_cover_their_days() -> None:
    assert (PeriodName(2028, 1).starts_on, PeriodName(2028, 1).ends_on) == (date(2028, 1, 1), date(2028, 3, 31))
    february = PeriodName(2028, 2, PeriodKind.MONTH)
    assert (february.starts_on, february.ends_on) == (date(2028, 2, 1), date(2028, 2, 29))
    assert [quarter_of(date(2026, month, 1)).number for month in (1, 3, 4, 12)] == [1, 1, 2, 4]


@pytest.mark.parametrize(
    ("submitted", "today", "status"),
    [
        (None, DATES.closes_on, Reporting.OPEN),
        (None, DATES.closes_on + DAY, Reporting.SILENT),
        (DATES.closes_on, DATES.closes_on + DAY, Reporting.ON_TIME),
        (DATES.closes_on + DAY, DATES.closes_on + DAY, Reporting.LATE),
    ],
)
def test_on_the_due_date_itself_a_report_is_on_time(submitted: date | None, today: date, status: Reporting) -> None:
    assert reporting(DATES, submitted, today) is status


def test_a_draft_is_no_report() -> None:
    assert reporting(DATES, None, DATES.closes_on, has_draft=True) is Reporting.DRAFT
    assert reporting(DATES, None, DATES.closes_on + DAY, has_draft=True) is Reporting.SILENT
    assert reporting(None, None, DATES.closes_on) is Reporting.NO_PERIOD


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 10, 31), PeriodState.COMING),
        (date(2026, 11, 1), PeriodState.OPEN),
        (date(2026, 11, 20), PeriodState.OPEN),
        (date(2026, 11, 21), PeriodState.GRACE),
        (date(2026, 11, 30), PeriodState.GRACE),
        (date(2026, 12, 1), PeriodState.LOCKED),
    ],
)
def test_it_opens_is_due_and_locks_the_day_after_the_grace_days(today: date, state: PeriodState) -> None:
    assert DATES.state(today) is state
    assert DATES.is_locked(today) is (state is PeriodState.LOCKED)


def test_a_period_says_its_name_in_any_language() -> None:
    assert [str(PeriodName(2026, 4)), str(PeriodName(2026, 11, PeriodKind.MONTH))] == ["IV/2026", "11/2026"]


SECOND_QUARTER = Period(2, PeriodName(2026, 2), PeriodDates(date(2026, 7, 1), date(2026, 7, 20), 5))
FOURTH_QUARTER = Period(4, PeriodName(2026, 4), DATES)
UNTIL = datetime(2026, 12, 10, 23, 59, 59, tzinfo=WIB)
GRANTED = LockException(4, "DLH", UNTIL, "gempa", "Verifikator", datetime(2026, 12, 2, 9, tzinfo=WIB))
CALENDAR = Calendar((SECOND_QUARTER, FOURTH_QUARTER), (GRANTED,), WIB)
MIDNIGHT = datetime(2026, 12, 1, tzinfo=WIB)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("agency", "now", "is_locked"),
    [
        ("PUPR", MIDNIGHT - SECOND, False),
        ("PUPR", MIDNIGHT, True),
        ("PUPR", MIDNIGHT.astimezone(UTC), True),
        ("PUPR", (MIDNIGHT - SECOND).astimezone(UTC), False),
        ("PUPR", UNTIL, True),
        ("DLH", UNTIL - SECOND, False),
        ("DLH", UNTIL, False),
        ("DLH", UNTIL + SECOND, True),
    ],
)
def test_it_locks_in_local_time_and_for_all_but_the_excepted(agency: str, now: datetime, *, is_locked: bool) -> None:
    assert CALENDAR.is_locked(FOURTH_QUARTER, agency, now) is is_locked
    assert (CALENDAR.lock_on(date(2026, 11, 15), agency, now) is FOURTH_QUARTER) is is_locked


def test_an_exception_opens_its_own_period_only() -> None:
    assert CALENDAR.excepted(FOURTH_QUARTER, "DLH", UNTIL) is GRANTED
    assert CALENDAR.lock_on(date(2026, 5, 1), "DLH", UNTIL) is SECOND_QUARTER


@pytest.mark.parametrize(
    ("day", "told_in"),
    [
        (date(2019, 1, 1), SECOND_QUARTER),  # before the first period
        (date(2026, 4, 1), SECOND_QUARTER),
        (date(2026, 6, 30), SECOND_QUARTER),
        (date(2026, 7, 1), FOURTH_QUARTER),  # no period covers it: told in the next
        (date(2026, 10, 1), FOURTH_QUARTER),
        (date(2026, 11, 30), FOURTH_QUARTER),
        (date(2026, 12, 1), None),  # its own period has locked before the day came; no next one is known
        (date(2027, 1, 1), None),
    ],
)
def test_a_day_is_told_in_the_first_period_that_can_still_tell_it(day: date, told_in: Period | None) -> None:
    assert CALENDAR.period_of(day) is told_in


def test_days_after_a_period_has_locked_are_told_in_the_next() -> None:
    first = Period(5, PeriodName(2027, 1), PeriodDates(date(2027, 4, 1), date(2027, 4, 20), 5))
    longer = Calendar((*CALENDAR.periods, first), (), WIB)
    assert longer.period_of(date(2026, 12, 1)) is first
    assert longer.lock_on(date(2026, 12, 31), "DLH", datetime(2027, 4, 25, 23, 59, 59, tzinfo=WIB)) is None
    assert longer.lock_on(date(2026, 12, 31), "DLH", datetime(2027, 4, 26, tzinfo=WIB)) is first


def test_without_periods_nothing_is_locked() -> None:
    assert Calendar((), (), WIB).lock_on(date(2026, 1, 1), "DLH", UNTIL) is None


@pytest.mark.parametrize("name", [PeriodName(2026, 4), PeriodName(2027, 1), PeriodName(2026, 11, PeriodKind.MONTH)])
def test_a_period_is_read_from_what_it_is_called(name: PeriodName) -> None:
    assert named_period(str(name)) == name
