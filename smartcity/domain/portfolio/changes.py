"""What happened between two as-of views of the same plan, and nothing that the two views do not show."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from smartcity.domain.enums import Health, MilestoneStatus
from smartcity.domain.facts.decisions import Meeting
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.plan.progress import is_better
from smartcity.domain.portfolio.portfolio import Portfolio

ProgrammeMilestone = tuple[Programme, Milestone]
_SETTLED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)


class Turn(StrEnum):
    """What may have become of a milestone, in the order in which it is told: the worse first. Several may hold."""

    BECAME_LATE = "became_late"
    SLIPPED = "slipped"
    REOPENED = "reopened"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    RECOVERED = "recovered"
    FINISHED = "finished"
    ADVANCED = "advanced"
    RESUMED = "resumed"
    ADDED = "added"


@dataclass(frozen=True)
class Changes:
    """Two views of one plan, compared milestone by milestone and programme by programme.

    What is new and done, or new and late, at once counts as both. Late no more without a verdict (claimed, moved,
    postponed, cancelled) is not recovered.
    """

    before: Portfolio
    after: Portfolio

    @cached_property
    def made_of_it(self) -> dict[Hashable, Any]:
        """What rules made of it: see `once`."""
        return {}

    @cached_property
    def old(self) -> dict[int, Milestone]:
        """The milestones of the earlier view by id."""
        return {milestone.id: milestone for _, milestone in self.before.milestones}

    @cached_property
    def _turned(self) -> dict[Turn, tuple[ProgrammeMilestone, ...]]:
        turns = [(p, _turns(p, tuple(self.old.get(m.id) for m in p.milestones))) for p in self.after.programmes]
        return {turn: tuple((p, m) for p, became in turns for m in became.get(turn, ())) for turn in _RULES}

    def turned(self, turn: Turn) -> tuple[ProgrammeMilestone, ...]:
        return self._turned[turn]

    def within(self, programmes: Iterable[Programme]) -> "Changes":
        """The same of these programmes of the later view alone, whoever led them before."""
        ids = {programme.id for programme in programmes}
        before, after = (
            replace(view, programmes=tuple(p for p in view.programmes if p.id in ids))
            for view in (self.before, self.after)
        )
        return Changes(before, after)

    @cached_property
    def silent(self) -> tuple[Programme, ...]:
        """Programmes that owe reports and of which nothing was heard since the earlier view."""
        owing = (programme for programme in self.after.programmes if programme.must_report)
        return tuple(p for p in owing if p.last_update_at is None or p.last_update_at.date() <= self.before.as_of)

    def _healths(self) -> list[tuple[Programme, Health]]:
        """Programmes whose health is another now, with the one before."""
        then = {programme.id: programme.health for programme in self.before.programmes}
        return [(p, then[p.id]) for p in self.after.programmes if p.id in then and then[p.id] is not p.health]

    @cached_property
    def improved(self) -> tuple[tuple[Programme, Health], ...]:
        return tuple((p, old) for p, old in self._healths() if is_better(p.health, old))

    @cached_property
    def worsened(self) -> tuple[tuple[Programme, Health], ...]:
        return tuple((p, old) for p, old in self._healths() if _is_worse(p.health, old))

    @property
    def is_empty(self) -> bool:
        """Whether neither a milestone nor the health of a programme is another."""
        return not (self.improved or self.worsened or any(self.turned(turn) for turn in Turn))


def _is_worse(new: Health, old: Health) -> bool:
    """Behind for the first time is worse too, where nothing was due or known before."""
    is_first = old in (Health.NOT_DUE, Health.UNKNOWN) and new in (Health.ATTENTION, Health.LATE)
    return is_first or is_better(old, new)


def _is(milestone: Milestone | None, status: MilestoneStatus) -> bool:
    return milestone is not None and milestone.status is status


def _was_returned(old: Milestone | None, new: Milestone) -> bool:
    """It waited for a verifier and does so no more, without having been finished."""
    if old is None or not old.waits_for_verifier or new.waits_for_verifier:
        return False
    return new.status not in _SETTLED and new.verified_at == old.verified_at


S = MilestoneStatus
_RULES: dict[Turn, Callable[[Milestone | None, Milestone], bool]] = {
    Turn.BECAME_LATE: lambda old, new: _is(new, S.LATE) and not _is(old, S.LATE),
    Turn.RECOVERED: lambda old, new: _is(old, S.LATE) and _is(new, S.DONE),
    Turn.FINISHED: lambda old, new: _is(new, S.DONE) and not _is(old, S.DONE),
    Turn.REOPENED: lambda old, new: _is(old, S.DONE) and not _is(new, S.DONE) and not _is(new, S.CANCELLED),
    Turn.RETURNED: _was_returned,
    Turn.SLIPPED: lambda old, new: old is not None and new.facts.due_on > old.facts.due_on,
    Turn.ADVANCED: lambda old, new: old is not None and new.facts.due_on < old.facts.due_on,
    Turn.ADDED: lambda old, _new: old is None,
    Turn.CANCELLED: lambda old, new: _is(new, S.CANCELLED) and not _is(old, S.CANCELLED),
    Turn.RESUMED: lambda old, new: _is(old, S.CANCELLED) and not _is(new, S.CANCELLED),
}


def _turns(programme: Programme, old: tuple[Milestone | None, ...]) -> Mapping[Turn, tuple[Milestone, ...]]:
    """What became of its milestones; judged again only where the `old` ones are others than when last asked for."""
    turns: Mapping[Turn, tuple[Milestone, ...]]
    known, turns = programme.made_of_it.get(_turns, (None, {}))
    if known != old:
        pairs = list(zip(old, programme.milestones, strict=True))
        judged = {turn: tuple(new for before, new in pairs if rule(before, new)) for turn, rule in _RULES.items()}
        turns = {turn: milestones for turn, milestones in judged.items() if milestones}
        programme.made_of_it[_turns] = (old, turns)
    return turns


@dataclass(frozen=True)
class Earlier:
    """What is compared with: the plan as known on a day, or as frozen under `snapshot` by the rules of then.

    `plan` is None where there was none yet. `is_broken`: the meeting has frozen data that is not whole any more.
    """

    plan: Portfolio | None
    day: date
    meeting: Meeting | None = None
    snapshot: int | None = None
    rules: str | None = None
    is_broken: bool = False

    def changes(self, after: Portfolio) -> Changes | None:
        return None if self.plan is None else Changes(self.plan, after)


def earlier_of_meeting(
    meeting: Meeting, document: tuple[Portfolio, str] | None, portfolio_on: Callable[[date], Portfolio | None]
) -> Earlier:
    """Its frozen document with the version of its rules, never a recomputation; without one what was known that day."""
    if document is None:
        return Earlier(portfolio_on(meeting.held_on), meeting.held_on, meeting, is_broken=meeting.snapshot is not None)
    plan, rules = document
    return Earlier(plan, meeting.held_on, meeting, meeting.snapshot, rules)
