"""Progress of a programme on any day, its health on that day, and the S-curve of a group of programmes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from smartcity.domain.enums import CreditRule, Health, Measure, MilestoneStatus
from smartcity.domain.plan.milestones import MilestoneFacts, milestone_status
from smartcity.domain.plan.physical import PhysicalFacts
from smartcity.domain.plan.progress import Progress, health_of, is_better, programme_progress, weighted
from smartcity.domain.thresholds import Scale


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many milestones are past their due date, and by how many days the one that waits longest."""

    milestones: int
    days: int


class ProgressCurve(Protocol):
    """Whatever measures the progress of a programme: the credit of its milestones, or its physical percentages."""

    def progress_on(self, day: date) -> Progress | None:
        """None where nothing counts on that day: progress is then unknown, not zero."""

    def is_finished_on(self, day: date) -> bool:
        """Everything that counts is verified done."""

    def overdue_on(self, day: date) -> Overdue | None:
        """The overdue milestones that cap the health; None where there is none or the measure knows no cap."""

    @property
    def days(self) -> Iterable[date]:
        """The days on which it changes, in any order; the first and the last of them bound the curve."""


@dataclass(frozen=True, slots=True)
class MilestoneCurve:
    """Progress by the credit of milestones under the plan's rule."""

    milestones: tuple[MilestoneFacts, ...]
    rule: CreditRule

    def progress_on(self, day: date) -> Progress | None:
        return programme_progress(self.milestones, self.rule, day)

    def is_finished_on(self, day: date) -> bool:
        counting = [facts for facts in self.milestones if facts.counts_on(day)]
        return bool(counting) and all(facts.is_done_by(day) for facts in counting)

    def overdue_on(self, day: date) -> Overdue | None:
        late = [(day - f.due_on).days for f in self.milestones if milestone_status(f, day) is MilestoneStatus.LATE]
        return Overdue(len(late), max(late)) if late else None

    @property
    def days(self) -> Iterator[date]:
        for facts in self.milestones:
            yield facts.starts_on
            yield facts.due_on
            yield from (claim.counts_from for claim in facts.claims or ())


def progress_curve(
    measure: Measure, physical: PhysicalFacts, milestones: Iterable[MilestoneFacts], rule: CreditRule
) -> ProgressCurve:
    """What measures a programme: its physical percentages, or the credit of its milestones."""
    return PhysicalCurve(physical) if measure is Measure.PHYSICAL else MilestoneCurve(tuple(milestones), rule)


@dataclass(frozen=True, slots=True)
class PhysicalCurve:
    """Progress by a planned curve and the percentages reported; overdue milestones do not cap it."""

    facts: PhysicalFacts

    def progress_on(self, day: date) -> Progress | None:
        return self.facts.progress_on(day)

    def is_finished_on(self, day: date) -> bool:
        progress = self.progress_on(day)
        return progress is not None and progress.verified == 1

    def overdue_on(self, _day: date, /) -> Overdue | None:
        return None

    @property
    def days(self) -> tuple[date, ...]:
        return self.facts.days if self.facts.has_curve else ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Progress and health on a day; `cap` is set where overdue milestones, and not the ratio, decided the health."""

    progress: Progress | None
    health: Health
    is_finished: bool
    cap: Overdue | None = None


def assess(curve: ProgressCurve, day: date, scheme: Scale[Health], *, overdue_cap: bool) -> Assessment:
    """With `overdue_cap` an overdue milestone holds the health at Perlu Perhatian; it only lowers better results."""
    progress, is_finished = curve.progress_on(day), curve.is_finished_on(day)
    health = health_of(progress, scheme, is_finished=is_finished)
    overdue = curve.overdue_on(day) if overdue_cap and is_better(health, Health.ATTENTION) else None
    return Assessment(progress, Health.ATTENTION if overdue else health, is_finished, overdue)


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
class WeightedCurve:
    """A programme of the group: its weight and its course, of which every day is computed once."""

    weight: Fraction
    curve: ProgressCurve
    _computed: dict[date, Progress | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def progress_on(self, day: date) -> Progress | None:
        if day not in self._computed:
            self._computed[day] = self.curve.progress_on(day)
        return self._computed[day]


def month_ends(first: date, last: date) -> list[date]:
    """The last day of every month that touches first…last."""
    ends, year, month = [], first.year, first.month
    while (year, month) <= (last.year, last.month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        ends.append(date(year, month, 1) - timedelta(days=1))
    return ends


def s_curve(programmes: Sequence[WeightedCurve], today: date) -> tuple[CurvePoint, ...]:
    """Month ends from the first start or fact to the latest of last due date, last fact and today; and today itself.

    () when there is nothing to draw.
    """
    changes = {day for programme in programmes for day in programme.curve.days}
    if not changes:
        return ()
    first, last = min(changes), max(*changes, today)
    days = sorted({*month_ends(first, last), *([today] if first <= today else [])})
    return tuple(_point(programmes, day, today) for day in days)


def _point(programmes: Sequence[WeightedCurve], day: date, today: date) -> CurvePoint:
    mean = weighted((programme.weight, programme.progress_on(day)) for programme in programmes)
    if mean is None:
        return CurvePoint(day, None, None)
    if day > today:
        return CurvePoint(day, mean.planned, None)
    return CurvePoint(day, mean.planned, mean.verified, mean.claimed)
