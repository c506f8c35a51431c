"""The achievement of an indicator against the target of the plan's end."""

from collections.abc import Sequence

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Note
from smartcity.domain.indicators.achievement import Achievement, Goal, Measured, combined_goal
from smartcity.domain.indicators.achievements import (
    against,
    combined_readings,
    goal_of_year,
    holes,
    is_not_applicable_since,
    newest_counted,
    of_whole,
    read_to,
    unread,
    with_gaps,
)
from smartcity.domain.indicators.quarters import Quarter, Series, is_measured


def of_end(series: Series) -> Achievement:
    """Against the target of the plan's end; what is summed counts from the first year that has a target."""
    last = newest_counted(series)
    if last is None or is_not_applicable_since(series, last):
        return unread(series, last)
    if series.calculation is Calculation.CUMULATIVE:
        return _summed_to_end(series, last)
    goal, missing = end_goal(series), (*holes(series, last), *_short_of_end(series))
    result = against(series, read_to(series, last), goal)
    return with_gaps(result, until=last.period, missing=missing, awaited=series.awaited(last.period))


def end_goal(series: Series) -> Goal | None:
    """The stated target of the plan's end, else that of `end_year`."""
    year = end_year(series)
    return series.end_goal or (goal_of_year(series, year)[0] if year is not None else None)


def end_year(series: Series) -> int | None:
    """The year that it is meant for: the plan's last, else the last that has a target, if it is still to come."""
    if series.end_goal is not None:
        return series.years[1] if series.years else None
    last, newest = max(_aimed(series), default=None), newest_counted(series)
    is_last = series.years is not None and last == series.years[1]
    is_end = last is not None and (is_last or newest is None or last > newest.period.year)
    return last if is_end else None


def _short_of_end(series: Series) -> tuple[PeriodName, ...]:
    """The plan's end, where no target reaches so far."""
    end = end_year(series)
    is_short = end is not None and series.years is not None and end != series.years[1]
    return (PeriodName(series.years[1], 4),) if is_short and series.years else ()


def _aimed(series: Series) -> list[int]:
    """The years that have a target."""
    return sorted({*series.year_goals, *(q.period.year for q in series.quarters if q.goal is not None)})


def _summed_to_end(series: Series, last: Quarter) -> Achievement:
    """All years from the first with a target: against the stated end, else against the targets of all these years."""
    end = end_year(series)
    aimed = _aimed(series)
    if end is None:
        return against(series, Measured(), None)
    is_stated = series.end_goal is not None or aimed == [end]
    first = _first_read(series) if is_stated else aimed[0]
    goal, lacking = _goal_to_end(series, range(first, end + 1), is_stated=is_stated)
    years = range(first, last.period.year + 1)
    readings = [q for year in years for q in series.read(year)]
    expected = frozenset[PeriodName]().union(*(series.expected(year) for year in years))
    unread_names = [name for name in expected - series.covered(readings) if name <= last.period]
    missing, is_over = [*unread_names, *lacking, *_short_of_end(series)], last.period >= PeriodName(end, 4)
    result = of_whole(series, combined_readings(series, readings), goal, missing, Note.PLAN_NOT_OVER, is_over=is_over)
    return with_gaps(result, last.period, missing, series.awaited(last.period))


def _first_read(series: Series) -> int:
    """The plan's first year; where it is not known, the first with a verified value."""
    read = [q.period.year for q in series.quarters if is_measured(q.counted)]
    return series.years[0] if series.years else min(read)


def _goal_to_end(
    series: Series, years: Sequence[int], *, is_stated: bool
) -> tuple[Goal | None, tuple[PeriodName, ...]]:
    """The stated target, or that of the last year where no other year has one; else the sum of all years."""
    if is_stated:
        return end_goal(series), ()
    by_year = {year: goal_of_year(series, year) for year in years}
    lacking = [PeriodName(year, 4) for year, (goal, _) in by_year.items() if goal is None]
    lacking += [name for _, missing in by_year.values() for name in missing]
    goals = [goal for goal, _ in by_year.values() if goal is not None]
    return combined_goal(Calculation.CUMULATIVE, goals) if goals else None, tuple(lacking)
