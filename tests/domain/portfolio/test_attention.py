"""Needs attention: every rule on the day before, of and after; the order of the rules, two of each, at most seven."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from smartcity.domain.calendar import Period, PeriodDates, PeriodName
from smartcity.domain.enums import Health, Measure, PeriodKind, Reporting
from smartcity.domain.plan.dependencies import Blocker
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.domain.plan.physical import PhysicalPercent, PlannedPercent, physical_facts
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.portfolio.attention import MOST, Concern, concern, fairly, reasons, top_concerns
from smartcity.domain.reasons import Reason
from tests.domain.cities import days_ago, milestone, portfolio, programme, report
from tests.domain.plans import TODAY, done, running, step

OBSTACLE = report(obstacle="Izin belum terbit")
PERIOD = portfolio().period
HELP = {"help_needed": "Izin lintasan", "help_from": "Sekda"}


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def due(offset: int, *, starts: int = -60, **facts: Any) -> MilestoneFacts:
    return step(day(starts), day(offset), **facts)


def reason_and_days(programme: Programme) -> tuple[Reason, int] | None:
    one = concern(programme, TODAY)
    return None if one is None else (one.reason, one.days)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(1, None), (0, None), (-1, (Reason.LATE, 1)), (-2, (Reason.LATE, 2))],
    ids=["due tomorrow", "due today", "due yesterday", "the day before"],
)
def test_late_begins_the_day_after_it_was_due(offset: int, expected: tuple[Reason, int] | None) -> None:
    running_on = milestone(1, due(offset, latest=running(90)))
    assert reason_and_days(programme(1, running_on, report=OBSTACLE)) == expected


@pytest.mark.parametrize(
    ("report_sent", "expected"),
    [
        (None, Reason.LATE_UNEXPLAINED),
        (report(), Reason.LATE_UNEXPLAINED),
        (report(obstacle=""), Reason.LATE_UNEXPLAINED),
        (OBSTACLE, Reason.LATE),
    ],
    ids=["no report", "nothing named", "blank", "an obstacle named"],
)
def test_late_is_unexplained_until_an_obstacle_is_named(report_sent: object, expected: Reason) -> None:
    assert reason_and_days(programme(1, milestone(3), report=report_sent)) == (expected, 3)


@pytest.mark.parametrize(
    ("moves", "offset", "expected"),
    [(0, -1, Reason.LATE), (1, 0, None), (1, -1, Reason.BROKEN_PROMISE), (2, -1, Reason.BROKEN_PROMISE)],
)
def test_a_moved_promise_is_broken_once_the_new_day_has_passed(
    moves: int, offset: int, expected: Reason | None
) -> None:
    moved = milestone(1, due(offset, latest=running(90)), moves=moves)
    assert reason_and_days(programme(1, moved, report=OBSTACLE)) == (None if expected is None else (expected, -offset))


def test_the_broken_promise_is_told_of_the_one_that_was_moved_not_of_the_longest_late() -> None:
    longest, moved, later = milestone(40), milestone(20, moves=1), milestone(10, moves=3)
    reason = concern(programme(1, longest, later, moved, report=OBSTACLE), TODAY)
    assert reason is not None
    assert (reason.milestone, reason.days) == (moved, 20)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, None),
        ({"help_needed": "Izin"}, None),
        ({"help_from": "Sekda"}, None),
        (HELP, (Reason.HELP_NEEDED, 1)),
    ],
    ids=["nothing", "from nobody", "nothing asked", "asked of somebody"],
)
def test_help_counts_when_it_says_what_and_from_whom(
    words: dict[str, str], expected: tuple[Reason, int] | None
) -> None:
    assert reason_and_days(programme(1, report=report(**words))) == expected


@pytest.mark.parametrize("days", [0, 1, 18])
def test_help_waits_since_the_day_it_was_asked(days: int) -> None:
    assert reason_and_days(programme(1, report=report(recorded_at=days_ago(days), **HELP))) == (
        Reason.HELP_NEEDED,
        days,
    )


@pytest.mark.parametrize(("flag", "expected"), [(False, None), (True, (Reason.SEMANGKA, 0))])
def test_semangka(*, flag: bool, expected: tuple[Reason, int] | None) -> None:
    assert reason_and_days(programme(1, is_semangka=flag)) == expected


@pytest.mark.parametrize("reporting", Reporting)
def test_only_silence_after_the_period_is_silence(reporting: Reporting) -> None:
    silent = programme(1, report=report(recorded_at=days_ago(35)), reporting=reporting)
    assert reason_and_days(silent) == ((Reason.SILENT, 35) if reporting is Reporting.SILENT else None)


@pytest.mark.parametrize(
    ("updated", "reported", "days"),
    [(None, None, 327), (50, None, 50), (None, 35, 35), (50, 35, 35), (20, 35, 20)],
    ids=["never heard of", "an update", "a report", "the report is newer", "the update is newer"],
)
def test_silence_counts_from_the_last_word_or_from_the_start(
    updated: int | None, reported: int | None, days: int
) -> None:
    updated_milestone = milestone(
        1, due(60, starts=-1, latest=running(1)), said_at=None if updated is None else days_ago(updated)
    )
    last_report = None if reported is None else report(recorded_at=days_ago(reported))
    assert reason_and_days(programme(1, updated_milestone, report=last_report, reporting=Reporting.SILENT)) == (
        Reason.SILENT,
        days,
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (due(13, starts=0), (Reason.DUE_SOON, 13)),
        (due(14, starts=0), (Reason.DUE_SOON, 14)),
        (due(15, starts=0), None),
        (due(0, starts=-1), (Reason.DUE_SOON, 0)),
        (due(15, starts=-1), None),
        (due(3, starts=-1, latest=running(1)), None),
        (due(3, starts=-1, latest=running(1), has_obstacle=True), None),
    ],
    ids=["in 13 days", "in 14", "in 15", "today", "begun late, due in 15", "running", "running with an obstacle"],
)
def test_due_soon_is_fourteen_days_and_not_begun(facts: MilestoneFacts, expected: tuple[Reason, int] | None) -> None:
    assert reason_and_days(programme(1, milestone(1, facts))) == expected


@pytest.mark.parametrize(
    ("updated", "expected"),
    [(13, None), (14, None), (15, (Reason.LONG_WAIT, 15)), (None, None)],
)
def test_a_claim_waits_too_long_after_fourteen_days(updated: int | None, expected: tuple[Reason, int] | None) -> None:
    claimed = milestone(1, due(-1, latest=done(day(-1))), said_at=None if updated is None else days_ago(updated))
    assert reason_and_days(programme(1, claimed)) == expected


def stale(programme: Programme, period: Period | None) -> list[int]:
    return [one.days for one in reasons(programme, TODAY, period) if one.reason is Reason.STALE]


MONTH = Period(1, PeriodName(2026, 11, PeriodKind.MONTH), PeriodDates(day(-20), day(5)))


@pytest.mark.parametrize(
    ("period", "heard", "expected"),
    [
        (PERIOD, 96, []),
        (PERIOD, 97, []),
        (PERIOD, 98, [98]),
        (PERIOD, 150, [150]),
        (MONTH, 30, []),
        (MONTH, 31, [31]),
        (None, 400, []),
    ],
    ids=["quarter, day before", "day of", "day after", "long after", "month, day of", "day after", "no period"],
)
def test_a_word_is_stale_once_it_is_older_than_one_period_and_its_grace(
    period: Period | None, heard: int, expected: list[int]
) -> None:
    running_on = milestone(1, due(60, latest=running(40)), said_at=days_ago(heard))
    assert stale(programme(1, running_on), period) == expected
    quiet = programme(1, report=report(recorded_at=days_ago(heard)), reporting=Reporting.OPEN)
    assert stale(quiet, period) == expected


@pytest.mark.parametrize(
    ("facts", "reporting"),
    [
        (due(60, starts=-200), Reporting.ON_TIME),
        (due(-1, latest=done(day(-1))), Reporting.ON_TIME),
        (due(60, latest=running(40)), Reporting.NO_PERIOD),
        (due(60, latest=running(40), postponed=True), Reporting.ON_TIME),
        (due(60, latest=running(40), cancelled_on=day(-9)), Reporting.ON_TIME),
    ],
    ids=["not begun", "claimed as done", "owes nothing", "postponed", "cancelled"],
)
def test_only_what_runs_and_is_owed_gets_stale(facts: MilestoneFacts, reporting: Reporting) -> None:
    assert stale(programme(1, milestone(1, facts, said_at=days_ago(200)), reporting=reporting), PERIOD) == []


def test_the_stalest_comes_first_and_names_its_milestone() -> None:
    one, other = (
        programme(number, milestone(number, due(60, latest=running(9)), said_at=days_ago(heard)))
        for number, heard in ((1, 100), (2, 120))
    )
    concerns = top_concerns(portfolio(one, other))
    assert [(c.programme, c.milestone, c.days) for c in concerns] == [
        (other, other.milestones[0], 120), (one, one.milestones[0], 100)
    ]  # fmt: skip


def waiting(number: int) -> Milestone:
    return milestone(number, due(-1, latest=done(day(-1))), said_at=days_ago(20))


def soon(number: int, offset: int = 5) -> Milestone:
    return milestone(number, due(offset, starts=0))


def test_the_first_rule_that_holds_is_the_one_a_programme_is_listed_for() -> None:
    everything = programme(
        1,
        milestone(9, moves=1),
        milestone(8, blockers=(Blocker(1, day(-9), day(-9), "PUPR", "Pupr"),)),
        soon(2),
        waiting(3),
        report=report(**HELP),
        is_semangka=True,
        reporting=Reporting.SILENT,
    )
    # Who claimed lately is not stale; only what is measured physically has a curve.
    others = (Reason.STALE, Reason.BEHIND_CURVE)
    assert [one.reason for one in reasons(everything, TODAY, PERIOD)] == [r for r in Reason if r not in others]
    assert reason_and_days(everything) == (Reason.HELP_NEEDED, 1)


@pytest.mark.parametrize(
    ("health", "percent", "expected"),
    [
        (Health.LATE, 20, (Reason.BEHIND_CURVE, 60)),
        (Health.ATTENTION, 20, (Reason.BEHIND_CURVE, 60)),
        (Health.LATE, None, (Reason.BEHIND_CURVE, 0)),
        (Health.ON_TRACK, 50, None),
        (Health.NOT_DUE, None, None),
    ],
)
def test_behind_its_curve_needs_no_late_milestone(
    health: Health, percent: int | None, expected: tuple[Reason, int] | None
) -> None:
    percents = [] if percent is None else [PhysicalPercent(day(-10), Fraction(percent), is_verified=True)]
    curve = [PlannedPercent(day(-60), Fraction(20)), PlannedPercent(day(-1), Fraction(50))]
    facts = physical_facts(curve, percents)
    assert reason_and_days(programme(1, measure=Measure.PHYSICAL, health=health, physical=facts)) == expected


def test_nothing_to_tell_of_nothing() -> None:
    assert top_concerns(portfolio()) == ()
    assert top_concerns(portfolio(programme(1))) == ()


def codes(listed: tuple[Concern, ...]) -> list[str]:
    return [one.programme.code for one in listed]


def test_within_a_rule_the_longest_late_and_the_nearest_due_come_first_then_the_code() -> None:
    late = [programme(number, milestone(days), report=OBSTACLE) for number, days in ((1, 5), (2, 9), (4, 9), (3, 9))]
    near = [programme(number, soon(number, days)) for number, days in ((5, 9), (6, 2))]
    assert codes(top_concerns(portfolio(*near, *late))) == ["P2", "P3", "P4", "P1", "P6", "P5"]


@pytest.mark.parametrize(("count", "listed"), [(0, 0), (1, 1), (6, 6), (7, 7), (8, 7), (40, 7)])
def test_at_most_seven_are_listed(count: int, listed: int) -> None:
    many = [programme(number, milestone(number), report=OBSTACLE) for number in range(1, count + 1)]
    assert len(top_concerns(portfolio(*many))) == listed <= MOST


def test_one_bad_rule_cannot_fill_the_list_alone() -> None:
    late = [programme(number, milestone(number), report=OBSTACLE) for number in range(1, 21)]
    others = [programme(21, is_semangka=True), programme(22, soon(22)), programme(23, waiting(23))]
    concerns = top_concerns(portfolio(*late, *others))
    assert [one.reason for one in concerns] == [
        Reason.SEMANGKA, *[Reason.LATE] * 4, Reason.DUE_SOON, Reason.LONG_WAIT
    ]  # fmt: skip
    assert codes(concerns) == ["P21", "P20", "P19", "P18", "P17", "P22", "P23"]


def test_two_of_each_come_before_the_third_of_any() -> None:
    ranked = ["a1", "a2", "a3", "a4", "b1", "c1", "c2", "c3"]
    assert fairly(ranked, by=lambda one: one[0]) == ["a1", "a2", "b1", "c1", "c2", "a3", "a4", "c3"]


@pytest.mark.parametrize(
    ("since", "moves", "report_sent", "expected"),
    [
        (-4, 0, OBSTACLE, (Reason.BLOCKED, 4)),
        (-3, 0, OBSTACLE, (Reason.BLOCKED, 3)),
        (-2, 0, OBSTACLE, (Reason.LATE, 3)),
        (-4, 2, OBSTACLE, (Reason.BLOCKED, 4)),
        (-4, 0, None, (Reason.BLOCKED, 4)),
        (-2, 1, None, (Reason.BROKEN_PROMISE, 3)),
    ],
    ids=["before", "on the due date", "after", "promise moved", "unexplained", "after, promise moved"],
)
def test_what_another_holds_up_is_told_as_that(
    since: int, moves: int, report_sent: object, expected: tuple[Reason, int]
) -> None:
    blocker = Blocker(1, day(since), day(since), "PUPR", "Pupr")
    assert reason_and_days(programme(1, milestone(3, moves=moves, blockers=(blocker,)), report=report_sent)) == expected


def test_the_agencys_own_lateness_comes_first() -> None:
    blocker = Blocker(1, day(-9), day(-9), "PUPR", "Pupr")
    both = programme(1, milestone(8, blockers=(blocker,)), milestone(2), report=OBSTACLE)
    assert [(one.reason, one.days) for one in reasons(both, TODAY)][:2] == [(Reason.LATE, 2), (Reason.BLOCKED, 9)]
