"""Milestones with what their facts are: the plan's row, the claims and the promised date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from smartcity.domain.enums import Verdict
from smartcity.domain.facts.claims import NO_CLAIMS, Claims
from smartcity.domain.plan.milestones import MilestoneFacts, estimated_start
from smartcity.domain.plan.programmes import ActionPlan
from smartcity.domain.reporting.submission import MilestoneState
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, Promise, among, load_claims, load_promises, load_verdicts
from smartcity.store.loaders.plan import load_action_plans
from smartcity.store.loaders.verification import moves
from smartcity.store.loaders.visibility import AsOf, Row


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """One milestone as loaded; `facts` know nothing of obstacles, which reports tell."""

    row: Row
    programme_id: int
    action_plan: ActionPlan
    claims: Claims
    promise: Promise | None
    facts: MilestoneFacts


def milestone_records(when: AsOf, programme_ids: Ids = None) -> Iterator[MilestoneRecord]:
    """Those of the programmes, in the order they came in."""
    plans = load_action_plans(when, programme_ids)
    rows = when.rows(t.Milestone, *among(t.Milestone.action_plan_id, None if programme_ids is None else list(plans)))
    begun = {row["id"]: row["starts_on"] for row in when.rows(t.Programme, *among(t.Programme.id, programme_ids))}
    ids = None if programme_ids is None else [row["id"] for row in rows]
    claimed, promised = load_claims(when, ids), load_promises(when, ids)
    for row in rows:
        programme_id, action_plan = plans[row["action_plan_id"]]
        claims, promise = claimed.get(row["id"], NO_CLAIMS), promised.get(row["id"])
        facts = _facts(row, begun[programme_id], claims, promise, when.day)
        yield MilestoneRecord(row, programme_id, action_plan, claims, promise, facts)


def _facts(row: Mapping[str, Any], begun: date, claims: Claims, promise: Promise | None, day: date) -> MilestoneFacts:
    """What is cancelled or postponed only after `day` was neither on that day."""
    due_on = promise.due_on if promise else row["first_due_on"]
    return MilestoneFacts(
        weight=Fraction(row["weight"]),
        starts_on=estimated_start(begun, due_on) if row["start_is_estimated"] else row["starts_on"],
        due_on=due_on,
        first_due_on=row["first_due_on"],
        latest=claims.latest,
        verified=claims.verified,
        cancelled_on=_by(row["cancelled_on"], day),
        postponed=_by(row["postponed_on"], day) is not None,
        claims=claims.dated,
        start_is_estimated=row["start_is_estimated"],
    )


def _by(day: date | None, last: date) -> date | None:
    return day if day is not None and day <= last else None


def proven(when: AsOf, milestone_ids: Ids = None) -> frozenset[int]:
    """The milestones for which evidence was given with a claim that was not returned, by id."""
    update: Any = t.MilestoneUpdate
    evidence: Any = t.Evidence
    rows = when.execute(
        select(update.id, update.milestone_id)
        .join(evidence, evidence.update_id == update.id)
        .where(when.visible(update), when.visible(evidence), *among(update.milestone_id, milestone_ids))
    ).all()
    answered = load_verdicts(
        when, t.UpdateReview, "update_id", None if milestone_ids is None else [row.id for row in rows]
    )
    return frozenset(row.milestone_id for row in rows if answered.get(row.id) is not Verdict.RETURNED)


def load_milestone_states(when: AsOf, programme_id: int) -> Mapping[int, MilestoneState]:
    """What is known of each milestone of a programme, by id."""
    records = {record.row["id"]: record for record in milestone_records(when, (programme_id,))}
    with_evidence = proven(when, list(records))
    asked = {move.milestone_id for move in moves(when, list(records)) if move.answer is None}
    return {
        number: MilestoneState(
            code=record.row["code"],
            facts=record.facts,
            needs_evidence=record.row["needs_evidence"],
            has_evidence=number in with_evidence,
            awaits_move=number in asked,
        )
        for number, record in records.items()
    }
