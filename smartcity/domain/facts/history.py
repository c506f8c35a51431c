"""Everything recorded of one programme: updates with evidence, reports, change requests, comments."""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import ChangeKind, QuickWinState
from smartcity.domain.facts.claims import Answer, Answerable
from smartcity.domain.facts.evidence import MediaType, is_safe_link, may_open
from smartcity.domain.plan.milestones import MilestoneClaim
from smartcity.domain.plan.programmes import Report


@dataclass(frozen=True, slots=True)
class Proof:
    """Bukti dukung: a link, or a stored file with its own number.

    `number` is that of the evidence, file or link; `secret_of` the agency of the confidential decision it proves.
    """

    title: str
    url: str | None
    file_number: int | None = None
    media_type: MediaType | None = None
    number: int = field(default=0, compare=False)
    is_public: bool = False
    secret_of: str | None = None

    @property
    def href(self) -> str | None:
        """Where those who may open evidence find it; None for a link that is not safe to follow."""
        if self.file_number is not None:
            return f"/bukti/{self.file_number}"
        return self.url if self.url and is_safe_link(self.url) else None

    def is_open_to(self, reader: Actor) -> bool:
        """Whether this reader may see it, its title included."""
        return may_open(reader, is_public=self.is_public, secret_of=self.secret_of)

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show the file in the midst of a page."""
        return self.media_type is not None and self.media_type.is_picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Answerable):
    """What an agency said, with what the verifier answered; `statement_id` is the report it came with."""

    id: int
    statement_id: int | None
    note: str | None
    recorded_at: datetime
    recorded_by: str
    answer: Answer | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(Submitted):
    """One claim of a milestone."""

    milestone_id: int
    claim: MilestoneClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicalUpdate(Submitted):
    """One physical percentage of a programme for the end of a day."""

    programme_id: int
    day: date
    percent: Fraction


@dataclass(frozen=True, slots=True)
class Move(Answerable):
    """Another promised date; it counts once the answer is yes."""

    id: int
    milestone_id: int
    old_due_on: date
    new_due_on: date
    reason: str
    proposed_by: str
    recorded_at: datetime
    answer: Answer | None

    @property
    def days(self) -> int:
        return (self.new_due_on - self.old_due_on).days


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another change that was asked for; `weight` only where the weight is to change."""

    id: int
    milestone_id: int
    kind: ChangeKind
    weight: Fraction | None
    reason: str
    proposed_by: str
    recorded_at: datetime
    answer: Answer | None


Change = Move | Proposal


@dataclass(frozen=True, slots=True)
class Comment:
    """What an adviser said of the programme."""

    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class QuickWinStatus:
    """What became of a quick win in a year."""

    year: int
    state: QuickWinState
    note: str | None


@dataclass(frozen=True)
class History:
    """Updates, comments and (by period) reports newest first, changes that were asked for oldest first."""

    updates: tuple[Update, ...]
    reports: tuple[Report, ...]
    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    years: tuple[QuickWinStatus, ...]
    physical: tuple[PhysicalUpdate, ...] = ()

    def proofs(self, milestone_id: int) -> tuple[Proof, ...]:
        return tuple(proof for u in self.updates if u.milestone_id == milestone_id for proof in u.proofs)
