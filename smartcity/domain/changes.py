"""What happened between two as-of views of the same plan."""

from dataclasses import dataclass
from fractions import Fraction

from smartcity.domain.kinds import MilestoneStatus
from smartcity.domain.plan import Milestone, Programme
from smartcity.domain.portfolio import Portfolio

Found = tuple[Programme, Milestone]


@dataclass(frozen=True)
class Changes:
    """Milestones finished, moved later, added and cancelled between two days."""

    finished: tuple[Found, ...]
    moved: tuple[Found, ...]
    added: tuple[Found, ...]
    cancelled: tuple[Found, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.finished or self.moved or self.added or self.cancelled)


def changes(before: Portfolio, after: Portfolio) -> Changes:
    """Compares milestone by milestone; what is new and done at once counts as both."""
    old = {milestone.id: milestone for _, milestone in before.milestones}
    now = after.milestones
    return Changes(
        finished=tuple(f for f in now if _became(MilestoneStatus.DONE, old, f[1])),
        moved=tuple(f for f in now if f[1].id in old and f[1].facts.due_on > old[f[1].id].facts.due_on),
        added=tuple(f for f in now if f[1].id not in old),
        cancelled=tuple(f for f in now if _became(MilestoneStatus.CANCELLED, old, f[1])),
    )


def _became(status: MilestoneStatus, old: dict[int, Milestone], milestone: Milestone) -> bool:
    before = old.get(milestone.id)
    return milestone.status is status and (before is None or before.status is not status)


def verified_change(before: Portfolio | None, after: Portfolio) -> Fraction | None:
    """By how much the city's verified share 0…1 moved; None when either is unknown."""
    if before is None or before.city.progress is None or after.city.progress is None:
        return None
    return after.city.progress.verified - before.city.progress.verified
