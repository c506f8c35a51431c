"""What waits, as cases on the verifier's desk: each with its agency, its age and what is laid side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from smartcity.domain.effects import effect
from smartcity.domain.history import Change, Move, Proof
from smartcity.domain.indicators import PeriodReading
from smartcity.domain.meetings import Decision
from smartcity.domain.outcomes import Outcome
from smartcity.domain.plan import Agency, Milestone, Programme
from smartcity.domain.plausibility import Doubt, doubts, gauge_of
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.queue import Queue, WaitingClaim, WaitingPhysical, WaitingReading
from smartcity.domain.roles import Act


class Part(StrEnum):
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
        return self in (Part.VERIFIED, Part.PHYSICAL_VERIFIED, Part.READ)

    @property
    def is_of_readings(self) -> bool:
        return self in (Part.READINGS, Part.READ)

    @property
    def is_of_physical(self) -> bool:
        return self in (Part.PHYSICAL, Part.PHYSICAL_VERIFIED)

    @property
    def act(self) -> Act:
        acts = {Part.CHANGES: Act.APPROVE_CHANGE, Part.ANSWERS: Act.VERIFY_DECISION}
        return acts.get(self, Act.VERIFY)


@dataclass(frozen=True)
class Case:
    """`blocks` are the three things laid side by side; `key` is unique on the desk; `parts` are answered with it."""

    part: Part
    id: int
    name: str
    agency: Agency | None
    since: datetime
    blocks: tuple[str, str, str]
    values: Mapping[str, Any]
    is_date: bool = False
    parts: tuple[int, ...] = ()

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
        claim, told = self.values.get("claim"), self.values.get("told")
        found: tuple[Proof, ...] = claim.update.proofs if claim else told.proofs if told else ()
        return found

    @property
    def verified_at(self) -> datetime | None:
        """When it was verified, of what is."""
        claim, told = self.values.get("claim"), self.values.get("told")
        answer = claim.update.answer if claim else getattr(told, "answer", None)
        return answer.at if self.part.is_verified and answer else None

    @property
    def key(self) -> str:
        return f"{self.part.value}-{'d' if self.is_date else 'f'}{self.id}"


Found = Mapping[int, tuple[Programme, Milestone]]


def cases(part: Part, queue: Queue, plan: Portfolio, outcomes: Sequence[Outcome]) -> list[Case]:
    """Those of one part, oldest first; what is about nothing in the plan is left out."""
    by_id = {milestone.id: (programme, milestone) for programme, milestone in plan.milestones}
    if part.is_of_readings:
        cards = {outcome.card.id: outcome for outcome in outcomes}
        told = queue.readings if part is Part.READINGS else queue.read
        return [_reading(part, one, cards[one.indicator_id]) for one in told if one.indicator_id in cards]
    if part.is_of_physical:
        programmes = {programme.id: programme for programme in plan.programmes}
        waiting = queue.physical if part is Part.PHYSICAL else queue.physical_verified
        return [
            _physical(part, one, programmes[one.update.programme_id])
            for one in waiting
            if one.update.programme_id in programmes
        ]
    if part is Part.CHANGES:
        return [_change(change, by_id, plan) for change in queue.changes if change.milestone_id in by_id]
    if part is Part.ANSWERS:
        return [_answer(decision, plan) for decision in queue.decisions]
    claims = queue.claims if part is Part.CLAIMS else queue.verified
    return [_claim(part, claim, by_id) for claim in claims if claim.update.milestone_id in by_id]


def _claim(part: Part, claim: WaitingClaim, by_id: Found) -> Case:
    programme, milestone = by_id[claim.update.milestone_id]
    return Case(
        part,
        claim.update.id,
        milestone.name,
        programme.lead,
        claim.update.recorded_at,
        ("claim", "claim_evidence", "claim_history"),
        {"claim": claim, "p": programme, "m": milestone, "report": claim.report or programme.report},
    )


def _answer(decision: Decision, plan: Portfolio) -> Case:
    """What the agency did about a decision, its earlier answers beside it."""
    assert decision.waiting is not None
    programme = next((p for p in plan.programmes if p.id == decision.programme_id), None)
    return Case(
        Part.ANSWERS,
        decision.waiting.id,
        decision.text,
        decision.agency,
        decision.waiting.recorded_at,
        ("answer", "answer_evidence", "answer_history"),
        {"d": decision, "p": programme, "told": decision.waiting},
    )


def _physical(part: Part, found: WaitingPhysical, programme: Programme) -> Case:
    return Case(
        part,
        found.update.id,
        programme.name,
        programme.lead,
        found.update.recorded_at,
        ("physical", "physical_evidence", "physical_history"),
        {"told": found.update, "earlier": found.earlier, "p": programme},
    )


def _reading(part: Part, told: WaitingReading, outcome: Outcome) -> Case:
    before = [q for q in outcome.quarters if q.reading is not None and q.period < told.period][-4:]
    values = {"told": told, "card": outcome.card, "goal": outcome.goal_in(told.period), "before": before}
    blocks = ("reading", "reading_evidence", "reading_history")
    about = (outcome.card.name, outcome.card.agency, told.recorded_at)
    parts = tuple(part.id for part in told.parts)
    values |= {"doubts": _doubts(told, outcome), "replaced": _replaced(told, outcome)}
    return Case(part, told.id, *about, blocks, values, parts=parts)


def _doubts(told: WaitingReading, outcome: Outcome) -> tuple[Doubt, ...]:
    """What is unusual about it, judged as it was when it was typed; a single area is compared with nothing."""
    if told.area is not None:
        return ()
    gauge = gauge_of(outcome, told.period, told.expected if outcome.card.is_by_area else ())
    found = doubts(gauge, told.reading, {part.area_id: part.reading for part in told.parts})
    return found if _replaced(told, outcome) is None else (*found, Doubt("replaces"))


def _replaced(told: WaitingReading, outcome: Outcome) -> PeriodReading | None:
    """The verified figure of the city that would give way to what waits."""
    if told.area is not None:
        return None
    quarter = next((q for q in outcome.quarters if (q.period, q.span) == (told.period, told.span)), None)
    verified = quarter.verified if quarter is not None and not quarter.is_verified else None
    is_other = told.answer is None and verified is not None and verified != told.reading
    return verified if is_other else None


def _change(change: Change, by_id: Found, plan: Portfolio) -> Case:
    programme, milestone = by_id[change.milestone_id]
    return Case(
        Part.CHANGES,
        change.id,
        milestone.name,
        programme.lead,
        change.recorded_at,
        ("proposal", "proposal_reason", "proposal_standing"),
        {"change": change, "p": programme, "m": milestone, "effect": effect(change, programme, plan)},
        is_date=isinstance(change, Move),
    )
