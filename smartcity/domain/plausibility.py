"""Readings that look wrong: each doubt asks a reason and stops nobody who gives one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from statistics import median

from smartcity.domain.indicators import PeriodReading, fraction_of
from smartcity.domain.kinds import Calculation, Direction
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import PeriodName
from smartcity.domain.readings import Bounds, Gauge
from smartcity.domain.rounding import legible

# A value may change by half before it is a jump, and by three times what it usually does.
HALF, USUAL_STEPS, FEWEST_STEPS = Fraction(1, 2), 3, 3
# A quarter of a sum may be twice the largest before; beyond, it often is the year to date, or has a digit too many.
LARGEST = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """`key` names the sentence under `doubt.<key>`."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


def doubts(gauge: Gauge, city: PeriodReading, areas: Mapping[int, PeriodReading]) -> tuple[Doubt, ...]:
    """Of a reading that was understood; a text and an unknown value raise none."""
    value = fraction_of(city)
    if gauge.direction is Direction.TEXT or value is None:
        return ()
    found = (_beyond(gauge, value), _jump(gauge, value), _unequal(gauge, city, areas))
    return tuple(doubt for doubt in found if doubt is not None)


def _beyond(gauge: Gauge, value: Fraction) -> Doubt | None:
    """On a bound is plausible."""
    lower, upper = gauge.bounds.lower, gauge.bounds.upper
    if lower is not None and value < lower:
        return Doubt("below", {"value": legible(value), "bound": legible(lower)})
    if upper is not None and value > upper:
        return Doubt("above", {"value": legible(value), "bound": legible(upper)})
    return None


def _jump(gauge: Gauge, value: Fraction) -> Doubt | None:
    """Against the reading before. What is summed is told per quarter, so it may fall: only its rise is looked at."""
    before = [(period, known) for period, reading in gauge.before if (known := fraction_of(reading)) is not None]
    if not before:
        return None
    period, last = before[-1]
    values = [known for _, known in before]
    rule = _is_heap if gauge.calculation is Calculation.CUMULATIVE else _is_leap
    facts = {"value": legible(value), "before": legible(last), "period": period}
    return Doubt("jump", facts) if rule(value, values) else None


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


def _unequal(gauge: Gauge, city: PeriodReading, areas: Mapping[int, PeriodReading]) -> Doubt | None:
    """Areas that do not add up to the city, where all are known and can be added."""
    if not gauge.is_additive or not gauge.areas or any(area not in areas for area in gauge.areas):
        return None
    for name in gauge.fields:
        parts = [getattr(areas[area], name) for area in gauge.areas]
        whole = getattr(city, name)
        if whole is not None and None not in parts and sum(parts, Fraction(0)) != whole:
            return Doubt("sum", {"sum": sum(parts, Fraction(0)), "whole": whole})
    return None


def gauge_of(outcome: Outcome, quarter: PeriodName, areas: tuple[int, ...] = ()) -> Gauge:
    """What a reading of a quarter is judged by when somebody looks at it later."""
    card = outcome.card
    before = ((q.period, q.reading) for q in outcome.quarters if q.reading is not None and q.period < quarter)
    bounds = Bounds(card.plausible_lower, card.plausible_upper)
    return Gauge(card.code, card.direction, card.calculation, bounds, tuple(before), areas=areas)
