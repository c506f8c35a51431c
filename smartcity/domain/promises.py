"""The ledger of promised dates: the first promise of a milestone, every move with who and why, and the net of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from smartcity.domain.ahead import Found
from smartcity.domain.history import Change, Move
from smartcity.domain.plan import Milestone, Programme


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
        return sum(move.is_approved for move in self.moves)

    @property
    def newest_at(self) -> datetime:
        return max(move.recorded_at for move in self.moves)


def promises(found: Iterable[Found], changes: Iterable[Change]) -> tuple[Promise, ...]:
    """What was moved last comes first."""
    moves: defaultdict[int, list[Move]] = defaultdict(list)
    for change in changes:
        if isinstance(change, Move):
            moves[change.milestone_id].append(change)
    moved = [
        Promise(programme, milestone, tuple(sorted(moves[milestone.id], key=lambda move: (move.recorded_at, move.id))))
        for programme, milestone in found
        if milestone.id in moves
    ]
    return tuple(sorted(moved, key=lambda promise: (promise.newest_at, promise.milestone.code), reverse=True))


@dataclass(frozen=True, slots=True)
class Slippage:
    """How many milestones have another date than first promised with approval, and by how many days on average."""

    moved: int
    mean_days: Fraction | None


def slippage(found: Iterable[Promise]) -> Slippage:
    days = [promise.net_days for promise in found if promise.approved]
    return Slippage(len(days), Fraction(sum(days), len(days)) if days else None)
