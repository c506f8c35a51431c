"""Change requests of a milestone: what may be asked of it, and every move of its promised date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from smartcity.domain.enums import ChangeKind
from smartcity.domain.facts.history import Change, Move
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.domain.plan.programmes import Milestone, Programme

FINEST = Decimal("0.0001")
HEAVIEST = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Exactly one of the two: another date, or a change of a kind, with the new weight where the weight changes."""

    due_on: date | None = None
    kind: ChangeKind | None = None
    weight: Decimal | None = None


def request_violation(asked: ChangeRequest, facts: MilestoneFacts, today: date) -> tuple[str, Mapping[str, Any]] | None:
    """Why it cannot be asked: the key under `proposal.` and its facts; None when it can."""
    if not facts.counts_on(today):
        return "cancelled", {"day": facts.cancelled_on}
    if facts.is_done:
        return "done", {}
    if asked.due_on is not None:
        return _date(asked.due_on, facts, today)
    if asked.kind is ChangeKind.WEIGHT:
        return _weight(asked.weight, facts)
    if asked.kind is ChangeKind.POSTPONE and facts.postponed:
        return "postponed", {}
    if asked.kind is ChangeKind.RESUME and not facts.postponed:
        return "not_postponed", {}
    return None


def _date(day: date, facts: MilestoneFacts, today: date) -> tuple[str, Mapping[str, Any]] | None:
    """A promise lies ahead: not today, not the same, not before the start."""
    if day <= today:
        return "day_past", {"day": day}
    if day == facts.due_on:
        return "day_same", {"day": day}
    if day < facts.starts_on:
        return "day_before_start", {"day": day, "start": facts.starts_on}
    return None


def _weight(weight: Decimal | None, facts: MilestoneFacts) -> tuple[str, Mapping[str, Any]] | None:
    if weight is None or not weight.is_finite() or not 0 < weight < HEAVIEST or weight % FINEST:
        return "weight", {}
    return ("weight_same", {"weight": weight}) if weight == facts.weight else None


@dataclass(frozen=True, slots=True)
class Promise:
    """A milestone whose date was moved, or asked to be moved; `moves` oldest first, whatever was answered."""

    programme: Programme
    milestone: Milestone
    moves: tuple[Move, ...]

    @property
    def first_due_on(self) -> date:
        return self.milestone.facts.first_due_on

    @property
    def due_on(self) -> date:
        """The promise in force."""
        return self.milestone.facts.due_on

    @property
    def net_days(self) -> int:
        """From the first promise to the one in force; a move that nobody approved moves nothing."""
        return (self.due_on - self.first_due_on).days

    @property
    def approved(self) -> int:
        return sum(move.is_verified for move in self.moves)

    @property
    def newest_at(self) -> datetime:
        return max(move.recorded_at for move in self.moves)


def promises(milestones: Iterable[ProgrammeMilestone], changes: Iterable[Change]) -> tuple[Promise, ...]:
    """What was moved last comes first."""
    moves = grouped((change.milestone_id, change) for change in changes if isinstance(change, Move))
    moved = [
        Promise(programme, milestone, tuple(sorted(moves[milestone.id], key=lambda move: (move.recorded_at, move.id))))
        for programme, milestone in milestones
        if milestone.id in moves
    ]
    return tuple(sorted(moved, key=lambda promise: (promise.newest_at, promise.milestone.code), reverse=True))


@dataclass(frozen=True, slots=True)
class Slippage:
    """How many milestones have another date than first promised with approval, and by how many days on average."""

    moved: int
    mean_days: Fraction | None


def slippage(listed: Iterable[Promise]) -> Slippage:
    days = [promise.net_days for promise in listed if promise.approved]
    return Slippage(len(days), Fraction(sum(days), len(days)) if days else None)
