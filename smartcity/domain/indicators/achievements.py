"""The achievements of an indicator to date and of the year; that against the end of the plan is in `plan_end`.

Targets and readings are summed over the same quarters. A part of a year is never held against the limit of the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction, Note, Span
from smartcity.domain.indicators.achievement import (
    Achievement,
    Goal,
    Measured,
    PeriodReading,
    achievement,
    combined,
    combined_goal,
)
from smartcity.domain.indicators.quarters import Quarter, Quarters, Series, is_measured

_LOWER = (Direction.LOWER, Direction.RANGE_LOWER)


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of a limit a part of the year, or of the plan, has used."""

    value: Fraction
    limit: Fraction

    @property
    def share(self) -> Fraction:
        return self.value / self.limit


def to_date(series: Series) -> Achievement:
    """Up to the newest verified reading, against the targets up to it."""
    last = newest_counted(series)
    if last is None or is_not_applicable_since(series, last):
        return unread(series, last)
    if series.calculation is Calculation.CUMULATIVE:
        return _summed_to_date(series, last)
    goal, missing = _goal_on(series, last)
    result = against(series, read_to(series, last), goal)
    return with_gaps(
        result, until=last.period, missing=(*holes(series, last), *missing), awaited=series.awaited(last.period)
    )


def of_year(series: Series) -> Achievement:
    """Of the year of the newest verified reading, against the target of that year."""
    last = newest_counted(series)
    if last is None or is_not_applicable_since(series, last):
        return unread(series, last)
    year = last.period.year
    goal, missing = goal_of_year(series, year)
    read, missing = read_to(series, last), (*holes(series, last), *missing)
    is_over = max(series.expected(year), default=last.period) <= last.period
    result = of_whole(series, read, goal, missing, Note.YEAR_NOT_OVER, is_over=is_over)
    return with_gaps(result, until=last.period, missing=missing, awaited=series.awaited(last.period))


def spent(series: Series, result: Achievement) -> Spent | None:
    """Of an achievement that waits for the rest of a year or of the plan: what is used of its limit."""
    waits = result.note in (Note.YEAR_NOT_OVER, Note.PLAN_NOT_OVER, Note.INCOMPLETE)
    limit = result.goal.value or result.goal.upper if result.goal else None
    if not waits or series.direction not in _LOWER or result.measured is None or not limit or limit < 0:
        return None
    return None if result.measured.value is None else Spent(result.measured.value, limit)


def newest_counted(series: Series) -> Quarter | None:
    """The newest quarter with a verified value."""
    return next((q for q in reversed(series.quarters) if is_measured(q.counted)), None)


def unread(series: Series, last: Quarter | None) -> Achievement:
    """Nothing was verified, or since the last value there was nothing to measure."""
    if last is None and any(q.waits for q in series.quarters):
        return Achievement(None, Note.UNVERIFIED)
    is_marked = last is not None or bool(series.not_applicable)
    return Achievement(None, Note.NOT_APPLICABLE if is_marked else Note.NOT_REPORTED)


def is_not_applicable_since(series: Series, last: Quarter) -> bool:
    """The newest value says nothing of a later quarter without any; sums go on without it."""
    is_newest_alone = series.calculation is Calculation.LATEST
    return is_newest_alone and any(name > last.period for name in series.not_applicable)


def with_gaps(
    result: Achievement, until: PeriodName | None, missing: Iterable[PeriodName], awaited: tuple[PeriodName, ...]
) -> Achievement:
    return replace(result, until=until, missing=tuple(sorted(set(missing))), awaited=awaited)


def against(series: Series, read: Measured, goal: Goal | None, otherwise: Note = Note.NO_TARGET) -> Achievement:
    if goal is None:
        return Achievement(None, otherwise, measured=read)
    if series.calculation is Calculation.RATIO and read == Measured():
        return Achievement(None, Note.ZERO_DENOMINATOR, measured=read, goal=goal)
    return replace(achievement(series.direction, read, goal), measured=read, goal=goal, scale=series.scale)


def combined_readings(series: Series, quarters: Sequence[Quarter]) -> Measured:
    return combined(series.calculation, [q.counted or PeriodReading() for q in quarters])


def read_to(series: Series, last: Quarter) -> Measured:
    """The verified readings of the year up to `last` as one."""
    return combined_readings(series, series.read(last.period.year))


