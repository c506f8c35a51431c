"""What is told of one programme beyond its standing: updates with evidence, statements, moved dates."""

from dataclasses import dataclass
from datetime import date, datetime

from smartcity.domain.evidence import MediaType, is_safe_link
from smartcity.domain.kinds import QuickWinState, Verdict
from smartcity.domain.milestones import Said
from smartcity.domain.plan import Report


@dataclass(frozen=True, slots=True)
class Proof:
    """Bukti dukung: a link, or a stored file with its own number."""

    title: str
    url: str | None
    file_number: int | None = None
    media_type: MediaType | None = None

    @property
    def href(self) -> str | None:
        """Where those who may open evidence find it; None for a link that is not safe to follow."""
        if self.file_number is not None:
            return f"/bukti/{self.file_number}"
        return self.url if self.url and is_safe_link(self.url) else None

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show the file in the midst of a page."""
        return self.media_type is not None and self.media_type.is_picture


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
