"""Values that look wrong: readings that jump or leave their bounds, numbers of another size than the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction
from smartcity.domain.indicators.achievement import PeriodReading, fraction_of
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.readings import Bounds, Gauge
from smartcity.domain.rounding import legible

# One size is within twenty times; a quarter of a year may be a quarter of that.
FARTHEST = 20
QUARTERS = 4


def are_far_apart(one: Decimal, two: Decimal) -> bool:
    """Whether one is more than twenty times the other, signs aside; nothing is far from 0."""
    small, large = sorted((abs(one), abs(two)))
    return small > 0 and large > FARTHEST * small


def is_far_from(value: Decimal, goal: Decimal, *, is_part: bool = False) -> bool:
    """`is_part`: the value is of one quarter, the goal of the whole year."""
    return are_far_apart(value * QUARTERS if is_part and abs(value) < abs(goal) else value, goal)


def middle(values: Sequence[Decimal]) -> Decimal | None:
    """The lower one of the middle two where they are even in number; zeros do not count."""
    sizes = sorted(abs(value) for value in values if value)
    return sizes[(len(sizes) - 1) // 2] if sizes else None


def outliers(values: Sequence[Decimal]) -> list[int]:
    """Where those stand that are far from the middle ones, if the largest is far from the smallest.

    Where none is, the smallest and the largest: fifteen million beside three hundred thousand million.
    """
    sizes = sorted(abs(value) for value in values if value)
    if not sizes or not are_far_apart(sizes[0], sizes[-1]):
        return []
    middles = sizes[(len(sizes) - 1) // 2], sizes[len(sizes) // 2]
    far = [at for at, value in enumerate(values) if all(are_far_apart(value, middle) for middle in middles)]
    return far or [at for at, value in enumerate(values) if abs(value) in (sizes[0], sizes[-1])]


# A value may change by half before it is a jump, and by three times what it usually does.
HALF, USUAL_STEPS, FEWEST_STEPS = Fraction(1, 2), 3, 3
# A quarter of a sum may be twice the largest before; beyond, it often is the year to date, or has a digit too many.
LARGEST = 2


@dataclass(frozen=True, slots=True)
class Anomaly:
    """`key` names the sentence under `doubt.<key>`."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


def anomalies(gauge: Gauge, city: PeriodReading, areas: Mapping[int, PeriodReading]) -> tuple[Anomaly, ...]:
    """Of a reading that was understood; a text and an unknown value raise none."""
    value = fraction_of(city)
    if gauge.direction is Direction.TEXT or value is None:
        return ()
    candidates = (_beyond(gauge, value), _jump(gauge, value), _unequal(gauge, city, areas))
    return tuple(anomaly for anomaly in candidates if anomaly is not None)


def _beyond(gauge: Gauge, value: Fraction) -> Anomaly | None:
    """On a bound is plausible."""
    lower, upper = gauge.bounds.lower, gauge.bounds.upper
    if lower is not None and value < lower:
        return Anomaly("below", {"value": legible(value), "bound": legible(lower)})
    if upper is not None and value > upper:
        return Anomaly("above", {"value": legible(value), "bound": legible(upper)})
    return None


def _jump(gauge: Gauge, value: Fraction) -> Anomaly | None:
    """Against the reading before. What is summed is told per quarter, so it may fall: only its rise is looked at."""
    before = [(period, earlier) for period, reading in gauge.before if (earlier := fraction_of(reading)) is not None]
    if not before:
        return None
    period, last = before[-1]
    values = [earlier for _, earlier in before]
    rule = _is_heap if gauge.calculation is Calculation.CUMULATIVE else _is_leap
    facts = {"value": legible(value), "before": legible(last), "period": period}
    return Anomaly("jump", facts) if rule(value, values) else None


def _is_heap(value: Fraction, before: Sequence[Fraction]) -> bool:
    """More than twice the largest ever; after nothing but zeros nothing can be told."""
    return max(before) > 0 and value > LARGEST * max(before)


def _is_leap(value: Fraction, before: Sequence[Fraction]) -> bool:
    """By more than half of the last value, and by more than three times the usual step where that is known."""
    last = before[-1]
    step = abs(value - last)
    steps = [abs(later - earlier) for earlier, later in pairwise(before)]
    is_usual = len(steps) >= FEWEST_STEPS and step <= USUAL_STEPS * median(steps)
    return last != 0 and step > abs(last) * HALF and not is_usual


def _unequal(gauge: Gauge, city: PeriodReading, areas: Mapping[int, PeriodReading]) -> Anomaly | None:
    """Areas that do not add up to the city, where all are known and can be added."""
    if not gauge.is_additive or not gauge.areas or any(area not in areas for area in gauge.areas):
        return None
    for name in gauge.fields:
        parts = [getattr(areas[area], name) for area in gauge.areas]
        whole = getattr(city, name)
        if whole is not None and None not in parts and sum(parts, Fraction(0)) != whole:
            return Anomaly("sum", {"sum": sum(parts, Fraction(0)), "whole": whole})
    return None


def gauge_of(outcome: Outcome, quarter: PeriodName, areas: tuple[int, ...] = ()) -> Gauge:
    """What a reading of a quarter is judged by when somebody looks at it later."""
    card = outcome.card
    before = ((q.period, q.reading) for q in outcome.quarters if q.reading is not None and q.period < quarter)
    bounds = Bounds(card.plausible_lower, card.plausible_upper)
    return Gauge(card.code, card.direction, card.calculation, bounds, tuple(before), areas=areas)
