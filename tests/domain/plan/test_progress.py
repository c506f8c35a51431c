"""Shares, deviation, attainment, health, roll-up, and the laws they keep."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.enums import CreditRule, Health, OwnRating
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.domain.plan.progress import (
    Part,
    Progress,
    health_of,
    is_semangka,
    programme_progress,
    rates_itself_worse,
    roll_up,
)
from tests.domain.plans import TODAY, done, running, step

RULE = CreditRule.COMPLETED_ONLY
BEGAN, DUE, LATER = date(2026, 1, 1), date(2026, 6, 30), date(2027, 6, 30)


def progress(planned: str, verified: str, claimed: str | None = None) -> Progress:
    return Progress(Fraction(planned), Fraction(verified), Fraction(claimed or verified))


def test_a_programme_in_round_numbers() -> None:
    """Weights 1, 2, 5: the first is due and done, the second due and claimed, the third not due."""
    share = programme_progress(
        [
            step(BEGAN, DUE, 1, latest=done(DUE), verified=done(DUE)),
            step(BEGAN, DUE, 2, latest=done(DUE)),
            step(BEGAN, LATER, 5),
        ],
        RULE,
        TODAY,
    )
    assert share == progress("3/8", "1/8", "3/8")
    assert share is not None
    assert share.deviation == -25
    assert share.attainment == Fraction(1, 3)


def test_no_milestone_is_unknown_and_not_zero() -> None:
    assert programme_progress([], RULE, TODAY) is None
    assert programme_progress([step(BEGAN, DUE, cancelled_on=TODAY)], RULE, TODAY) is None
    assert health_of(None) is Health.UNKNOWN


def test_what_is_not_due_has_no_attainment() -> None:
    share = programme_progress([step(BEGAN, LATER)], RULE, TODAY)
    assert share is not None
    assert share.attainment is None
    assert health_of(share) is Health.NOT_DUE


@pytest.mark.parametrize(
    ("planned", "verified", "health"),
    [
        ("1", "1", Health.ON_TRACK),
        ("1/2", "1", Health.ON_TRACK),
        ("1", "95/100", Health.ON_TRACK),
        ("1", "9499/10000", Health.ATTENTION),
        ("1", "75/100", Health.ATTENTION),
        ("1", "7499/10000", Health.LATE),
        ("1", "0", Health.LATE),
        ("1/2", "3/4", Health.ON_TRACK),
        ("0", "0", Health.NOT_DUE),
        ("0", "1/2", Health.NOT_DUE),
    ],
)
def test_health_on_the_edges_of_its_bands(planned: str, verified: str, health: Health) -> None:
    assert health_of(progress(planned, verified)) is health


@pytest.mark.parametrize(
    ("own", "computed", "better", "worse"),
    [
        (OwnRating.ON_TRACK, Health.LATE, True, False),
        (OwnRating.ON_TRACK, Health.ATTENTION, True, False),
        (OwnRating.ATTENTION, Health.LATE, True, False),
        (OwnRating.ON_TRACK, Health.ON_TRACK, False, False),
        (OwnRating.ON_TRACK, Health.NOT_DUE, False, False),
        (OwnRating.ON_TRACK, Health.DONE, False, False),
        (OwnRating.ATTENTION, Health.DONE, False, True),
        (OwnRating.LATE, Health.ON_TRACK, False, True),
        (OwnRating.LATE, Health.ATTENTION, False, True),
        (OwnRating.LATE, Health.NOT_DUE, False, False),
        (OwnRating.LATE, Health.UNKNOWN, False, False),
        (None, Health.LATE, False, False),
        (None, Health.ON_TRACK, False, False),
    ],
)
def test_f6_an_agency_that_rates_itself_better_or_worse_is_shown(
    own: OwnRating | None, computed: Health, *, better: bool, worse: bool
) -> None:
    assert (is_semangka(own, computed), rates_itself_worse(own, computed)) == (better, worse)


def test_a_group_weighs_its_programmes_and_names_the_unknown() -> None:
    """(2 × 1/2 + 1 × 1/5) ÷ 3 = 2/5; the third has no milestones and stays in the count."""
    total = roll_up(
        [
            Part(Fraction(2), progress("1", "1/2"), Health.LATE),
            Part(Fraction(1), progress("1", "1/5"), Health.LATE),
            Part(Fraction(7), None, Health.UNKNOWN),
        ]
    )
    assert total.progress == progress("1", "2/5")
    assert (total.count, total.unknown, total.known_count) == (3, 1, 2)
    assert dict(total.healths) == {Health.LATE: 2, Health.UNKNOWN: 1}
    assert roll_up([]).progress is None


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@st.composite
def steps(choose: st.DrawFn) -> MilestoneFacts:
    start = choose(days)
    due = start + timedelta(days=choose(st.integers(0, 700)))
    claim = choose(st.sampled_from([None, running(choose(st.integers(0, 100))), done(start)]))
    verified = claim if claim is not None and choose(st.booleans()) else None
    cancelled = choose(st.one_of(st.none(), days))
    return step(start, due, choose(st.integers(1, 50)), latest=claim, verified=verified, cancelled_on=cancelled)


plans = st.lists(steps(), min_size=1, max_size=8)


@given(plans, days, st.sampled_from(CreditRule))
def test_shares_stay_between_0_and_1_and_claimed_is_never_below_verified(
    plan: list[MilestoneFacts], day: date, rule: CreditRule
) -> None:
    share = programme_progress(plan, rule, day)
    if share is not None:
        assert 0 <= share.planned <= 1
        assert 0 <= share.verified <= share.claimed <= 1


@given(plans, days, st.integers(0, 400), st.sampled_from(CreditRule))
def test_planned_never_falls_as_the_day_advances(
    plan: list[MilestoneFacts], day: date, later: int, rule: CreditRule
) -> None:
    not_cancelled = [facts for facts in plan if facts.cancelled_on is None]
    before = programme_progress(not_cancelled, rule, day)
    after = programme_progress(not_cancelled, rule, day + timedelta(days=later))
    if before is not None and after is not None:
        assert after.planned >= before.planned


@given(plans, days, st.integers(1, 1000), st.sampled_from(CreditRule))
def test_scaling_all_weights_changes_nothing(
    plan: list[MilestoneFacts], day: date, factor: int, rule: CreditRule
) -> None:
    scaled = [step(f.starts_on, f.due_on, int(f.weight) * factor, latest=f.latest, verified=f.verified,
                   cancelled_on=f.cancelled_on) for f in plan]  # fmt: skip
    assert programme_progress(scaled, rule, day) == programme_progress(plan, rule, day)


@given(plans, days, st.sampled_from(CreditRule))
def test_cancelled_milestones_leave_the_denominator(plan: list[MilestoneFacts], day: date, rule: CreditRule) -> None:
    counting = [facts for facts in plan if facts.counts_on(day)]
    assert programme_progress(plan, rule, day) == programme_progress(counting, rule, day)
