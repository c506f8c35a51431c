"""What an agency must say first: its programmes, ranked by why they cannot wait."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smartcity.domain.kinds import MilestoneStatus, Reporting
from smartcity.domain.milestones import SOON
from smartcity.domain.plan import Milestone, Programme

_OWES = (Reporting.OPEN, Reporting.DRAFT, Reporting.SILENT)
_STILL_OPEN = (MilestoneStatus.AT_RISK, MilestoneStatus.ON_TRACK, MilestoneStatus.NOT_YET)


class Duty(StrEnum):
    """In the order of urgency: the first that holds for a programme is the one it is listed for."""

    RETURNED = "returned"
    LATE = "late"
    DUE_SOON = "due_soon"
    UNREPORTED = "unreported"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Task:
    """`days` counts days late, or until due; `milestones` are those that put the programme here."""

    programme: Programme
    duty: Duty
    milestones: tuple[Milestone, ...] = ()
    days: int = 0

    @property
    def owes(self) -> bool:
        """Whether the current period still lacks its statement."""
        return self.programme.reporting in _OWES

    @property
    def waits(self) -> bool:
        """Whether there is something to do now: a statement is owed, or a claim came back."""
        return self.owes or self.duty is Duty.RETURNED


def due_first(programmes: Iterable[Programme], returned: Collection[int], today: date) -> tuple[Task, ...]:
    """`returned` are the milestones whose newest claim came back. Within a duty, those owing a statement come first."""
    return tuple(sorted((_task(programme, returned, today) for programme in programmes), key=_rank))


def _rank(task: Task) -> tuple[int, bool, int, str]:
    urgency = task.days if task.duty is Duty.DUE_SOON else -task.days
    return list(Duty).index(task.duty), not task.owes, urgency, task.programme.code


def _task(programme: Programme, returned: Collection[int], today: date) -> Task:
    came_back = tuple(m for m in programme.milestones if m.id in returned)
    if came_back:
        return Task(programme, Duty.RETURNED, came_back)
    if programme.late:
        worst = min(m.facts.due_on for m in programme.late)
        return Task(programme, Duty.LATE, programme.late, (today - worst).days)
    soon = tuple(m for m in programme.milestones if _is_due_soon(m, today))
    if soon:
        return Task(programme, Duty.DUE_SOON, soon, (min(m.facts.due_on for m in soon) - today).days)
    return Task(programme, Duty.UNREPORTED if programme.reporting in _OWES else Duty.REST)


def _is_due_soon(milestone: Milestone, today: date) -> bool:
    near = milestone.status in _STILL_OPEN and milestone.facts.due_on - today <= SOON
    return near or milestone.status is MilestoneStatus.AT_RISK
