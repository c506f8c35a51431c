"""Fresh from the day the period opens; aging until its last day; overdue the day after. Each by its own cadence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from smartcity.domain.freshness import (
    Freshness,
    days_past_cadence,
    freshness,
    missed_target,
    of_milestone,
    of_outcome,
    of_programme,
    of_programmes,
)
from smartcity.domain.indicators import Goal
from smartcity.domain.kinds import PeriodKind, Reporting
from smartcity.domain.milestones import MilestoneFacts, milestone_status
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import Period, PeriodDates, PeriodName
from smartcity.domain.plan import Programme
from tests.domain.cities import milestone, programme, report
from tests.domain.plans import done, running, step
from tests.domain.test_outcomes import outcome

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


@pytest.mark.parametrize(
    ("name", "cadence"),
    [
        (PeriodName(2026, 4), 92),
        (PeriodName(2026, 1), 90),
        (PeriodName(2026, 2, PeriodKind.MONTH), 28),
        (PeriodName(2026, 11, PeriodKind.MONTH), 30),
    ],
)
def test_the_cadence_is_the_length_of_the_period(name: PeriodName, cadence: int) -> None:
    period, today = Period(1, name, PERIOD.dates), date(2026, 11, 24)
    heard = [today - timedelta(days=cadence + more) for more in (-1, 0, 1)]
    assert [days_past_cadence(day, period, today) for day in heard] == [0, 0, 1]
    assert days_past_cadence(heard[-1], None, today) == 0


def heard_on(day: date, weight: int = 1, **known: object) -> Programme:
    told = report(recorded_at=datetime(day.year, day.month, day.day, 3, tzinfo=UTC))
    return programme(1, report=told, weight=Fraction(weight), **known)


OLD, NEW, LATER = date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({}, Freshness.OVERDUE),
        ({"reporting": Reporting.NO_PERIOD}, Freshness.FRESH),
        ({"reporting": Reporting.SILENT}, Freshness.OVERDUE),
    ],
    ids=["owes", "owes nothing", "silent"],
)
def test_only_a_programme_that_owes_a_word_ages(known: dict[str, object], found: Freshness) -> None:
    assert of_programme(heard_on(OLD, **known), PERIOD, LATER) is found


def test_a_programme_never_heard_of_ages_like_an_old_one() -> None:
    assert of_programme(programme(1, report=None), PERIOD, LATER) is Freshness.OVERDUE


RUNNING = step(date(2026, 1, 1), date(2027, 6, 30), latest=running(5))


@pytest.mark.parametrize(
    ("said", "today", "facts", "found"),
    [
        (date(2026, 11, 1), LATER, RUNNING, Freshness.FRESH),
        (date(2026, 10, 31), LATER, RUNNING, Freshness.AGING),
        (LATER - timedelta(days=92), LATER, RUNNING, Freshness.AGING),
        (LATER - timedelta(days=93), LATER, RUNNING, Freshness.OVERDUE),
        (LATER - timedelta(days=93), LATER, replace(RUNNING, latest=None), Freshness.FRESH),
        (LATER - timedelta(days=93), LATER, replace(RUNNING, verified=done(OLD), latest=done(OLD)), Freshness.FRESH),
        (None, LATER, RUNNING, Freshness.FRESH),
    ],
    ids=["this period", "the one before", "one whole period", "longer", "not begun", "done", "no day known"],
)
def test_a_running_milestone_ages_though_its_programme_reports(
    said: date | None, today: date, facts: MilestoneFacts, found: Freshness
) -> None:
    at = None if said is None else datetime(said.year, said.month, said.day, 3, tzinfo=UTC)
    one = milestone(1, facts, said_at=at, status=milestone_status(facts, today))
    assert of_milestone(one, PERIOD, today) is found
    assert of_milestone(one, None, today) is Freshness.FRESH


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ((), Freshness.FRESH),
        ((heard_on(NEW),), Freshness.FRESH),
        ((heard_on(OLD),), Freshness.OVERDUE),
        ((heard_on(OLD), heard_on(NEW)), Freshness.FRESH),
        ((heard_on(OLD), heard_on(OLD), heard_on(NEW)), Freshness.OVERDUE),
        ((heard_on(OLD), heard_on(OLD), heard_on(NEW, weight=2)), Freshness.FRESH),
        ((heard_on(OLD, weight=3), heard_on(NEW), heard_on(NEW)), Freshness.OVERDUE),
    ],
    ids=["nothing", "new", "old", "half", "a third", "half of the weight", "less than half of the weight"],
)
def test_a_group_is_as_fresh_as_the_half_of_its_weight(told: tuple[Programme, ...], found: Freshness) -> None:
    assert of_programmes(told, PERIOD, LATER) is found


QUARTERS = ((2026, 1, "4", "5"), (2026, 2, "4", "5"), (2026, 3, None, "5"), (2026, 4, None, "5"))
MEASURED = outcome(*QUARTERS)
GOAL = Goal(value=Fraction(5))


@pytest.mark.parametrize(
    ("found", "today", "missed"),
    [
        (MEASURED, date(2026, 9, 30), None),
        (MEASURED, date(2026, 10, 1), PeriodName(2026, 3)),
        (MEASURED, date(2027, 5, 1), PeriodName(2026, 3)),
        (outcome((2026, 1, None, "5")), date(2026, 4, 1), PeriodName(2026, 1)),
        (outcome((2026, 2, "4", None), (2026, 4, None, "5")), date(2026, 12, 31), None),
        (outcome((2026, 2, "4", None), (2026, 4, None, "5")), date(2027, 1, 1), PeriodName(2026, 4)),
        (outcome((2025, 4, "4", None), year_goals=((2026, GOAL),)), date(2026, 12, 31), None),
        (outcome((2025, 4, "4", None), year_goals=((2026, GOAL),)), date(2027, 1, 1), PeriodName(2026, 4)),
        (outcome((2026, 1, "4", None)), date(2027, 5, 1), None),
        (outcome(), date(2027, 5, 1), None),
    ],
    ids=[
        "last day of the quarter", "the day after", "long after: the first", "never measured", "yearly by its quarters",
        "its year is over", "yearly by its years", "that year is over", "no targets", "nothing",
    ],
)  # fmt: skip
def test_an_indicator_owes_a_reading_for_each_target_whose_quarter_has_ended(
    found: Outcome, today: date, missed: PeriodName | None
) -> None:
    assert missed_target(found, today) == missed
    retired = replace(found, card=replace(found.card, retired_on=date(2026, 1, 1)))
    assert missed_target(retired, today) is None


THIRD = Period(2, PeriodName(2026, 3), PeriodDates(date(2026, 10, 1), date(2026, 10, 20)))
SECOND = Period(3, PeriodName(2026, 2), PeriodDates(date(2026, 7, 1), date(2026, 7, 20)))
SEPTEMBER = Period(4, PeriodName(2026, 9, PeriodKind.MONTH), PeriodDates(date(2026, 10, 1), date(2026, 10, 8)))
OCTOBER = Period(5, PeriodName(2026, 10, PeriodKind.MONTH), PeriodDates(date(2026, 11, 1), date(2026, 11, 8)))


@pytest.mark.parametrize(
    ("period", "today", "found"),
    [
        (SECOND, date(2026, 9, 30), Freshness.FRESH),
        (SECOND, date(2026, 10, 1), Freshness.FRESH),
        (THIRD, date(2026, 10, 1), Freshness.AGING),
        (THIRD, date(2026, 10, 20), Freshness.AGING),
        (THIRD, date(2026, 10, 21), Freshness.OVERDUE),
        (SEPTEMBER, date(2026, 10, 8), Freshness.AGING),
        (SEPTEMBER, date(2026, 10, 9), Freshness.OVERDUE),
        (OCTOBER, date(2026, 11, 2), Freshness.OVERDUE),
        (PERIOD, date(2026, 11, 2), Freshness.OVERDUE),
        (None, date(2026, 11, 2), Freshness.FRESH),
    ],
    ids=[
        "within the quarter", "not asked yet", "asked", "last day", "the day after", "monthly, last day",
        "monthly, the day after", "the next month", "the next quarter", "no period",
    ],
)  # fmt: skip
def test_a_missed_target_ages_with_the_period_that_tells_of_it(
    period: Period | None, today: date, found: Freshness
) -> None:
    assert of_outcome(MEASURED, period, today) is found
