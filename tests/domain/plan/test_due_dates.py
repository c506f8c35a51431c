"""What is coming, what is overdue and which promises were kept: the day before, of and after."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.plan.due_dates import ProgrammeMilestone, kept_promises, overdue_milestones, upcoming_milestones
from smartcity.domain.plan.milestones import MilestoneFacts
from tests.domain.cities import milestone, programme
from tests.domain.plans import TODAY, done, running, step

START, JUNE, JULY = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 31)
CLOSED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED, MilestoneStatus.POSTPONED)


def due_in(number: int, offset: int, **fields: object) -> ProgrammeMilestone:
    facts = step(START, TODAY + timedelta(days=offset))
    return programme(number), milestone(number, facts, **fields)


def numbers(listed: tuple[ProgrammeMilestone, ...]) -> list[int]:
    return [one.id for _, one in listed]


@pytest.mark.parametrize(
    ("offset", "is_listed"),
    [(-1, False), (0, True), (29, True), (30, True), (31, False)],
    ids=["yesterday", "today", "in 29 days", "in 30", "in 31"],
)
def test_coming_is_from_today_to_the_last_day_of_the_span(offset: int, *, is_listed: bool) -> None:
    assert bool(upcoming_milestones([due_in(1, offset)], TODAY, 30)) == is_listed


@pytest.mark.parametrize("days", [30, 60, 90])
def test_the_span_is_the_one_asked_for(days: int) -> None:
    every = [due_in(number, number) for number in range(120)]
    assert numbers(upcoming_milestones(every, TODAY, days)) == list(range(days + 1))


@pytest.mark.parametrize("status", MilestoneStatus)
def test_only_what_is_open_is_coming(status: MilestoneStatus) -> None:
    assert bool(upcoming_milestones([due_in(1, 5, status=status)], TODAY, 30)) == (status not in CLOSED)


@pytest.mark.parametrize("status", MilestoneStatus)
def test_only_what_is_late_is_overdue(status: MilestoneStatus) -> None:
    assert bool(overdue_milestones([due_in(1, -5, status=status)])) == (status is MilestoneStatus.LATE)


def test_the_nearest_and_the_longest_overdue_come_first_then_the_code() -> None:
    assert numbers(upcoming_milestones([due_in(3, 9), due_in(2, 9), due_in(1, 12), due_in(4, 0)], TODAY, 30)) == [
        4,
        2,
        3,
        1,
    ]
    assert numbers(overdue_milestones([due_in(3, -9), due_in(2, -9), due_in(1, -2), due_in(4, -40)])) == [4, 2, 3, 1]


def test_there_may_be_nothing() -> None:
    assert upcoming_milestones([], TODAY, 30) == overdue_milestones([]) == ()


def promised(due: date = JUNE, **facts: Any) -> MilestoneFacts:
    return step(START, due, **facts)


@pytest.mark.parametrize(
    ("facts", "expected", "n"),
    [
        (promised(verified=done(JUNE - timedelta(days=1))), 1, 1),
        (promised(verified=done(JUNE)), 1, 1),
        (promised(verified=done(JUNE + timedelta(days=1))), 0, 1),
        (promised(), 0, 1),
        (promised(latest=done(JUNE)), 0, 1),
        (promised(verified=running(100)), 0, 1),
        (promised(JULY, first_due_on=JUNE, verified=done(JULY)), 0, 1),
        (promised(JULY, first_due_on=JUNE, verified=done(JUNE)), 1, 1),
        (promised(TODAY - timedelta(days=1)), 0, 1),
        (promised(TODAY), 0, 0),
        (promised(TODAY + timedelta(days=1), verified=done(JUNE)), 0, 0),
        (promised(cancelled_on=TODAY), 0, 0),
        (promised(cancelled_on=TODAY + timedelta(days=1)), 0, 1),
    ],
    ids=[
        "the day before",
        "on the day",
        "the day after",
        "never",
        "claimed but not verified",
        "running",
        "moved, and done by the new day only",
        "moved, and done by the first day",
        "promised for yesterday",
        "promised for today",
        "done early, not due yet",
        "cancelled today",
        "cancelled from tomorrow",
    ],
)
def test_a_promise_is_kept_by_its_first_day_verified(facts: MilestoneFacts, expected: int, n: int) -> None:
    promises_met = kept_promises([milestone(1, facts)], TODAY)
    assert (promises_met.n, promises_met.of) == (expected, n)


def test_the_rate_is_of_what_was_due_and_unknown_while_nothing_was() -> None:
    some = [milestone(number, promised(verified=done(JUNE))) for number in (1, 2)]
    promises_met = kept_promises([*some, milestone(3, promised()), milestone(4, promised(TODAY))], TODAY)
    assert promises_met.share == Fraction(2, 3)
    assert kept_promises([], TODAY).share is None
