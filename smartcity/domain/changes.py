"""What happened between two as-of views of the same plan, and nothing that the two views do not show."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from smartcity.domain.kinds import Health, MilestoneStatus
from smartcity.domain.plan import Milestone, Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.progress import is_better

Found = tuple[Programme, Milestone]
_SETTLED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)


class Turn(StrEnum):
    """What may have become of a milestone, in the order in which it is told. Several may hold for one."""

    FINISHED = "finished"
    REOPENED = "reopened"
    RETURNED = "returned"
    SLIPPED = "slipped"
    ADVANCED = "advanced"
    ADDED = "added"
    CANCELLED = "cancelled"
    RESUMED = "resumed"


@dataclass(frozen=True)
class Changes:
    """Two views of one plan, compared milestone by milestone and programme by programme."""

    before: Portfolio
    after: Portfolio

    @cached_property
    def old(self) -> dict[int, Milestone]:
        """The milestones of the earlier view by id."""
        return {milestone.id: milestone for _, milestone in self.before.milestones}

    @cached_property
    def _turned(self) -> dict[Turn, tuple[Found, ...]]:
        pairs = [(self.old.get(found[1].id), found) for found in self.after.milestones]
        return {turn: tuple(f for old, f in pairs if rule(old, f[1])) for turn, rule in _RULES.items()}

    def turned(self, turn: Turn) -> tuple[Found, ...]:
        return self._turned[turn]

    @property
    def finished(self) -> tuple[Found, ...]:
        return self.turned(Turn.FINISHED)

    @property
    def moved(self) -> tuple[Found, ...]:
        return self.turned(Turn.SLIPPED)

    @property
    def added(self) -> tuple[Found, ...]:
        return self.turned(Turn.ADDED)

    @property
    def cancelled(self) -> tuple[Found, ...]:
        return self.turned(Turn.CANCELLED)

    @cached_property
    def silent(self) -> tuple[Programme, ...]:
        """Programmes that owe reports and of which nothing was heard since the earlier view."""
        owing = (programme for programme in self.after.programmes if programme.must_report)
        return tuple(p for p in owing if p.last_word_at is None or p.last_word_at.date() <= self.before.as_of)

    def _healths(self) -> list[tuple[Programme, Health]]:
        """Programmes whose health is another now, with the one before."""
        then = {programme.id: programme.health for programme in self.before.programmes}
        return [(p, then[p.id]) for p in self.after.programmes if p.id in then and then[p.id] is not p.health]

    @cached_property
    def improved(self) -> tuple[tuple[Programme, Health], ...]:
        return tuple((p, old) for p, old in self._healths() if is_better(p.health, old))

    @cached_property
    def worsened(self) -> tuple[tuple[Programme, Health], ...]:
        return tuple((p, old) for p, old in self._healths() if is_better(old, p.health))

    @property
    def is_empty(self) -> bool:
        return not any(self.turned(turn) for turn in Turn)


def _is_done(milestone: Milestone | None) -> bool:
    return milestone is not None and milestone.status is MilestoneStatus.DONE


def _is_cancelled(milestone: Milestone | None) -> bool:
    return milestone is not None and milestone.status is MilestoneStatus.CANCELLED


def _was_returned(old: Milestone | None, new: Milestone) -> bool:
    """It waited for a verifier and does so no more, without having been finished."""
    waited = old is not None and old.status is MilestoneStatus.AWAITING_VERIFICATION
    return waited and new.status is not MilestoneStatus.AWAITING_VERIFICATION and new.status not in _SETTLED


_RULES: dict[Turn, Callable[[Milestone | None, Milestone], bool]] = {
    Turn.FINISHED: lambda old, new: _is_done(new) and not _is_done(old),
    Turn.REOPENED: lambda old, new: _is_done(old) and not _is_done(new) and not _is_cancelled(new),
    Turn.RETURNED: _was_returned,
    Turn.SLIPPED: lambda old, new: old is not None and new.facts.due_on > old.facts.due_on,
    Turn.ADVANCED: lambda old, new: old is not None and new.facts.due_on < old.facts.due_on,
    Turn.ADDED: lambda old, new: old is None,
    Turn.CANCELLED: lambda old, new: _is_cancelled(new) and not _is_cancelled(old),
    Turn.RESUMED: lambda old, new: _is_cancelled(old) and not _is_cancelled(new),
}


def changes(before: Portfolio, after: Portfolio) -> Changes:
    """What is new and done at once counts as both."""
    return Changes(before, after)


def verified_change(before: Portfolio | None, after: Portfolio) -> Fraction | None:
    """By how much the city's verified share 0…1 moved; None when either is unknown."""
    if before is None or before.city.progress is None or after.city.progress is None:
        return None
    return after.city.progress.verified - before.city.progress.verified
