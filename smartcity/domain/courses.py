"""The course of a programme: its progress on any day. The headline, the roll-up and the curve all ask it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from smartcity.domain.bands import Scale
from smartcity.domain.kinds import CreditRule, Health, Measure, MilestoneStatus
from smartcity.domain.milestones import MilestoneFacts, milestone_status
from smartcity.domain.physical import PhysicalFacts
from smartcity.domain.progress import Progress, health_of, is_better, programme_progress


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many milestones are past their due date, and by how many days the one that waits longest."""

    milestones: int
    days: int


class Course(Protocol):
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
class MilestoneCourse:
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


def course_by(
    measure: Measure, physical: PhysicalFacts, milestones: Iterable[MilestoneFacts], rule: CreditRule
) -> Course:
    """What measures a programme: its physical percentages, or the credit of its milestones."""
    return PhysicalCourse(physical) if measure is Measure.PHYSICAL else MilestoneCourse(tuple(milestones), rule)


@dataclass(frozen=True, slots=True)
class PhysicalCourse:
    """Progress by a planned curve and the percentages reported; overdue milestones do not cap it."""

    facts: PhysicalFacts

    def progress_on(self, day: date) -> Progress | None:
        return self.facts.progress_on(day)

    def is_finished_on(self, day: date) -> bool:
        progress = self.progress_on(day)
        return progress is not None and progress.verified == 1

    def overdue_on(self, day: date) -> Overdue | None:
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


def assess(course: Course, day: date, scheme: Scale[Health], *, overdue_cap: bool) -> Assessment:
    """With `overdue_cap` an overdue milestone holds the health at Perlu Perhatian; it only lowers better results."""
    progress, is_finished = course.progress_on(day), course.is_finished_on(day)
    health = health_of(progress, scheme, is_finished=is_finished)
    overdue = course.overdue_on(day) if overdue_cap and is_better(health, Health.ATTENTION) else None
    return Assessment(progress, Health.ATTENTION if overdue else health, is_finished, overdue)
