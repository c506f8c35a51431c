"""What waits, as cases on the verifier's desk: each with its agency, its age and what is laid side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property, partial
from typing import Any

from smartcity.domain.access.roles import Act
from smartcity.domain.errors import present
from smartcity.domain.facts.decisions import Decision
from smartcity.domain.facts.history import Change, Move, Proof
from smartcity.domain.forecast.preview import effect
from smartcity.domain.indicators.achievement import PeriodReading
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.programmes import Agency, Milestone, Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.anomalies import Anomaly, anomalies, gauge_of
from smartcity.domain.reporting.verification_queue import (
    VerificationQueue,
    WaitingClaim,
    WaitingPhysical,
    WaitingReading,
)


class QueuePart(StrEnum):
    """The parts of the desk; values stand in the address."""

    CLAIMS = "klaim"
    PHYSICAL = "fisik"
    READINGS = "realisasi"
    CHANGES = "usulan"
    ANSWERS = "arahan"
    VERIFIED = "terverifikasi"
    PHYSICAL_VERIFIED = "fisik-terverifikasi"
    READ = "realisasi-terverifikasi"

    @property
    def is_verified(self) -> bool:
        """What waits no more, and may be revoked."""
        return self in (QueuePart.VERIFIED, QueuePart.PHYSICAL_VERIFIED, QueuePart.READ)

    @property
    def is_of_readings(self) -> bool:
        return self in (QueuePart.READINGS, QueuePart.READ)

    @property
    def is_of_physical(self) -> bool:
        return self in (QueuePart.PHYSICAL, QueuePart.PHYSICAL_VERIFIED)

    @property
    def act(self) -> Act:
        acts = {QueuePart.CHANGES: Act.APPROVE_CHANGE, QueuePart.ANSWERS: Act.VERIFY_DECISION}
        return acts.get(self, Act.VERIFY)


@dataclass(frozen=True)
class Case:
    """`template` lays three things side by side; `key` is unique on the desk; `parts` are answered with it.

    `judged` is what rules say of it, computed where its card is laid out.
    """

    part: QueuePart
    id: int
    name: str
    agency: Agency | None
    since: datetime
    template: str
    values: Mapping[str, Any]
    is_date: bool = False
    parts: tuple[int, ...] = ()
    judged: Callable[[], Mapping[str, Any]] = dict

    @cached_property
    def laid_out(self) -> Mapping[str, Any]:
        return {**self.values, **self.judged()}

    @property
    def numbers(self) -> tuple[int, ...]:
        return (self.id, *self.parts)

    @property
    def programmes(self) -> tuple[str, ...]:
        """The codes of the programmes it is about."""
        programme, card = self.values.get("p"), self.values.get("card")
        return (programme.code,) if programme else tuple(card.programmes) if card else ()

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The evidence that came with it."""
        claim, update = self.values.get("claim"), self.values.get("update")
        proofs: tuple[Proof, ...] = claim.update.proofs if claim else update.proofs if update else ()
        return proofs

    @property
    def verified_at(self) -> datetime | None:
        """When it was verified, of what is."""
        claim, update = self.values.get("claim"), self.values.get("update")
        answer = claim.update.answer if claim else getattr(update, "answer", None)
        return answer.at if self.part.is_verified and answer else None

    @property
    def key(self) -> str:
        return f"{self.part.value}-{'d' if self.is_date else 'f'}{self.id}"


MilestonesById = Mapping[int, tuple[Programme, Milestone]]


