"""F1-F6: one course of a programme gives headline and curve; what is verified, what caps its health."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from operator import mul
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.enums import Claim, CreditRule, Health, Verdict
from smartcity.domain.facts.claims import Claims
from smartcity.domain.plan.curve import CurvePoint, MilestoneCurve, Overdue, WeightedCurve, assess, s_curve
from smartcity.domain.plan.milestones import MilestoneClaim, MilestoneFacts, with_claims
from smartcity.domain.plan.progress import weighted
from smartcity.domain.thresholds import DEFAULT_HEALTH
from tests.domain.plans import TODAY, done, running, step

DAY, NONE, HALF, ALL = timedelta(days=1), Fraction(0), Fraction(1, 2), Fraction(1)
RULES = list(CreditRule)
C, H, R = RULES
BEGAN, ENDS = date(2025, 11, 30), date(2027, 11, 30)
THEN = date(2026, 11, 30)


def shares_on(milestone: MilestoneFacts, rule: CreditRule, day: date = THEN) -> tuple[Fraction, Fraction, Fraction]:
    share = MilestoneCurve((milestone,), rule).progress_on(day)
    assert share is not None
    return share.planned, share.verified, share.claimed


def last(milestone: MilestoneFacts, rule: CreditRule, day: date = THEN) -> CurvePoint:
    points = {p.day: p for p in s_curve([WeightedCurve(ALL, MilestoneCurve((milestone,), rule))], day)}
    return points[day]


@pytest.mark.parametrize(
    ("rule", "is_verified", "planned", "verified", "claimed"),
    [
        (R, False, HALF, NONE, Fraction(3, 5)),
        (R, True, HALF, Fraction(3, 5), Fraction(3, 5)),
        (H, False, HALF, NONE, HALF),
        (H, True, HALF, HALF, HALF),
        (C, False, NONE, NONE, NONE),
        (C, True, NONE, NONE, NONE),
    ],
)
def test_f1_f2_a_running_share_is_verified_only_by_a_verdict(
    rule: CreditRule, *, is_verified: bool, planned: Fraction, verified: Fraction, claimed: Fraction
) -> None:
    claim = running(60)
    milestone = step(BEGAN, ENDS, recorded_on=THEN - 9 * DAY, latest=claim, verified=claim if is_verified else None)
    assert shares_on(milestone, rule) == (planned, verified, claimed)
    assert last(milestone, rule) == CurvePoint(THEN, planned, verified, claimed)
    assert last(milestone, rule, THEN - 10 * DAY).claimed == 0, "before it was told"


@pytest.mark.parametrize("rule", RULES)
def test_f3_the_axis_runs_to_the_last_achievement_and_to_the_as_of_day(rule: CreditRule) -> None:
    milestone = step(date(2026, 7, 1), date(2026, 9, 30), verified=done(date(2026, 10, 20)))
    points = s_curve([WeightedCurve(ALL, MilestoneCurve((milestone,), rule))], THEN)
    assert [(p.day, p.verified) for p in points][-3:] == [
        (date(2026, 9, 30), 0),
        (date(2026, 10, 31), 1),
        (THEN, 1),
    ]


@pytest.mark.parametrize("rule", RULES)
def test_f4_done_without_a_day_counts_from_the_day_it_was_told(rule: CreditRule) -> None:
    milestone = step(BEGAN, ENDS, recorded_on=date(2026, 10, 5), verified=MilestoneClaim(Claim.DONE))
    course = MilestoneCurve((milestone,), rule)
    assert [course.progress_on(date(2026, 10, day)).verified for day in (4, 5)] == [0, 1]  # type: ignore[union-attr]
    assert milestone.done_on == date(2026, 10, 5)


def test_f5_a_claim_of_a_hundred_per_cent_finishes_nothing() -> None:
    due = date(2026, 9, 30)
    claimed = MilestoneCurve((step(BEGAN, due, latest=running(100)),), R)
    verified = MilestoneCurve((step(BEGAN, due, verified=running(100)),), R)
    assessed = assess(claimed, THEN, DEFAULT_HEALTH, overdue_cap=True)
    assert assessed.progress is not None
    assert (assessed.progress.verified, assessed.progress.claimed, assessed.health) == (0, 1, Health.LATE)
    assessed = assess(verified, THEN, DEFAULT_HEALTH, overdue_cap=False)
    assert (assessed.health, assessed.is_finished) == (Health.ON_TRACK, False)


def nearly(**late: object) -> MilestoneCurve:
    """Planned 100, verified 95; the open milestone was due thirty days ago unless `late` says otherwise."""
    due = THEN - 30 * DAY
    facts: dict[str, Any] = {"due_on": due, **late}
    return MilestoneCurve((step(BEGAN, due, 95, verified=done(due)), step(BEGAN, due, 5, **facts)), C)


@pytest.mark.parametrize(
    ("course", "health", "cap"),
    [
        (nearly(), Health.ATTENTION, Overdue(1, 30)),
        (nearly(due_on=THEN), Health.ON_TRACK, None),
        (nearly(due_on=THEN - DAY), Health.ATTENTION, Overdue(1, 1)),
        (nearly(latest=done(THEN)), Health.ON_TRACK, None),
        (nearly(latest=running(90)), Health.ATTENTION, Overdue(1, 30)),
        (nearly(postponed=True), Health.ON_TRACK, None),
        (nearly(cancelled_on=THEN), Health.DONE, None),
        (MilestoneCurve((step(BEGAN, THEN - 9 * DAY),), C), Health.LATE, None),
    ],
    ids=["30 days", "due today", "first day", "claimed", "running", "postponed", "cancelled", "worse anyway"],
)
def test_f6_an_overdue_milestone_caps_the_health(course: MilestoneCurve, health: Health, cap: Overdue | None) -> None:
    assessed = assess(course, THEN, DEFAULT_HEALTH, overdue_cap=True)
    assert (assessed.health, assessed.cap) == (health, cap)
    free = assess(course, THEN, DEFAULT_HEALTH, overdue_cap=False)
    assert free.cap is None
    assert free.health is (Health.ON_TRACK if cap else health)


def test_f6_nothing_that_counts_is_unknown() -> None:
    course = MilestoneCurve((step(BEGAN, ENDS, cancelled_on=THEN),), C)
    assessed = assess(course, THEN, DEFAULT_HEALTH, overdue_cap=True)
    assert (assessed.progress, assessed.health, assessed.is_finished) == (None, Health.UNKNOWN, False)


def test_facts_frozen_under_earlier_rules_count_as_they_did() -> None:
    old = step(BEGAN, ENDS, latest=running(60), claims=None)
    assert shares_on(old, R)[1:] == (Fraction(3, 5), Fraction(3, 5))
    assert shares_on(with_claims(old), R)[1:] == (0, Fraction(3, 5))


@dataclass(frozen=True)
class Update:
    """One update as a history tells it."""

    claim: Claim
    percent: int
    achieved_on: date | None
    recorded_on: date
    verdict: Verdict | None


OFFSETS = st.integers(-500, 0).map(lambda days: TODAY + days * DAY)
UPDATES = st.builds(
    Update,
    st.sampled_from(Claim),
    st.integers(0, 100),
    st.none() | st.integers(-700, 5).map(lambda days: TODAY + days * DAY),
    OFFSETS,
    st.sampled_from([None, *Verdict]),
)
PLANS = st.fixed_dictionaries(
    {
        "starts": st.integers(-600, 200).map(lambda days: TODAY + days * DAY),
        "length": st.integers(0, 400),
        "weight": st.integers(1, 9),
        "cancelled_on": st.none() | OFFSETS,
    }
)
HISTORIES = st.lists(st.tuples(PLANS, st.lists(UPDATES, max_size=5)), min_size=1, max_size=5)


def facts_of(plan: dict, updates: list[Update]) -> MilestoneFacts:  # type: ignore[type-arg]
    claims = Claims()
    for update in sorted(updates, key=lambda one: one.recorded_on):
        claim = MilestoneClaim(update.claim, update.percent, update.achieved_on if update.claim is Claim.DONE else None)
        at = datetime.combine(update.recorded_on, time(9), UTC)
        claims = claims.after(claim, update.verdict, at, TODAY)
    return step(
        plan["starts"],
        plan["starts"] + plan["length"] * DAY,
        plan["weight"],
        latest=claims.latest,
        verified=claims.verified,
        claims=claims.dated,
        cancelled_on=plan["cancelled_on"],
    )


def share_by_hand(updates: list[Update], rule: CreditRule, day: date, *, verified: bool) -> Fraction:
    """The newest update that counts on a day, from the history itself."""
    share = NONE
    for update in sorted(updates, key=lambda one: one.recorded_on):
        happened = update.achieved_on if update.claim is Claim.DONE and update.achieved_on else update.recorded_on
        is_counted = update.verdict is Verdict.VERIFIED if verified else update.verdict is not Verdict.RETURNED
        if is_counted and min(happened, TODAY) <= day:
            running_share = {C: NONE, H: HALF, R: Fraction(update.percent, 100)}[rule]
            share = {Claim.NOT_STARTED: NONE, Claim.RUNNING: running_share, Claim.DONE: ALL}[update.claim]
    return share


@pytest.mark.parametrize("rule", RULES)
@given(histories=HISTORIES)
def test_f1_to_f4_on_every_day_the_curve_is_the_figure(rule: CreditRule, histories: list) -> None:  # type: ignore[type-arg]
    """By hand from the same history; at the as-of day the headline; claimed never below verified."""
    facts = [(facts_of(plan, updates), updates) for plan, updates in histories]
    course = MilestoneCurve(tuple(facts for facts, _ in facts), rule)
    points = s_curve([WeightedCurve(ALL, course)], TODAY)
    for point in points:
        counting = [(facts.weight, updates) for facts, updates in facts if facts.counts_on(point.day)]
        if not counting:
            assert point == CurvePoint(point.day, None, None)
            continue
        if point.day > TODAY:
            assert (point.verified, point.claimed) == (None, None)
            continue
        total = sum(weight for weight, _ in counting)
        verified = [share_by_hand(u, rule, point.day, verified=True) for _, u in counting]
        claimed = [share_by_hand(u, rule, point.day, verified=False) for _, u in counting]
        weights = [weight for weight, _ in counting]
        assert point.verified == sum(map(mul, weights, verified)) / total
        assert point.claimed == sum(map(mul, weights, map(max, claimed, verified))) / total
        assert point.claimed >= point.verified
    headline = course.progress_on(TODAY)
    if headline is not None and points and points[0].day <= TODAY:
        shown = next(point for point in points if point.day == TODAY)
        assert (shown.planned, shown.verified, shown.claimed) == (headline.planned, headline.verified, headline.claimed)


@pytest.mark.parametrize("rule", RULES)
@given(histories=HISTORIES)
def test_f3_the_axis_covers_every_fact(rule: CreditRule, histories: list) -> None:  # type: ignore[type-arg]
    facts = [facts_of(plan, updates) for plan, updates in histories]
    points = s_curve([WeightedCurve(ALL, MilestoneCurve(tuple(facts), rule))], TODAY)
    days = [claim.counts_from for facts in facts for claim in facts.claims or ()]
    assert points[-1].day >= max([*days, *(facts.due_on for facts in facts), TODAY])
    assert points[0].day <= min(date(d.year + d.month // 12, d.month % 12 + 1, 1) for d in (f.starts_on for f in facts))


@given(st.lists(st.tuples(st.integers(1, 9), HISTORIES), min_size=1, max_size=3), st.sampled_from(RULES))
def test_f1_the_curve_of_a_group_is_its_roll_up(programmes: list, rule: CreditRule) -> None:  # type: ignore[type-arg]
    parts = [
        WeightedCurve(Fraction(weight), MilestoneCurve(tuple(facts_of(*one) for one in histories), rule))
        for weight, histories in programmes
    ]
    for point in s_curve(parts, TODAY):
        rolled = weighted((part.weight, part.curve.progress_on(point.day)) for part in parts)
        if rolled is not None and point.day <= TODAY:
            assert (point.planned, point.verified, point.claimed) == (rolled.planned, rolled.verified, rolled.claimed)


@given(histories=HISTORIES, rule=st.sampled_from(RULES))
def test_f5_finished_is_what_every_counting_milestone_is(histories: list, rule: CreditRule) -> None:  # type: ignore[type-arg]
    facts = tuple(facts_of(*one) for one in histories)
    assessed = assess(MilestoneCurve(facts, rule), TODAY, DEFAULT_HEALTH, overdue_cap=True)
    counting = [facts for facts in facts if facts.counts_on(TODAY)]
    assert (assessed.health is Health.DONE) == (bool(counting) and all(facts.is_done for facts in counting))
