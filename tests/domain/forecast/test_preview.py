"""F24: what an approval would do to programme and city is known before the answer."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from smartcity.domain.enums import ChangeKind, Health
from smartcity.domain.facts.history import Change, Move, Proposal
from smartcity.domain.forecast.preview import effect
from smartcity.domain.plan.milestones import with_claims
from smartcity.domain.portfolio.portfolio import Portfolio, progress_curve_of
from tests.domain.cities import AT, PLAN, milestone, portfolio, programme
from tests.domain.plans import TODAY, done, step

LATE_DAYS = 122
FIRST = step(TODAY - timedelta(days=200), TODAY - timedelta(days=150))
DONE = with_claims(replace(FIRST, claims=None, latest=done(FIRST.due_on), verified=done(FIRST.due_on)))
OVERDUE = step(TODAY - timedelta(days=200), TODAY - timedelta(days=LATE_DAYS))
AHEAD = step(TODAY, TODAY + timedelta(days=90))


def asked(kind: ChangeKind, weight: int | None = None) -> Proposal:
    return Proposal(1, 2, kind, None if weight is None else Fraction(weight), "alasan", "dlh", AT, None)


MOVED = Move(1, 2, OVERDUE.due_on, TODAY + timedelta(days=30), "alasan", "dlh", AT, None)


def plan() -> Portfolio:
    """One programme with a milestone done, one 122 days late and two to come; another that is as planned."""
    steps = (milestone(n, facts) for n, facts in enumerate((DONE, OVERDUE, AHEAD, AHEAD), start=1))
    first, second = programme(1, *steps), programme(2, milestone(9, DONE))
    card = replace(PLAN, overdue_cap=True)
    counted = (replace(p, progress=progress_curve_of(p, card.rule).progress_on(TODAY)) for p in (first, second))
    return replace(portfolio(*counted), plan=card)


@pytest.mark.parametrize(
    ("change", "programme_points", "city_points", "health"),
    [
        (asked(ChangeKind.CANCEL), 0, 0, Health.ON_TRACK),
        (MOVED, 0, 0, Health.ON_TRACK),
        (asked(ChangeKind.WEIGHT, 2), -40, -20, Health.LATE),
        (asked(ChangeKind.POSTPONE), -25, Fraction(-25, 2), Health.LATE),
    ],
)
def test_f24_the_effect_of_a_change_that_is_asked_for(
    change: Change, programme_points: int, city_points: Fraction, health: Health
) -> None:
    city = plan()
    impact_shown = effect(change, replace(city.programmes[0], health=Health.LATE), city)
    before, after = impact_shown.programme
    assert before.progress is not None
    assert after.progress is not None
    assert (before.progress.deviation, after.progress.deviation) == (-25, programme_points)
    assert impact_shown.city[0] is not None
    assert impact_shown.city[1] is not None
    assert (impact_shown.city[0].deviation, impact_shown.city[1].deviation) == (Fraction(-25, 2), city_points)
    assert after.health is health
    assert impact_shown.is_nothing is (isinstance(change, Proposal) and change.kind is ChangeKind.POSTPONE)


def test_f24_cancelling_the_only_milestone_leaves_nothing_to_count() -> None:
    alone = programme(1, milestone(2, OVERDUE), health=Health.LATE)
    impact_shown = effect(asked(ChangeKind.CANCEL), alone, portfolio(alone))
    assert impact_shown.programme[1].progress is None
    assert impact_shown.programme[1].health is Health.UNKNOWN
    assert not impact_shown.is_nothing
