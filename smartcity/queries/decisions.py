"""Decisions (arahan) with answers and their age in meetings: counted for all, texts for those who may read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.facts import claims
from smartcity.domain.facts.decisions import Answer, CountedDecision, Decision, Meeting, age_in_meetings, hidden
from smartcity.domain.facts.history import Proof
from smartcity.domain.plan.programmes import Agency
from smartcity.queries.meetings import may_read, meetings_by_id
from smartcity.store import tables as t
from smartcity.store.loaders.plan import load_agencies
from smartcity.store.loaders.verification import build_evidence, confidential_answers, load_answers, public_evidence
from smartcity.store.loaders.visibility import AsOf


def all_decisions(session: Session, as_of: date, reader: Actor = GUEST) -> tuple[CountedDecision, ...]:
    """In the order they were taken; a confidential one that the reader may not know only counts."""
    when = AsOf.end_of(session, as_of)
    meetings, owners = meetings_by_id(when), load_agencies(when)
    past_meetings = [meeting for meeting in meetings.values() if meeting.is_over(as_of)]
    answers = _answers(when)
    decisions = (
        _decision(row, meetings[row["meeting_id"]], owners[row["agency_id"]], answers, past_meetings, as_of)
        for row in when.rows(t.Decision)
    )
    return tuple(d if not d.is_confidential or may_read(reader, d.agency.code) else hidden(d) for d in decisions)


def readable_decisions(session: Session, as_of: date, reader: Actor = GUEST) -> tuple[Decision, ...]:
    """Public decisions, and the confidential ones that the reader may know, in the order they were taken."""
    return tuple(decision for decision in all_decisions(session, as_of, reader) if isinstance(decision, Decision))


def _decision(
    row: Mapping[str, Any],
    meeting: Meeting,
    agency: Agency,
    answered: Mapping[int, list[Answer]],
    past_meetings: list[Meeting],
    as_of: date,
) -> Decision:
    closed_on = row["closed_on"]
    return Decision(
        code=row["code"],
        meeting=meeting,
        text=row["text"],
        agency=agency,
        programme_id=row["programme_id"],
        due_on=row["due_on"],
        closed_on=closed_on if closed_on is not None and closed_on <= as_of else None,
        follow_up=row["follow_up"],
        id=row["id"],
        is_confidential=row["is_confidential"],
        age=age_in_meetings(meeting.held_on, past_meetings),
        answers=tuple(answered.get(row["id"], ())),
    )


def _answers(when: AsOf) -> Mapping[int, list[Answer]]:
    """By decision id, oldest first, each with the newest verdict on it."""
    answer: Any = t.DecisionAnswer
    rows = when.session.execute(
        select(*answer.__table__.columns).where(when.visible(answer)).order_by(answer.recorded_at, answer.id)
    ).all()
    if not rows:
        return {}
    answered, proofs = load_answers(when, t.DecisionReview, "answer_id"), _proofs(when)
    by_decision: defaultdict[int, list[Answer]] = defaultdict(list)
    for row in rows:
        answer_given = _answer(row, answered.get(row.id), proofs.get(row.id, ()), when)
        by_decision[row.decision_id].append(answer_given)
    return by_decision


def _answer(row: Any, verdict: claims.Answer | None, proofs: Iterable[Proof], when: AsOf) -> Answer:
    return Answer(
        id=row.id,
        text=row.text,
        is_done=row.is_done,
        recorded_at=when.local(row.recorded_at),
        recorded_by=row.recorded_by,
        proofs=tuple(proofs),
        verdict=verdict.verdict if verdict else None,
        verdict_by=verdict.by if verdict else None,
        verdict_note=verdict.note if verdict else None,
        verdict_at=verdict.at if verdict else None,
    )


def _proofs(when: AsOf) -> Mapping[int, list[Proof]]:
    evidence: Any = t.Evidence
    rows = when.session.execute(
        select(*evidence.__table__.columns)
        .where(when.visible(evidence), evidence.answer_id.is_not(None))
        .order_by(evidence.id)
    ).all()
    public = public_evidence(when.session, [row.id for row in rows])
    secrets = confidential_answers(when.session, {row.answer_id for row in rows})
    by_answer: defaultdict[int, list[Proof]] = defaultdict(list)
    for row in rows:
        by_answer[row.answer_id].append(build_evidence(row, public, secrets.get(row.answer_id)))
    return by_answer
