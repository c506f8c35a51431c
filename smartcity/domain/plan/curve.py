"""Progress of a programme on any day, its health on that day, and the S-curve of a group of programmes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from smartcity.domain.enums import CreditRule, Health, Measure, MilestoneStatus
from smartcity.domain.plan.milestones import MilestoneFacts, milestone_status
from smartcity.domain.plan.physical import PhysicalFacts
from smartcity.domain.plan.progress import Progress, health_of, is_better, programme_progress, total_of, weighted_sum
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


# A sum is renewed while less than one in so many of its parts is another.
FEW = 4


@dataclass(frozen=True)
class WeightedCurve:
    """A programme of the group: its weight and its course, of which every day is computed once."""

    weight: Fraction
    curve: ProgressCurve
    _computed: dict[date, Progress | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def ends(self) -> tuple[date, date] | None:
        """The first and the last of its days; None where it has none."""
        days = list(self.curve.days)
        return (min(days), max(days)) if days else None

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


@dataclass(frozen=True, slots=True)
class _Sums:
    """Σ weight, and Σ weight × planned, verified and claimed share, over what is known of on a day; exact."""

    weight: Fraction
    planned: Fraction
    verified: Fraction
    claimed: Fraction

    def plus(self, other: "_Sums", sign: int = 1) -> "_Sums":
        return _Sums(
            self.weight + sign * other.weight,
            self.planned + sign * other.planned,
            self.verified + sign * other.verified,
            self.claimed + sign * other.claimed,
        )


def _sums(programmes: Iterable[WeightedCurve], day: date) -> _Sums:
    known = [(programme.weight, progress) for programme in programmes if (progress := programme.progress_on(day))]
    weights = [weight for weight, _ in known]
    return _Sums(
        total_of(weights),
        weighted_sum(weights, (progress.planned for _, progress in known)),
        weighted_sum(weights, (progress.verified for _, progress in known)),
        weighted_sum(weights, (progress.claimed for _, progress in known)),
    )


@dataclass(frozen=True, slots=True)
class SummedCurve:
    """The sums of a group by day, each made once; renewed they take out and put in what is another."""

    programmes: tuple[WeightedCurve, ...]
    _by_day: dict[date, _Sums] = field(default_factory=dict, repr=False, compare=False)

    def renewed(self, programmes: tuple[WeightedCurve, ...]) -> "SummedCurve":
        """Of the same group with other programmes; they are told apart as objects."""
        before, after = ({id(programme) for programme in one} for one in (self.programmes, programmes))
        gone = [programme for programme in self.programmes if id(programme) not in after]
        come = [programme for programme in programmes if id(programme) not in before]
        if FEW * (len(gone) + len(come)) > len(programmes):
            return SummedCurve(programmes)
        renewed = {day: sums.plus(_sums(gone, day), -1).plus(_sums(come, day)) for day, sums in self._by_day.items()}
        return SummedCurve(programmes, renewed)

    def points(self, today: date) -> tuple[CurvePoint, ...]:
        """Month ends from the first start or fact to the latest of last due date, last fact and today; and today.

        () when there is nothing to draw.
        """
        ends = [programme.ends for programme in self.programmes if programme.ends]
        if not ends:
            return ()
        first, last = min(first for first, _ in ends), max(today, *(last for _, last in ends))
        days = sorted({*month_ends(first, last), *([today] if first <= today else [])})
        return tuple(self._point(day, today) for day in days)

    def _point(self, day: date, today: date) -> CurvePoint:
        if day not in self._by_day:
            self._by_day[day] = _sums(self.programmes, day)
        sums = self._by_day[day]
        if not sums.weight:
            return CurvePoint(day, None, None)
        planned = sums.planned / sums.weight
        if day > today:
            return CurvePoint(day, planned, None)
        return CurvePoint(day, planned, sums.verified / sums.weight, sums.claimed / sums.weight)


def s_curve(programmes: Iterable[WeightedCurve], today: date) -> tuple[CurvePoint, ...]:
    """The curve of a group, made at once: see `SummedCurve.points`."""
    return SummedCurve(tuple(programmes)).points(today)
