"""The S-curve and the kept promises, by the day things happened."""

from datetime import date
from fractions import Fraction

from smartcity.domain.ahead import kept_promises
from smartcity.domain.curve import Weighted, s_curve
from smartcity.domain.kinds import ActionKind, CreditRule, MilestoneStatus
from smartcity.domain.milestones import MilestoneFacts
from smartcity.domain.plan import ActionPlan, Milestone
from tests.domain.plans import TODAY, done, step

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)


def milestone(facts: MilestoneFacts) -> Milestone:
    plan = ActionPlan("A", "A", ActionKind.CAPACITY)
    known = {"said_at": None, "moves": 0, "known_since": None}
    return Milestone(1, "M", "M", plan, facts, MilestoneStatus.DONE, True, **known)  # type: ignore[arg-type]


def test_the_curve_rises_on_the_day_it_was_achieved_and_stops_today() -> None:
    facts = (
        step(date(2026, 5, 1), JUNE, verified=done(JULY), latest=done(JULY)),
        step(date(2026, 5, 1), date(2027, 1, 31)),
    )
    found = {p.day: p for p in s_curve([Weighted(Fraction(1), facts)], CreditRule.COMPLETED_ONLY, TODAY)}
    half = Fraction(1, 2)
    assert (found[JUNE].planned, found[JUNE].verified) == (half, 0)
    assert (found[JULY].planned, found[JULY].verified) == (half, half)
    assert found[TODAY].verified == half
    assert found[date(2027, 1, 31)].verified is None
    assert s_curve([], CreditRule.COMPLETED_ONLY, TODAY) == ()


def test_a_promise_is_kept_on_its_day_and_not_the_day_after() -> None:
    kept = milestone(step(date(2026, 1, 1), JUNE, verified=done(JUNE)))
    broken = milestone(step(date(2026, 1, 1), JUNE, verified=done(date(2026, 7, 1))))
    cancelled = milestone(step(date(2026, 1, 1), JUNE, cancelled_on=JUNE))
    later = milestone(step(date(2026, 1, 1), TODAY))
    found = kept_promises([kept, broken, cancelled, later], TODAY)
    assert (found.kept, found.n, found.share) == (1, 2, Fraction(1, 2))
    assert kept_promises([later], TODAY).share is None
