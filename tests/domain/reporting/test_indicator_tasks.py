"""Which readings an agency owes, which came back, and how they rank its reports."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Verdict
from smartcity.domain.facts.claims import Answer
from smartcity.domain.indicators.achievement import Goal, PeriodReading
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.quarters import Quarter
from smartcity.domain.reasons import TaskReason
from smartcity.domain.reporting.reporting_tasks import IndicatorTasks, indicator_tasks, ranked_tasks
from smartcity.domain.reporting.verification_queue import ReturnedReading
from tests.domain.cities import AT, programme
from tests.domain.indicators.test_outcomes import card

GOAL = Goal(value=Fraction(5))
THIRD, FOURTH = PeriodName(2026, 3), PeriodName(2026, 4)
NO = Answer(Verdict.RETURNED, "Verifikator", datetime(2026, 11, 1, tzinfo=UTC), "tanpa sumber")


def quarter(number: int, *, read: bool, goal: Goal | None = GOAL) -> Quarter:
    reading = PeriodReading(value=Fraction(4)) if read else None
    return Quarter(PeriodName(2026, number), goal, reading, None, is_verified=read)


def outcome(*quarters: Quarter, goals: tuple[tuple[int, Goal], ...] = (), retired_on: date | None = None) -> Outcome:
    return Outcome(replace(card(), retired_on=retired_on), quarters, goals)


@pytest.mark.parametrize(
    ("indicator", "asked", "owes"),
    [
        (outcome(quarter(4, read=False)), FOURTH, True),
        (outcome(quarter(4, read=True)), FOURTH, False),
        (outcome(quarter(3, read=False), quarter(4, read=False, goal=None)), FOURTH, False),
        (outcome(), FOURTH, False),
        (outcome(goals=((2026, GOAL),)), FOURTH, True),
        (outcome(goals=((2026, GOAL),)), THIRD, False),
        (outcome(goals=((2025, GOAL),)), FOURTH, False),
        (outcome(quarter(2, read=True, goal=None), goals=((2026, GOAL),)), FOURTH, False),
        (outcome(quarter(4, read=False), retired_on=date(2026, 12, 30)), FOURTH, False),
        (outcome(quarter(4, read=False), retired_on=date(2026, 12, 31)), FOURTH, True),
    ],
    ids=[
        *("due", "read", "no target in the quarter", "no target at all", "yearly, at the end of the year"),
        *("yearly, before", "another year", "yearly, read in the year", "retired before its end", "retired on its end"),
    ],
)
def test_a_reading_is_owed_where_there_is_a_target_and_nothing_was_read(
    indicator: Outcome, asked: PeriodName, *, owes: bool
) -> None:
    assert indicator.owes(asked) is owes


@pytest.mark.parametrize(
    ("quarters", "back", "is_shown"),
    [
        ((quarter(3, read=False),), THIRD, True),
        ((quarter(2, read=True), quarter(3, read=False)), THIRD, True),
        ((quarter(3, read=False), quarter(4, read=True)), THIRD, False),
        ((quarter(3, read=True),), THIRD, True),
    ],
    ids=["nothing else", "an older one stands", "a newer one stands", "a correction came back"],
)
def test_what_came_back_counts_while_nothing_newer_stands(
    quarters: tuple[Quarter, ...], back: PeriodName, *, is_shown: bool
) -> None:
    returned = ReturnedReading(1, back, PeriodReading(value=Fraction(9)), NO)
    tasks = indicator_tasks([programme(1)], [outcome(*quarters)], [returned], FOURTH)
    assert bool(tasks["P1"].returned) is is_shown


def test_nothing_is_owed_while_nothing_can_be_reported_or_nobody_reports() -> None:
    owing = [outcome(quarter(4, read=False))]
    assert [
        len(indicator_task.owed) for indicator_task in indicator_tasks([programme(1)], owing, [], FOURTH).values()
    ] == [1]
    assert [
        len(indicator_task.owed) for indicator_task in indicator_tasks([programme(1)], owing, [], None).values()
    ] == [0]
    assert indicator_tasks([], owing, [], FOURTH) == {}


def test_a_returned_reading_comes_first_and_an_owed_one_waits() -> None:
    plain, owing, back = programme(1), programme(2), programme(3)
    returned = ReturnedReading(1, FOURTH, PeriodReading(), NO)
    measured = {"P2": IndicatorTasks(owed=(outcome(),)), "P3": IndicatorTasks(returned=((outcome(), returned),))}
    ranked = ranked_tasks([plain, owing, back], (), AT.date(), measured)
    assert (ranked[0].programme.code, ranked[0].reason) == ("P3", TaskReason.RETURNED)
    assert {task.programme.code for task in ranked if task.waits} >= {"P2", "P3"}
