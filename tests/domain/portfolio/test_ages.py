"""Ages of figures: none, one and many inputs; which word which figure counts; what is closed makes nothing old."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from smartcity.domain.enums import Claim, CreditRule, Health, Reporting, Verdict
from smartcity.domain.facts.claims import NO_CLAIMS, Claims
from smartcity.domain.plan.milestones import MilestoneClaim
from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.ages import (
    Inputs,
    inputs,
    inputs_of_milestones,
    inputs_of_programmes,
    inputs_of_reports,
)
from smartcity.domain.portfolio.origins import origin_of_milestones, origin_of_programmes
from smartcity.domain.reasons import Figure
from tests.domain.cities import days_ago, milestone, portfolio, programme, report
from tests.domain.plans import TODAY, done, running, step

ONE = Fraction(1)


def ages(inputs: Inputs) -> tuple[int | None, int | None, int]:
    return inputs.youngest_days(TODAY), inputs.oldest_days(TODAY), inputs.silent


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], (None, None, 0)),
        ([None], (None, None, 1)),
        ([0], (0, 0, 0)),
        ([5], (5, 5, 0)),
        ([41, 2, 7], (2, 41, 0)),
        ([41, None, 2, None], (2, 41, 2)),
    ],
    ids=["no input", "one unsaid", "today", "one", "many", "many and unsaid"],
)
def test_the_youngest_and_the_oldest_input(
    days: list[int | None], expected: tuple[int | None, int | None, int]
) -> None:
    assert ages(inputs(None if n is None else days_ago(n) for n in days)) == expected


def test_the_age_counts_days_not_hours() -> None:
    late_evening = datetime.combine(TODAY - timedelta(days=1), datetime.max.time(), UTC)
    assert inputs([late_evening]).youngest_days(TODAY) == 1


def word(number: int, *, said_days: int | None = None, verified: int | None = None, promised: int = 300) -> Milestone:
    when = {"said_at": said_days, "verified_at": verified, "promised_at": promised}
    days = {name: None if n is None else days_ago(n) for name, n in when.items()}
    facts = step(TODAY, TODAY + timedelta(days=30), latest=running(5), verified=running(5) if verified else None)
    return milestone(number, facts, **days)


WORDS = (word(1, said_days=3, verified=60), word(2, said_days=9, promised=20), word(3))


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure.VERIFIED, (60, 60, 0)),
        (Figure.DEVIATION, (60, 60, 0)),
        (Figure.CLAIMED, (3, 9, 0)),
        (Figure.PLANNED, (20, 300, 0)),
    ],
)
def test_what_is_not_verified_is_no_input_of_what_is(figure: Figure, expected: tuple[int, int, int]) -> None:
    assert ages(inputs_of_milestones(figure, WORDS, TODAY)) == expected


def test_what_is_cancelled_is_no_input() -> None:
    facts = step(TODAY, TODAY, cancelled_on=TODAY - timedelta(days=1))
    gone = milestone(1, facts, said_at=days_ago(5))
    assert ages(inputs_of_milestones(Figure.CLAIMED, [gone], TODAY)) == (None, None, 0)


def test_a_group_counts_the_newest_word_of_each_programme() -> None:
    statement = report(recorded_at=days_ago(1))
    both = [programme(1, *WORDS, report=statement), programme(2, word(4, said_days=80, verified=80), report=None)]
    assert ages(inputs_of_programmes(Figure.CLAIMED, both)) == (1, 80, 0)
    assert ages(inputs_of_programmes(Figure.VERIFIED, both)) == (60, 80, 0)
    nothing = programme(3, report=statement)
    assert ages(inputs_of_programmes(Figure.VERIFIED, [*both, nothing])) == (60, 80, 1)


def test_the_rows_behind_a_figure_tell_the_same_ages() -> None:
    both = [programme(1, *WORDS), programme(2, word(4, said_days=80, verified=80), report=None)]
    for figure in Figure:
        origin = origin_of_programmes(figure, CreditRule.COMPLETED_ONLY, both)
        assert inputs(row.input_at for row in origin.rows) == inputs_of_programmes(figure, both)
        one = origin_of_milestones(figure, portfolio(*both), both[0])
        input_days = [row.input_at for row in one.rows if row.input_at]
        assert inputs(input_days) == inputs_of_milestones(figure, WORDS, TODAY)


def test_a_closed_programme_makes_no_group_old_unless_all_are_closed() -> None:
    closed = programme(1, word(1, verified=700), progress=Progress(ONE, ONE, ONE), health=Health.DONE)
    running_on = programme(2, word(2, verified=30))
    assert ages(inputs_of_programmes(Figure.VERIFIED, [closed, running_on])) == (30, 30, 0)
    assert ages(inputs_of_programmes(Figure.VERIFIED, [closed])) == (700, 700, 0)
    assert ages(inputs_of_programmes(Figure.VERIFIED, [])) == (None, None, 0)


def test_what_was_closed_lately_is_the_youngest_but_not_the_oldest() -> None:
    closed = programme(1, word(1, verified=2), progress=Progress(ONE, ONE, ONE), health=Health.DONE)
    older = programme(3, word(3, verified=700), progress=Progress(ONE, ONE, ONE), health=Health.DONE)
    running_on = programme(2, word(2, verified=30))
    assert ages(inputs_of_programmes(Figure.VERIFIED, [closed, older, running_on])) == (2, 30, 0)
    facts = step(TODAY, TODAY, latest=done(TODAY), verified=done(TODAY))
    steps = [milestone(n, facts, said_at=days_ago(n), verified_at=days_ago(n)) for n in (1, 900)]
    assert ages(inputs_of_milestones(Figure.CLAIMED, [*steps, word(9, said_days=50)], TODAY)) == (1, 50, 0)
    assert ages(inputs_of_milestones(Figure.VERIFIED, steps, TODAY)) == (1, 900, 0)


def test_the_count_of_reports_is_as_old_as_the_reports_of_this_period() -> None:
    standings = [(Reporting.ON_TIME, 9), (Reporting.LATE, 2), (Reporting.SILENT, 80), (Reporting.NO_PERIOD, 200)]
    programmes = [
        programme(n, reporting=reporting, report=report(recorded_at=days_ago(days)))
        for n, (reporting, days) in enumerate(standings)
    ]
    assert ages(inputs_of_reports(programmes)) == (2, 9, 1)


def test_a_verified_word_keeps_its_day_when_a_newer_one_only_is_said() -> None:
    first = NO_CLAIMS.after(done(TODAY), Verdict.VERIFIED, days_ago(9), TODAY)
    then = first.after(MilestoneClaim(Claim.RUNNING), None, days_ago(2), TODAY)
    assert (then.said_at, then.verified_at) == (days_ago(2), days_ago(9))
    assert then.after(done(TODAY), Verdict.RETURNED, days_ago(1), TODAY) == then
    assert Claims().verified_at is None
