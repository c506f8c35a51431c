"""Agencies and dimensions month by month: progress, health, and which of their first promises they had kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from smartcity.domain.enums import Health
from smartcity.domain.grouping import Count
from smartcity.domain.plan.curve import WeightedCurve
from smartcity.domain.plan.due_dates import kept_promises
from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.plan.progress import Part, Progress, health_of, roll_up
from smartcity.domain.portfolio.agencies import promises_by_agency
from smartcity.domain.portfolio.portfolio import Group, Portfolio, health_of_group
from smartcity.domain.thresholds import Scale


@dataclass(frozen=True, slots=True)
class MonthState:
    """A group on `day`: the last of a month, in the running month the as-of day.

    Of a later day only `planned` is known. `planned` and `progress` are None where nothing counts.
    """

    group: Group
    day: date
    planned: Fraction | None
    progress: Progress | None = None
    health: Health | None = None
    promises: Count | None = None


def agency_months(plan: Portfolio) -> Iterator[MonthState]:
    """Every agency in every month of the city's S-curve, by the programmes it leads on the as-of day.

    Promises are those of whoever led the programme on the day that decided them.
    """
    promised = promises_by_agency(plan)
    for group in plan.by_agency:
        yield from _months(plan, group, promised[group.code])


def dimension_months(plan: Portfolio) -> Iterator[MonthState]:
    """Every dimension in every month of the city's S-curve."""
    for group in plan.by_dimension:
        yield from _months(plan, group, [m for programme in group.programmes for m in programme.milestones])


def _months(plan: Portfolio, group: Group, promised: Sequence[Milestone]) -> Iterator[MonthState]:
    by_programme = zip(plan.programmes, plan.weighted_curves, strict=True)
    codes, scheme = {programme.code for programme in group.programmes}, plan.plan.scheme
    curves = [curve for programme, curve in by_programme if programme.code in codes]
    for day in _days(plan):
        rolled = roll_up([_part_on(day, curve, scheme) for curve in curves])
        planned = rolled.progress.planned if rolled.progress else None
        if day > plan.as_of:
            yield MonthState(group, day, planned)
        else:
            health, promises = health_of_group(rolled, scheme), kept_promises(promised, day)
            yield MonthState(group, day, planned, rolled.progress, health, promises)


def _days(plan: Portfolio) -> list[date]:
    """One of each month; the as-of day comes before the end of its month."""
    by_month: dict[tuple[int, int], date] = {}
    for point in plan.curve:
        by_month.setdefault((point.day.year, point.day.month), point.day)
    return list(by_month.values())


def _part_on(day: date, weighted: WeightedCurve, scheme: Scale[Health]) -> Part:
    progress = weighted.progress_on(day)
    return Part(weighted.weight, progress, health_of(progress, scheme, is_finished=weighted.curve.is_finished_on(day)))