def holes(series: Series, last: Quarter) -> tuple[PeriodName, ...]:
    """Quarters up to `last` that its sum lacks; the newest alone lacks none."""
    year = last.period.year
    if series.calculation is Calculation.LATEST:
        return ()
    lacking = series.expected(year) - series.covered(series.read(year))
    return tuple(name for name in sorted(lacking) if name <= last.period)


def _goal_on(series: Series, last: Quarter) -> tuple[Goal | None, tuple[PeriodName, ...]]:
    """The newest target up to a reading, else that of its year; and its quarter, where its own target is lacking."""
    year, goals = last.period.year, series.goals(last.period.year)
    if not goals or (last.span is Span.YEAR and year in series.year_goals):
        return series.year_goals.get(year), ()
    earlier = [q for q in goals if q.period <= last.period]
    is_lacking = last.period.number in series.numbers(year) and not any(q.period == last.period for q in goals)
    goal = earlier[-1].goal if earlier else series.year_goals.get(year) or goals[-1].goal
    return goal, (last.period,) if is_lacking else ()


def goal_of_year(series: Series, year: int) -> tuple[Goal | None, tuple[PeriodName, ...]]:
    """The year's own target, else what its quarters say together, with those that lack one."""
    goals = series.goals(year)
    if year in series.year_goals or not goals:
        return series.year_goals.get(year), ()
    aimed = frozenset[PeriodName]().union(*(q.quarters for q in goals))
    if series.calculation is Calculation.CUMULATIVE:
        return _summed_goal(goals), tuple(series.expected(year) - aimed)
    last = PeriodName(year, series.numbers(year)[-1])
    return goals[-1].goal, () if last in aimed else (last,)


def _summed_goal(goals: Sequence[Quarter]) -> Goal:
    return combined_goal(Calculation.CUMULATIVE, [q.goal for q in goals if q.goal is not None])


def _summed_to_date(series: Series, last: Quarter) -> Achievement:
    year = last.period.year
    goals, readings = series.goals(year), series.read(year)
    if not goals and year in series.year_goals:
        goals = [Quarter(PeriodName(year, 4), series.year_goals[year], None, None, is_verified=False, span=Span.YEAR)]
    aimed = [q for q in goals if q.period <= last.period and not q.quarters <= series.not_applicable]
    goals, readings, both = _over_the_same(series, aimed, readings)
    if not aimed or not goals:
        note = Note.NO_TARGET_TO_DATE if series.goals(year) or year in series.year_goals else Note.NO_TARGET
        note = Note.INCOMPLETE if aimed else note
        result = against(series, read_to(series, last), None, note)
    else:
        result = against(series, combined_readings(series, readings), _summed_goal(goals))
    expected = {name for name in series.expected(year) if name <= last.period} if aimed else set()
    return with_gaps(result, max(both, default=last.period), expected - both, series.awaited(last.period))


def _over_the_same(
    series: Series, goals: Sequence[Quarter], readings: Sequence[Quarter]
) -> tuple[list[Quarter], list[Quarter], Quarters]:
    """The targets and the readings that cover the same quarters, and which these are."""
    goals, readings = list(goals), list(readings)
    while True:
        aimed = frozenset[PeriodName]().union(*(q.quarters for q in goals))
        both = aimed & (series.covered(readings) | series.not_applicable)
        covered_goals = [q for q in goals if q.quarters <= both]
        read = [q for q in readings if series.cover(q) <= both]
        if (len(covered_goals), len(read)) == (len(goals), len(readings)):
            return goals, readings, both
        goals, readings = covered_goals, read


def of_whole(
    series: Series, read: Measured, goal: Goal | None, missing: Sequence[PeriodName], note: Note, *, is_over: bool
) -> Achievement:
    """A sum against the target of a whole; until it is whole only what can but grow is held against it."""
    result = against(series, read, goal)
    if series.calculation is not Calculation.CUMULATIVE or result.raw is None or series.direction is Direction.TEXT:
        return result
    if is_over and not missing:
        return result
    part = replace(result, note=Note.INCOMPLETE if is_over else note)
    return part if _only_grows(series, goal) else replace(part, raw=None)


def _only_grows(series: Series, goal: Goal | None) -> bool:
    """Whether a sum of parts stays below the whole: not of a limit, nor with negative parts or targets."""
    aim = None if goal is None else goal.value if goal.value is not None else goal.lower
    values = [q.counted.value for q in series.quarters if q.counted is not None and q.counted.value is not None]
    return series.direction not in _LOWER and aim is not None and aim > 0 and all(value >= 0 for value in values)
