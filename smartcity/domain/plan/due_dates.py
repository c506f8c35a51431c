"""Milestones by their promised dates: what is due next, what is overdue, which promises were kept."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.grouping import Count
from smartcity.domain.plan.programmes import Milestone, Programme

ProgrammeMilestone = tuple[Programme, Milestone]

_CLOSED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED, MilestoneStatus.POSTPONED)


def upcoming_milestones(
    milestones: Iterable[ProgrammeMilestone], today: date, days: int
) -> tuple[ProgrammeMilestone, ...]:
    """Open milestones due from today up to `days` ahead, the nearest first."""
    last = today + timedelta(days=days)
    open_ones = [f for f in milestones if f[1].status not in _CLOSED and today <= f[1].facts.due_on <= last]
    return tuple(sorted(open_ones, key=by_due_day))


def overdue_milestones(milestones: Iterable[ProgrammeMilestone]) -> tuple[ProgrammeMilestone, ...]:
    """Late milestones, the longest overdue first."""
    return tuple(sorted((f for f in milestones if f[1].status is MilestoneStatus.LATE), key=by_due_day))


def next_due(programme: Programme) -> Milestone | None:
    """The open milestone due first, a late one before what only waits for its verdict; None when all are closed."""
    open_ones = [milestone for milestone in programme.milestones if milestone.status not in _CLOSED]
    return min(open_ones, key=lambda m: (m.status is not MilestoneStatus.LATE, m.facts.due_on), default=None)


def by_due_day(pair: ProgrammeMilestone) -> tuple[date, str]:
    return pair[1].facts.due_on, pair[1].code


def kept_promises(milestones: Sequence[Milestone], today: date) -> Count:
    """Of the milestones first promised before the as-of day, how many were done by that first promise.

    Verified only; cancelled milestones made no promise.
    """
    due = [m for m in milestones if m.facts.counts_on(today) and m.facts.first_due_on < today]
    return Count(sum(_was_kept(m) for m in due), len(due))


def promise_day(milestone: Milestone) -> date:
    """The day on which its first promise was kept, else the day that was promised."""
    done_on, promised = milestone.facts.done_on, milestone.facts.first_due_on
    return done_on if done_on and _was_kept(milestone) else promised


def _was_kept(milestone: Milestone) -> bool:
    done_on = milestone.facts.done_on
    return done_on is not None and done_on <= milestone.facts.first_due_on
