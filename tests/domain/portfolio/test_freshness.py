"""Within its cadence a word is fresh, then aging through the grace days, then silent. F15: one age for all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from smartcity.domain.calendar import Period, PeriodDates, PeriodName
from smartcity.domain.enums import PeriodKind, Reporting
from smartcity.domain.indicators.achievement import Goal
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.milestones import MilestoneFacts, milestone_status
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import (
    Age,
    Freshness,
    Silence,
    age,
    age_of_milestone,
    age_of_outcome,
    age_of_programme,
    next_reading_on,
    of_programmes,
    silence,
    silence_of_programmes,
)
from tests.domain.cities import milestone, programme, report
from tests.domain.indicators.test_outcomes import outcome
from tests.domain.plans import done, running, step

PERIOD = Period(1, PeriodName(2026, 4), PeriodDates(date(2026, 11, 1), date(2026, 11, 20), 5))
TODAY = date(2026, 11, 30)
FRESH, AGING, OVERDUE = Freshness


@pytest.mark.parametrize(
    ("name", "cadence"),
    [
        (PeriodName(2026, 4), 92),
        (PeriodName(2026, 1), 90),
        (PeriodName(2026, 2, PeriodKind.MONTH), 28),
        (PeriodName(2026, 11, PeriodKind.MONTH), 30),
    ],
)
def test_f15_silent_is_what_is_older_than_one_period_and_its_grace(name: PeriodName, cadence: int) -> None:
    period = Period(1, name, PERIOD.dates)
    for days, expected in ((0, FRESH), (cadence, FRESH), (cadence + 1, AGING), (cadence + 5, AGING)):
        assert age(TODAY - timedelta(days=days), period, TODAY) == Age(days, expected)
        assert age(TODAY - timedelta(days=days), period, TODAY).silent_days is None
    assert age(TODAY - timedelta(days=cadence + 6), period, TODAY).silent_days == cadence + 6


def at(days: int) -> datetime:
    """The noon so many days ago."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, 5, tzinfo=UTC) - timedelta(days=days)


def heard(days: int, weight: int = 1, **fields: object) -> Programme:
    return programme(1, report=report(recorded_at=at(days)), weight=Fraction(weight), **fields)


GONE = step(date(2026, 1, 1), date(2026, 6, 30), cancelled_on=date(2026, 5, 1))
CANCELLED = milestone(7, GONE, status=milestone_status(GONE, TODAY))


@pytest.mark.parametrize(
    ("shown", "days"),
    [
        (heard(97), None),
        (heard(98), 98),
        (heard(143), 143),
        (heard(143, reporting=Reporting.NO_PERIOD), None),
        (heard(143, reporting=Reporting.SILENT), 143),
        (programme(1, report=None, starts_on=date(2026, 1, 1)), 333),
        (programme(1, report=None, starts_on=date(2026, 10, 1)), None),
        (programme(1, CANCELLED, report=report(recorded_at=at(143))), None),
    ],
    ids=["last day", "day after", "long", "owes nothing", "silent", "never", "begun lately", "all cancelled"],
)
def test_f15_a_programme_is_silent_since_its_newest_word(shown: Programme, days: int | None) -> None:
    age = age_of_programme(shown, PERIOD, TODAY)
    assert (age.silent_days if age else None) == days
    assert age_of_programme(shown, None, TODAY) is None


RUNNING = step(date(2026, 1, 1), date(2027, 6, 30), latest=running(5))
WAITING = replace(RUNNING, latest=done(date(2026, 7, 1)))
DONE = replace(WAITING, verified=done(date(2026, 7, 1)))


@pytest.mark.parametrize(
    ("updated", "facts", "days"),
    [
        (97, RUNNING, None),
        (98, RUNNING, 98),
        (98, WAITING, 98),
        (98, replace(RUNNING, latest=None), None),
        (98, DONE, None),
        (98, replace(RUNNING, cancelled_on=date(2026, 10, 1)), None),
        (98, replace(RUNNING, postponed=True), None),
        (None, RUNNING, None),
    ],
    ids=["last day", "day after", "claimed", "not begun", "verified done", "cancelled", "postponed", "no day known"],
)
def test_f15_what_is_done_cancelled_or_not_begun_does_not_age(
    updated: int | None, facts: MilestoneFacts, days: int | None
) -> None:
    one = milestone(1, facts, said_at=None if updated is None else at(updated), status=milestone_status(facts, TODAY))
    age = age_of_milestone(one, PERIOD, TODAY)
    assert (age.silent_days if age else None) == days
    assert age_of_milestone(one, None, TODAY) is None


OLD, NEW = 143, 3


