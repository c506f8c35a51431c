"""What waits for a verifier: claims, percentages, readings, changes asked for, answers to decisions; oldest first."""

from dataclasses import dataclass
from datetime import datetime

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Span
from smartcity.domain.facts.claims import Answer
from smartcity.domain.facts.decisions import Decision
from smartcity.domain.facts.history import Change, PhysicalUpdate, Proof, Update
from smartcity.domain.indicators.achievement import PeriodReading
from smartcity.domain.plan.programmes import Report


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A claim of done to be judged; `report` is the one it came with, `earlier` are the updates before it."""

    update: Update
    earlier: tuple[Update, ...]
    report: Report | None

    @property
    def earlier_proofs(self) -> tuple[Proof, ...]:
        """Evidence that came before and not with a claim that was sent back."""
        return tuple(proof for update in self.earlier if not update.is_returned for proof in update.proofs)


@dataclass(frozen=True, slots=True)
class WaitingPhysical:
    """A physical percentage to be judged; `earlier` are those of days before it and told before it, newest first."""

    update: PhysicalUpdate
    earlier: tuple[PhysicalUpdate, ...]


@dataclass(frozen=True, slots=True)
class AreaPart:
    """The reading of one area that came with the city's."""

    id: int
    area_id: int
    name: str
    reading: PeriodReading


@dataclass(frozen=True, slots=True)
class WaitingReading:
    """`area` is named where the reading is of one area only; `parts` are the areas that wait with the city's.

    `expected` are the ids of all areas; `reason` is why the value is unusual.
    """

    id: int
    indicator_id: int
    period: PeriodName
    area: str | None
    reading: PeriodReading
    note: str | None
    recorded_at: datetime
    recorded_by: str
    proofs: tuple[Proof, ...]
    reason: str | None = None
    parts: tuple[AreaPart, ...] = ()
    expected: tuple[int, ...] = ()
    answer: Answer | None = None
    span: Span = Span.QUARTER


@dataclass(frozen=True, slots=True)
class ReturnedReading:
    """The newest reading of a quarter, where the verifier returned it."""

    indicator_id: int
    period: PeriodName
    reading: PeriodReading
    answer: Answer
    span: Span = Span.QUARTER


@dataclass(frozen=True)
class VerificationQueue:
    """`verified`, `read` and `physical_verified` were verified, newest first: they may be revoked.

    They are left out where they were not asked for; `verified_count`, `read_count` and `physical_count` say how many
    there are. `decisions` are those whose newest answer waits.
    """

    claims: tuple[WaitingClaim, ...]
    verified: tuple[WaitingClaim, ...]
    readings: tuple[WaitingReading, ...]
    changes: tuple[Change, ...]
    read: tuple[WaitingReading, ...] = ()
    physical: tuple[WaitingPhysical, ...] = ()
    physical_verified: tuple[WaitingPhysical, ...] = ()
    verified_count: int = 0
    read_count: int = 0
    physical_count: int = 0
    decisions: tuple[Decision, ...] = ()

    @property
    def oldest(self) -> datetime | None:
        """When the one that has waited longest came in."""
        first = [*(c.update for c in self.claims[:1]), *self.readings[:1], *self.changes[:1]]
        instants = [item.recorded_at for item in first] + [one.update.recorded_at for one in self.physical[:1]]
        instants += [decision.waiting.recorded_at for decision in self.decisions[:1] if decision.waiting]
        return min(instants, default=None)
