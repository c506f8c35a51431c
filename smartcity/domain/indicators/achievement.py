"""Achievement of an indicator against its target, as Permendagri 86/2017 computes it, for every direction and type."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction, Note, Predicate
from smartcity.domain.rounding import Number, achievement_in_file, achievement_shown
from smartcity.domain.thresholds import PREDICATES, Scale

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: one value, or a range with both bounds, or a text."""

    value: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading of one period, or several rolled into one."""

    value: Fraction | None = None
    text: str | None = None


@dataclass(frozen=True)
class Achievement:
    """`raw` may be negative or above 1; None means it cannot be computed, and `note` says why.

    It is `measured` against `goal`, up to the quarter `until`. `missing` are quarters that its sums lack, `awaited`
    later ones that have closed without a verified reading: either makes it incomplete. `scale` is the plan's own.
    """

    raw: Fraction | None
    note: Note | None = None
    measured: Measured | None = None
    goal: Goal | None = None
    until: PeriodName | None = None
    missing: tuple[PeriodName, ...] = ()
    awaited: tuple[PeriodName, ...] = ()
    scale: Scale[Predicate] | None = None

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.awaited

    @cached_property
    def floored(self) -> Fraction | None:
        """The share printed: never below 0."""
        return None if self.raw is None else max(self.raw, Fraction(0))

    @cached_property
    def counted(self) -> Fraction | None:
        """The share that enters a mean: between 0 and 1; None where none is rated."""
        return min(self.floored, Fraction(1)) if self.floored is not None and self.is_rated else None

    @property
    def is_rated(self) -> bool:
        """A part of a year or of the plan, and a sum with a hole, have no predicate."""
        return self.raw is not None and self.note not in _PARTIAL and not self.missing

    @cached_property
    def predicate(self) -> Predicate | None:
        scale = self.scale or PREDICATES
        return scale.name_of(self.floored * 100) if self.floored is not None and self.is_rated else None

    @cached_property
    def percent(self) -> Decimal | None:
        """As it is printed, to one decimal, never across the edge of a predicate."""
        return achievement_shown(self.floored, self._edges)

    @cached_property
    def percent_in_file(self) -> Decimal | None:
        """The same as a file holds it, to two decimals."""
        return achievement_in_file(self.floored, self._edges)

    @property
    def _edges(self) -> list[Number]:
        return [band.lower for band in (self.scale or PREDICATES).levels]


_PARTIAL = (Note.YEAR_NOT_OVER, Note.PLAN_NOT_OVER)


def achievement(direction: Direction, reading: Measured, goal: Goal) -> Achievement:
    """The rule table of the domain's chapter 5, row by row."""
    if direction is Direction.TEXT:
        return _text(reading.text, goal.text)
    if reading.value is None:
        return Achievement(None, Note.NOT_REPORTED)
    if direction in (Direction.RANGE_HIGHER, Direction.RANGE_LOWER):
        return _range(direction, reading.value, goal)
    if goal.value is None:
        return Achievement(None, Note.NO_TARGET)
    rule = _higher if direction is Direction.HIGHER else _lower
    return _noted(rule(reading.value, goal.value))


def _noted(result: Achievement) -> Achievement:
    if result.raw is None or result.note is not None:
        return result
    if result.raw < 0:
        return Achievement(result.raw, Note.FLOORED_AT_ZERO)
    return Achievement(result.raw, Note.ABOVE_TARGET if result.raw > 1 else None)


def _text(reading: str | None, target: str | None) -> Achievement:
    if reading is None:
        return Achievement(None, Note.NOT_REPORTED)
    if target is None:
        return Achievement(None, Note.NO_TARGET)
    return Achievement(Fraction(reading.strip().casefold() == target.strip().casefold()))


def _higher(reading: Fraction, target: Fraction) -> Achievement:
    if target == 0:
        return Achievement(None, Note.ZERO_TARGET)
    # Against a negative target ("at least -2 %") the plain quotient turns round; distance from it does not.
    return Achievement(reading / target if target > 0 else 1 + (reading - target) / abs(target))


def _lower(reading: Fraction, target: Fraction) -> Achievement:
    if target == 0:
        return Achievement(Fraction(reading <= 0))
    return Achievement(2 - reading / target if target > 0 else 1 - (reading - target) / abs(target))


def _range(direction: Direction, reading: Fraction, goal: Goal) -> Achievement:
    if goal.lower is None or goal.upper is None:
        return Achievement(None, Note.NO_TARGET)
    if goal.lower <= reading <= goal.upper:
        return Achievement(Fraction(1))
    if direction is Direction.RANGE_HIGHER:
        return _noted(_higher(reading, goal.upper if reading > goal.upper else goal.lower))
    return _noted(_lower(reading, goal.lower if reading < goal.lower else goal.upper))


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """What was measured in one period; unknown parts are None, and all are where nothing could be measured."""

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    text: str | None = None
    is_not_applicable: bool = False


def combined(calculation: Calculation, readings: Sequence[PeriodReading]) -> Measured:
    """Readings of several periods, oldest first, as one. Percentages and indices are never added."""
    if calculation is Calculation.RATIO:
        return Measured(_summed_ratio(readings), _last([r.text for r in readings]))
    values = [reading.value for reading in readings if reading.value is not None]
    if calculation is Calculation.CUMULATIVE and values:
        return Measured(sum(values, Fraction(0)))
    return Measured(_last([r.value for r in readings]), _last([r.text for r in readings]))


def _summed_ratio(readings: Sequence[PeriodReading]) -> Fraction | None:
    pairs = [(r.numerator, r.denominator) for r in readings if r.numerator is not None and r.denominator is not None]
    bottom = sum((denominator for _, denominator in pairs), Fraction(0))
    return sum((numerator for numerator, _ in pairs), Fraction(0)) / bottom if bottom else None


def fraction_of(reading: PeriodReading) -> Fraction | None:
    """What one period alone says: its value, or its quotient."""
    return reading.value if reading.value is not None else _summed_ratio([reading])


def _last(values: Sequence[Value | None]) -> Value | None:
    return next((value for value in reversed(values) if value is not None), None)


def combined_goal(calculation: Calculation, goals: Sequence[Goal]) -> Goal:
    """Targets of several periods, oldest first: summed where readings are summed, else the newest stands."""
    if calculation is not Calculation.CUMULATIVE or not goals:
        return goals[-1] if goals else Goal()
    values = [goal.value for goal in goals if goal.value is not None]
    bounds = [(goal.lower, goal.upper) for goal in goals if goal.lower is not None and goal.upper is not None]
    if values:
        return Goal(value=sum(values, Fraction(0)))
    if not bounds:
        return goals[-1]
    lower, upper = zip(*bounds, strict=True)
    return Goal(lower=sum(lower, Fraction(0)), upper=sum(upper, Fraction(0)))


def fraction(value: Decimal | None) -> Fraction | None:
    """A stored decimal as an exact fraction; None stays unknown."""
    return None if value is None else Fraction(value)