def cases(part: QueuePart, queue: VerificationQueue, plan: Portfolio, outcomes: Sequence[Outcome]) -> list[Case]:
    """Those of one part, oldest first; what is about nothing in the plan is left out."""
    if part.is_of_readings:
        cards = {outcome.card.id: outcome for outcome in outcomes}
        waiting_readings = queue.readings if part is QueuePart.READINGS else queue.read
        return [_reading(part, one, cards[one.indicator_id]) for one in waiting_readings if one.indicator_id in cards]
    if part.is_of_physical:
        programmes = {programme.id: programme for programme in plan.programmes}
        waiting = queue.physical if part is QueuePart.PHYSICAL else queue.physical_verified
        return [
            _physical(part, one, programmes[one.update.programme_id])
            for one in waiting
            if one.update.programme_id in programmes
        ]
    if part is QueuePart.ANSWERS:
        return [_answer(decision, plan) for decision in queue.decisions]
    by_id = {milestone.id: (programme, milestone) for programme, milestone in plan.milestones}
    if part is QueuePart.CHANGES:
        return [_change(change, by_id, plan) for change in queue.changes if change.milestone_id in by_id]
    claims = queue.claims if part is QueuePart.CLAIMS else queue.verified
    return [_claim(part, claim, by_id) for claim in claims if claim.update.milestone_id in by_id]


def _claim(part: QueuePart, claim: WaitingClaim, by_id: MilestonesById) -> Case:
    programme, milestone = by_id[claim.update.milestone_id]
    return Case(
        part,
        claim.update.id,
        milestone.name,
        programme.lead,
        claim.update.recorded_at,
        "verification/claim",
        {"claim": claim, "p": programme, "m": milestone, "report": claim.report or programme.report},
    )


def _answer(decision: Decision, plan: Portfolio) -> Case:
    """What the agency did about a decision, its earlier answers beside it."""
    answer = present(decision.waiting)
    programme = next((p for p in plan.programmes if p.id == decision.programme_id), None)
    return Case(
        QueuePart.ANSWERS,
        answer.id,
        decision.text,
        decision.agency,
        answer.recorded_at,
        "verification/answer",
        {"d": decision, "p": programme, "update": answer},
    )


def _physical(part: QueuePart, waiting: WaitingPhysical, programme: Programme) -> Case:
    return Case(
        part,
        waiting.update.id,
        programme.name,
        programme.lead,
        waiting.update.recorded_at,
        "verification/physical",
        {"update": waiting.update, "earlier": waiting.earlier, "p": programme},
    )


def _reading(part: QueuePart, reading: WaitingReading, outcome: Outcome) -> Case:
    before = [q for q in outcome.quarters if q.reading is not None and q.period < reading.period][-4:]
    values = {"update": reading, "card": outcome.card, "goal": outcome.goal_in(reading.period), "before": before}
    about = (outcome.card.name, outcome.card.agency, reading.recorded_at)
    parts = tuple(part.id for part in reading.parts)
    judged = partial(_judged_reading, reading, outcome)
    return Case(part, reading.id, *about, "verification/reading", values, parts=parts, judged=judged)


def _judged_reading(reading: WaitingReading, outcome: Outcome) -> Mapping[str, Any]:
    return {"anomalies": _anomalies(reading, outcome), "replaced": _replaced(reading, outcome)}


def _anomalies(reading: WaitingReading, outcome: Outcome) -> tuple[Anomaly, ...]:
    """What is unusual about it, judged as it was when it was typed; a single area is compared with nothing."""
    if reading.area is not None:
        return ()
    gauge = gauge_of(outcome, reading.period, reading.expected if outcome.card.is_by_area else ())
    unusual = anomalies(gauge, reading.reading, {part.area_id: part.reading for part in reading.parts})
    return unusual if _replaced(reading, outcome) is None else (*unusual, Anomaly("replaces"))


def _replaced(reading: WaitingReading, outcome: Outcome) -> PeriodReading | None:
    """The verified figure of the city that would give way to what waits."""
    if reading.area is not None:
        return None
    quarter = next((q for q in outcome.quarters if (q.period, q.span) == (reading.period, reading.span)), None)
    verified = quarter.verified if quarter is not None and not quarter.is_verified else None
    is_other = reading.answer is None and verified is not None and verified != reading.reading
    return verified if is_other else None


def _change(change: Change, by_id: MilestonesById, plan: Portfolio) -> Case:
    programme, milestone = by_id[change.milestone_id]
    return Case(
        QueuePart.CHANGES,
        change.id,
        milestone.name,
        programme.lead,
        change.recorded_at,
        "verification/proposal",
        {"change": change, "p": programme, "m": milestone},
        is_date=isinstance(change, Move),
        judged=lambda: {"effect": effect(change, programme, plan)},
    )
