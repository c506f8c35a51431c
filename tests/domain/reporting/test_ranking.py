"""The next step of an agency: what to send by when, where it stands then; to the day before, of and after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from smartcity.domain.calendar import Period, PeriodName
from smartcity.domain.enums import Reporting
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.reasons import LeagueStep
from smartcity.domain.reporting.compliance import Column, NextStep, Row, next_step, ranking
from tests.domain.reporting.test_compliance import CLOSES, DATES, DLH, FIRST, ONE, PUPR, SECOND, owed_report

RSUD = Agency("RSUD", "RSUD", "RSUD")
LAST = CLOSES + 5 * ONE


def rows(today: date, mine: tuple[date | None, ...], before: date | None = CLOSES) -> tuple[Row, ...]:
    """PUPR reported in time, RSUD late; DLH gave `mine`, and in the period before all of it by `before`."""
    given = tuple(owed_report(DLH, day, 10 + number) for number, day in enumerate(mine))
    others = (owed_report(PUPR, CLOSES, 1), owed_report(RSUD, CLOSES + ONE, 2))
    earlier = (owed_report(PUPR, CLOSES, 1), owed_report(RSUD, CLOSES, 2), owed_report(DLH, before, 10))
    return ranking([Column(FIRST, earlier), Column(SECOND, (*others, *given))], [DLH, PUPR, RSUD], today)


def step(today: date, *mine: date | None, until: date | None = None, before: date | None = CLOSES) -> NextStep:
    league = rows(today, mine, before)
    row = next(row for row in league if row.agency is DLH)
    advice = next_step(league, row, today, excepted_until=until)
    assert advice is not None
    return advice


@pytest.mark.parametrize(
    ("today", "until", "climb", "by", "reporting", "place_then"),
    [
        (CLOSES, None, LeagueStep.SEND, CLOSES, Reporting.ON_TIME, 1),
        (CLOSES + ONE, None, LeagueStep.SEND_LATE, LAST, Reporting.LATE, 2),
        (LAST, None, LeagueStep.SEND_LATE, LAST, Reporting.LATE, 2),
        (LAST + ONE, None, LeagueStep.ASK, None, Reporting.LATE, 2),
        (LAST + ONE, LAST + 9 * ONE, LeagueStep.SEND_LATE, LAST + 9 * ONE, Reporting.LATE, 2),
    ],
    ids=["due today", "the day after", "last day of grace", "locked", "excepted"],
)
def test_what_is_missing_can_be_sent_until_the_period_locks(
    today: date, until: date | None, climb: LeagueStep, by: date | None, reporting: Reporting, place_then: int
) -> None:
    advice = step(today, None, None, CLOSES, until=until)
    assert (advice.kind, advice.count, advice.by) == (climb, 2, by)
    assert (advice.status, advice.place, advice.place_then, advice.of) == (reporting, 3, place_then, 3)


@pytest.mark.parametrize(
    ("before", "mine", "climb", "count", "place_then"),
    [
        (CLOSES, CLOSES, LeagueStep.KEEP, 0, 1),
        (CLOSES + ONE, CLOSES, LeagueStep.BE_ON_TIME, 1, 1),
        (CLOSES, CLOSES + ONE, LeagueStep.BE_ON_TIME, 2, 1),
        (None, CLOSES + ONE, LeagueStep.BE_ON_TIME, 2, 1),
    ],
    ids=["always on time", "late in the period before", "late in this one", "silent, then late"],
)
def test_who_has_reported_becomes_clean_once_the_last_slip_has_left_the_league(
    before: date | None, mine: date, climb: LeagueStep, count: int, place_then: int
) -> None:
    advice = step(CLOSES + ONE, mine, before=before)
    assert (advice.kind, advice.count, advice.place_then) == (climb, count, place_then)


def test_who_never_owed_anything_has_no_step() -> None:
    league = ranking([Column(FIRST, ())], [DLH], CLOSES)
    assert next_step(league, league[0], CLOSES) is None


def test_periods_without_a_duty_are_no_slip() -> None:
    third = Period(9, PeriodName(2027, 1), replace(DATES))
    league = ranking([Column(FIRST, (owed_report(DLH, CLOSES),)), Column(SECOND, ()), Column(third, ())], [DLH], CLOSES)
    advice = next_step(league, league[0], CLOSES + timedelta(days=1))
    assert advice is not None
    assert advice.kind is LeagueStep.KEEP


def test_f23_what_is_reported_before_it_is_due_already_pushes_the_oldest_slip_out() -> None:
    """One slip two periods ago, this one sent in time and still open: one period more, not two."""
    third = Period(9, PeriodName(2027, 1), replace(DATES, closes_on=CLOSES + 90 * ONE))
    slipped = [Column(FIRST, (owed_report(DLH, CLOSES),)), Column(SECOND, (owed_report(DLH, CLOSES + ONE),))]
    sent = Column(third, (owed_report(DLH, CLOSES + 80 * ONE),))
    league = ranking([*slipped, sent], [DLH], CLOSES + 90 * ONE)
    advice = next_step(league, league[0], CLOSES + 90 * ONE)
    assert advice is not None
    assert (advice.kind, advice.count) == (LeagueStep.BE_ON_TIME, 1)
    after = next_step(league, league[0], CLOSES + 91 * ONE)
    assert after is not None
    assert after.count == 2
