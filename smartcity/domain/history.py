"""What is told of one programme beyond its standing: updates with evidence, statements, moved dates."""

from dataclasses import dataclass
from datetime import date, datetime

from smartcity.domain.kinds import QuickWinState, Verdict
from smartcity.domain.milestones import Said
from smartcity.domain.plan import Report


@dataclass(frozen=True, slots=True)
class Proof:
    """Bukti dukung: `url` is None for a stored file."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Update:
    """One claim of a milestone, with what the verifier answered."""

    milestone_id: int
    said: Said
    note: str | None
    recorded_at: datetime
    recorded_by: str
    verdict: Verdict | None
    verdict_at: datetime | None
    verdict_by: str | None
    verdict_note: str | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A promised date that was moved; not yet approved while `approved_at` is None."""

    milestone_id: int
    old_due_on: date
    new_due_on: date
    reason: str
    proposed_by: str
    recorded_at: datetime
    approved_by: str | None
    approved_at: datetime | None

    @property
    def days(self) -> int:
        return (self.new_due_on - self.old_due_on).days


@dataclass(frozen=True, slots=True)
class QuickWinStanding:
    """What became of a quick win in a year."""

    year: int
    state: QuickWinState
    note: str | None


@dataclass(frozen=True)
class History:
    """Updates and statements newest first, moves oldest first."""

    updates: tuple[Update, ...]
    reports: tuple[Report, ...]
    moves: tuple[Move, ...]
    years: tuple[QuickWinStanding, ...]

    def newest_update(self, milestone_id: int) -> Update | None:
        return next((u for u in self.updates if u.milestone_id == milestone_id), None)

    def proofs(self, milestone_id: int) -> tuple[Proof, ...]:
        return tuple(proof for u in self.updates if u.milestone_id == milestone_id for proof in u.proofs)
