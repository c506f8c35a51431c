"""The S-curve: the figures of a group on one day after the other, by the code of the headline."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from smartcity.domain.courses import Course
from smartcity.domain.progress import Progress, weighted


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Shares 0…1 on a day, all None where nothing counts; `verified` and `claimed` are None after the as-of day.

    `claimed` is also None in what was frozen before rules 2027.01.
    """

    day: date
    planned: Fraction | None
    verified: Fraction | None
    claimed: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Weighted:
    """A programme of the group: its weight and its course, of which every day is computed once."""

    weight: Fraction
    course: Course
    _computed: dict[date, Progress | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def progress_on(self, day: date) -> Progress | None:
        if day not in self._computed:
            self._computed[day] = self.course.progress_on(day)
        return self._computed[day]


def month_ends(first: date, last: date) -> list[date]:
    """The last day of every month that touches first…last."""
    ends, year, month = [], first.year, first.month
    while (year, month) <= (last.year, last.month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        ends.append(date(year, month, 1) - timedelta(days=1))
    return ends


def s_curve(programmes: Sequence[Weighted], today: date) -> tuple[CurvePoint, ...]:
    """Month ends from the first start or fact to the latest of last due date, last fact and today; and today itself.

    () when there is nothing to draw.
    """
    changes = {day for programme in programmes for day in programme.course.days}
    if not changes:
        return ()
    first, last = min(changes), max(*changes, today)
    days = sorted({*month_ends(first, last), *([today] if first <= today else [])})
    return tuple(_point(programmes, day, today) for day in days)


def _point(programmes: Sequence[Weighted], day: date, today: date) -> CurvePoint:
    found = weighted((programme.weight, programme.progress_on(day)) for programme in programmes)
    if found is None:
        return CurvePoint(day, None, None)
    if day > today:
        return CurvePoint(day, found.planned, None)
    return CurvePoint(day, found.planned, found.verified, found.claimed)
