"""F24: what comes from work and what from plan edits are told apart, and the parts add up exactly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.enums import CreditRule, Measure
from smartcity.domain.plan.milestones import MilestoneFacts, with_claims
from smartcity.domain.plan.physical import PhysicalFacts, PhysicalPercent, PlannedPercent
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.changes import Changes
from smartcity.domain.portfolio.differences import Difference, Parts, of_city, of_programme
from smartcity.domain.portfolio.portfolio import Portfolio, progress_curve_of
from tests.domain.cities import PLAN, milestone, portfolio, programme
from tests.domain.plans import TODAY, done, running, step

THEN = TODAY - timedelta(days=40)
BEGAN = date(2026, 1, 1)
Steps = dict[int, MilestoneFacts]


def counted(
    number: int, steps: Steps, day: date, weight: int = 1, rule: CreditRule = CreditRule.COMPLETED_ONLY
) -> Programme:
    shown_programme = programme(number, *(milestone(n, facts) for n, facts in steps.items()), weight=Fraction(weight))
    return replace(shown_programme, progress=progress_curve_of(shown_programme, rule).progress_on(day))


def view(day: date, *programmes: Programme, rule: CreditRule = CreditRule.COMPLETED_ONLY) -> Portfolio:
    return replace(portfolio(*programmes), as_of=day, plan=replace(PLAN, rule=rule))


def between(then: Steps, now: Steps) -> tuple[Changes, Difference]:
    compared = Changes(view(THEN, counted(1, then, THEN)), view(TODAY, counted(1, now, TODAY)))
    difference = of_city(compared)
    assert difference is not None
    return compared, difference


def verdict(facts: MilestoneFacts) -> MilestoneFacts:
    return with_claims(replace(facts, latest=done(THEN), verified=done(THEN), claims=None))


EARLY, LATE_ONE = step(BEGAN, THEN - timedelta(days=1)), step(BEGAN, THEN - timedelta(days=122))
SOON, FAR = step(BEGAN, TODAY - timedelta(days=1)), step(BEGAN, TODAY + timedelta(days=90))
QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)


@pytest.mark.parametrize(
    ("edit", "verified", "planned"),
    [
        (lambda steps: steps, Parts(), Parts(time=QUARTER)),
        (lambda steps: {**steps, 2: verdict(LATE_ONE)}, Parts(work=QUARTER), Parts(time=QUARTER)),
        (
            lambda steps: {**steps, 2: replace(LATE_ONE, cancelled_on=TODAY)},
            Parts(plan=Fraction(1, 12)),
            Parts(time=QUARTER, plan=Fraction(2, 3) - Fraction(3, 4)),
        ),
        (
            lambda steps: {**steps, 3: replace(SOON, due_on=TODAY + timedelta(days=9))},
            Parts(),
            Parts(time=QUARTER, plan=-QUARTER),
        ),
        (
            lambda steps: {**steps, 1: replace(verdict(EARLY), weight=Fraction(5))},
            Parts(plan=Fraction(5, 8) - QUARTER),
            Parts(time=QUARTER, plan=Fraction(7, 8) - Fraction(3, 4)),
        ),
        (
            lambda steps: {**steps, 5: verdict(FAR)},
            Parts(plan=Fraction(2, 5) - QUARTER),
            Parts(time=QUARTER, plan=Fraction(3, 5) - Fraction(3, 4)),
        ),
        (lambda steps: {n: f for n, f in steps.items() if n != 1}, Parts(plan=-QUARTER), None),
        (lambda steps: {**steps, 1: EARLY}, Parts(work=-QUARTER), Parts(time=QUARTER)),
    ],
    ids=["nothing", "verdict", "cancelled", "moved", "heavier", "added and done", "removed", "revoked"],
)
def test_f24_work_and_plan_edits_are_told_apart(
    edit: Callable[[Steps], Steps], verified: Parts, planned: Parts | None
) -> None:
    """Four milestones of one weight: done, 122 days late, due in between, to come."""
    then = {1: verdict(EARLY), 2: LATE_ONE, 3: SOON, 4: FAR}
    _, difference = between(then, edit(then))
    assert difference.verified == verified
    assert planned is None or difference.planned == planned
    assert difference.deviation.total == difference.verified.total - difference.planned.total


def test_f24_a_cancellation_that_comes_into_force_is_a_plan_edit() -> None:
    """Known before, in force since: the verified share moves without time or work having done anything."""
    steps = {1: verdict(EARLY), 2: replace(LATE_ONE, cancelled_on=TODAY)}
    _, difference = between(steps, steps)
    assert difference.verified == Parts(plan=Fraction(1, 2))


def test_f24_a_heavier_programme_is_a_plan_edit() -> None:
    idle, busy = {1: EARLY}, {2: verdict(EARLY)}
    before = view(THEN, counted(1, idle, THEN), counted(2, busy, THEN))
    after = view(TODAY, counted(1, idle, TODAY), counted(2, busy, TODAY, weight=3))
    difference = Changes(before, after)
    assert of_city(difference) is not None
    assert of_city(difference).verified == Parts(plan=QUARTER)  # type: ignore[union-attr]
    assert of_programme(difference, after.programmes[1]).verified == Parts()  # type: ignore[union-attr]


def test_f24_a_physical_programme_has_work_in_its_verified_percentages_and_plan_in_its_curve() -> None:
    """Planned 20 then and 50 now, reported 10 then and 30 now; the curve is redrawn to 40 for now."""
    day_before = THEN - timedelta(days=1)

    def seen(day: date, planned: int, *reported: PhysicalPercent) -> Portfolio:
        curve = (PlannedPercent(day_before, Fraction(20)), PlannedPercent(TODAY, Fraction(planned)))
        measured = programme(1, measure=Measure.PHYSICAL, physical=PhysicalFacts(curve, reported))
        return view(day, replace(measured, progress=progress_curve_of(measured, PLAN.rule).progress_on(day)))

    first = PhysicalPercent(day_before, Fraction(10), is_verified=True)
    then = seen(THEN, 50, first)
    now = seen(TODAY, 40, first, PhysicalPercent(TODAY, Fraction(30), is_verified=True))
    parts = of_city(Changes(then, now))
    assert parts is not None
    assert parts.verified == Parts(work=Fraction(20, 100))
    assert parts.planned == Parts(time=Fraction(30, 100), plan=Fraction(-10, 100))


def test_f24_other_rules_of_counting_are_a_part_of_their_own() -> None:
    """Frozen under earlier rules at a half; the facts say a quarter today, and a verdict has added another quarter."""
    then = {1: verdict(EARLY), 2: LATE_ONE, 3: SOON, 4: FAR}
    earlier = counted(1, then, THEN)
    assert earlier.progress is not None
    earlier = replace(earlier, progress=replace(earlier.progress, verified=HALF))
    after = view(TODAY, counted(1, {**then, 2: verdict(LATE_ONE)}, TODAY))
    difference = of_city(Changes(view(THEN, earlier), after))
    assert difference is not None
    assert difference.verified == Parts(work=QUARTER, rules=-QUARTER)
    assert difference.verified.total == 0


def test_f24_what_is_unknown_on_one_of_the_days_has_no_difference() -> None:
    nothing, something = view(THEN, counted(1, {}, THEN)), view(TODAY, counted(1, {1: EARLY}, TODAY))
    assert of_city(Changes(nothing, something)) is None
    assert of_programme(Changes(view(THEN), something), something.programmes[0]) is None


days = st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))


def plans(last_cancelled: date) -> st.SearchStrategy[dict[str, object]]:
    cancelled = st.none() | days.filter(lambda day: day <= last_cancelled)
    return st.fixed_dictionaries({"due_on": days, "weight": st.integers(1, 9).map(Fraction), "cancelled_on": cancelled})


words = st.sampled_from(
    [
        *({"latest": claim} for claim in (None, done(THEN), running(40))),
        *({"latest": claim, "verified": claim} for claim in (done(THEN), running(70))),
    ]
)
histories = st.lists(
    st.tuples(plans(THEN), plans(TODAY), words, words, st.booleans(), st.booleans()), min_size=1, max_size=6
)


def facts(plan: dict[str, Any], claims: dict[str, Any]) -> MilestoneFacts:
    return replace(step(date(2026, 1, 1), TODAY, **claims), **plan)


@given(histories, st.integers(1, 5), st.integers(1, 5), st.sampled_from(CreditRule))
def test_f24_parts_add_up_and_nothing_is_called_what_it_is_not(
    histories: list[tuple[dict, dict, dict, dict, bool, bool]],  # type: ignore[type-arg]
    weight: int,
    heavier: int,
    rule: CreditRule,
) -> None:
    """No plan edit, no part of the plan; no verdict, no part of work; and the parts are the whole difference."""

    def seen(day: date, *, old_plan: bool, old_work: bool) -> Portfolio:
        steps = {
            n: facts(p1 if old_plan else p2, w1 if old_work else w2)
            for n, (p1, p2, w1, w2, was, still) in enumerate(histories)
            if (was if old_plan else still)
        }
        fixed = {99: verdict(EARLY)}
        own = counted(1, steps, day, weight if old_plan else heavier, rule)
        return view(day, own, counted(2, fixed, day, rule=rule), rule=rule)

    before = seen(THEN, old_plan=True, old_work=True)
    for old_plan, old_work in ((False, False), (True, False), (False, True)):
        after = seen(TODAY, old_plan=old_plan, old_work=old_work)
        difference = of_city(Changes(before, after))
        assert difference is not None
        assert difference.verified.total == difference.after.verified - difference.before.verified
        assert difference.planned.total == difference.after.planned - difference.before.planned
        assert difference.deviation.total * 100 == difference.after.deviation - difference.before.deviation
        assert difference.planned.work == difference.verified.rules == difference.planned.rules == 0
        assert difference.verified.time == 0
        if old_plan:
            assert difference.verified.plan == difference.planned.plan == 0
        if old_work:
            assert difference.verified.work == 0