@pytest.mark.parametrize(
    ("programmes", "expected"),
    [
        ((), FRESH),
        ((heard(NEW),), FRESH),
        ((heard(OLD),), OVERDUE),
        ((heard(OLD), heard(NEW)), FRESH),
        ((heard(OLD), heard(OLD), heard(NEW)), OVERDUE),
        ((heard(OLD), heard(OLD), heard(NEW, weight=2)), FRESH),
        ((heard(OLD, weight=3), heard(NEW), heard(NEW)), OVERDUE),
    ],
    ids=["nothing", "new", "old", "half", "a third", "half of the weight", "less than half of the weight"],
)
def test_a_group_is_as_fresh_as_the_half_of_its_weight(programmes: tuple[Programme, ...], expected: Freshness) -> None:
    assert of_programmes(programmes, PERIOD, TODAY) is expected


def test_f15_a_group_tells_how_many_are_silent_and_the_longest() -> None:
    programmes = [heard(days) for days in (3, 97, 98, 143, 120)]
    assert silence_of_programmes(programmes, PERIOD, TODAY) == Silence(3, 143)
    assert silence_of_programmes(programmes[:2], PERIOD, TODAY) == Silence()
    assert silence([]) == silence([None]) == Silence()


QUARTERS = ((2026, 1, "4", "5"), (2026, 2, "4", "5"), (2026, 3, None, "5"), (2026, 4, None, "5"))
MEASURED = outcome(*QUARTERS)
GOAL = Goal(value=Fraction(5))


HALVES = outcome((2025, 2, "4", "5"), (2025, 4, "4", "5"))
YEARLY = outcome((2025, 4, "4", None), year_goals=((2026, GOAL),))


@pytest.mark.parametrize(
    ("indicator", "awaited"),
    [
        (MEASURED, date(2026, 9, 30)),
        (outcome((2026, 1, None, "5")), date(2026, 3, 31)),
        (outcome((2026, 2, "4", None), (2026, 4, None, "5")), date(2026, 12, 31)),
        (HALVES, date(2026, 6, 30)),
        (YEARLY, date(2026, 12, 31)),
        (outcome((2022, 4, "4", None)), date(2023, 12, 31)),
        (outcome((2026, 1, "4", None), (2026, 2, "4", None)), date(2026, 12, 31)),
        (outcome(), None),
    ],
    ids=["quarterly", "never measured", "next target", "half-yearly", "yearly", "no target", "by readings", "nothing"],
)
def test_the_next_reading_is_awaited_one_own_period_later(indicator: Outcome, awaited: date | None) -> None:
    assert next_reading_on(indicator) == awaited


THIRD = Period(2, PeriodName(2026, 3), PeriodDates(date(2026, 10, 1), date(2026, 10, 15), 5))
SECOND = Period(3, PeriodName(2026, 2), PeriodDates(date(2026, 7, 1), date(2026, 7, 20)))
SEPTEMBER = Period(4, PeriodName(2026, 9, PeriodKind.MONTH), PeriodDates(date(2026, 10, 1), date(2026, 10, 8)))
OCTOBER = Period(5, PeriodName(2026, 10, PeriodKind.MONTH), PeriodDates(date(2026, 11, 1), date(2026, 11, 8)))


@pytest.mark.parametrize(
    ("period", "today", "expected"),
    [
        (SECOND, date(2026, 9, 30), FRESH),
        (SECOND, date(2026, 10, 1), AGING),
        (THIRD, date(2026, 10, 1), AGING),
        (THIRD, date(2026, 10, 20), AGING),
        (THIRD, date(2026, 10, 21), OVERDUE),
        (SEPTEMBER, date(2026, 10, 8), AGING),
        (SEPTEMBER, date(2026, 10, 9), OVERDUE),
        (OCTOBER, date(2026, 11, 2), OVERDUE),
        (PERIOD, date(2026, 11, 2), OVERDUE),
        (None, date(2026, 11, 2), AGING),
        (None, date(2027, 2, 2), OVERDUE),
    ],
    ids=[
        "within the quarter", "not asked yet", "asked", "last day of grace", "the day after", "monthly, last day",
        "monthly, the day after", "the next month", "the next quarter", "no period", "no period, a quarter later",
    ],
)  # fmt: skip
def test_f15_a_reading_ages_from_the_end_of_its_period_and_is_silent_past_the_next(
    period: Period | None, today: date, expected: Freshness
) -> None:
    days = (today - date(2026, 6, 30)).days
    assert age_of_outcome(MEASURED, period, today) == Age(days, expected)


def test_f11_a_reading_imported_today_is_as_old_as_its_period() -> None:
    age = age_of_outcome(outcome((2021, 4, "4", None)), PERIOD, TODAY)
    assert age is not None
    assert age.silent_days == 1795


def test_nothing_is_awaited_of_what_is_retired_or_has_neither_reading_nor_target() -> None:
    retired = replace(MEASURED, card=replace(MEASURED.card, retired_on=date(2026, 1, 1)))
    assert age_of_outcome(retired, PERIOD, TODAY) is None
    assert age_of_outcome(outcome(), PERIOD, TODAY) is None
