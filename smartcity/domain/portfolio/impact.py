"""Output without outcome: the work is nearly done and the indicator did not move, or it moved with no work behind."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from smartcity.domain.enums import Calculation, Direction
from smartcity.domain.indicators.achievement import Goal
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.portfolio import sums

NEARLY_DONE = Fraction(9, 10)
MOVED = Fraction(1, 10)


class Impact(StrEnum):
    """What is odd about an indicator and the programmes behind it."""

    OUTPUT_WITHOUT_OUTCOME = "output_without_outcome"
    OUTCOME_WITHOUT_PROGRAMME = "outcome_without_programme"


def movement(outcome: Outcome) -> Fraction | None:
    """How much of the way from the baseline to the year's target was gone: 1 is there, below 0 is away from it.

    None without a baseline, a reading or a target as numbers, and where the baseline already is the target.
    """
    card, goal, reading = outcome.card, outcome.goal_of_year, outcome.measured.value
    if card.calculation is Calculation.CUMULATIVE and not outcome.of_year.is_rated:
        return None  # a part of a sum says nothing of the way to the whole
    if card.baseline is None or goal is None or reading is None or card.direction is Direction.TEXT:
        return None
    distance = _distance(card.direction, card.baseline, goal)
    left = _distance(card.direction, reading, goal)
    return None if distance is None or left is None or distance == 0 else 1 - left / distance


def _distance(direction: Direction, value: Fraction, goal: Goal) -> Fraction | None:
    """To the target (negative when past it), or to the nearer bound of a range, which is 0 inside it."""
    if direction in (Direction.RANGE_HIGHER, Direction.RANGE_LOWER):
        if goal.lower is None or goal.upper is None:
            return None
        return max(goal.lower - value, value - goal.upper, Fraction(0))
    if goal.value is None:
        return None
    return goal.value - value if direction is Direction.HIGHER else value - goal.value


def impact(outcome: Outcome, programmes: Sequence[Programme]) -> Impact | None:
    """`programmes` are those linked to the indicator. Retired indicators and unknown movement say nothing."""
    gone = movement(outcome)
    if gone is None or not is_judged(outcome):
        return None
    if not programmes:
        return Impact.OUTCOME_WITHOUT_PROGRAMME if gone >= MOVED else None
    progress = sums(programmes).progress
    is_nearly_done = progress is not None and progress.verified >= NEARLY_DONE
    return Impact.OUTPUT_WITHOUT_OUTCOME if is_nearly_done and gone < MOVED else None


def is_judged(outcome: Outcome) -> bool:
    """Whether the rule can say anything of it."""
    return outcome.card.retired_on is None and movement(outcome) is not None
