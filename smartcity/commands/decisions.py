"""Decisions (arahan): taken in a meeting and at once a task; answered by the agency, closed by a verifier."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.commands import ledger, locks
from smartcity.commands.meeting_rows import add, alter, batch_of, by_code, id_of, meeting_in, number
from smartcity.domain.kinds import MeetingState, Verdict
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store import tables as t

LONGEST = 1000
LEAST_REASON = 5


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """`agency` and `programme` are codes."""

    text: str
    agency: str
    due_on: date | None
    is_confidential: bool = False
    programme: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """`is_done` asks the verifier to close the decision; evidence goes with it then."""

    text: str
    is_done: bool
    proofs: tuple[Any, ...] = ()


def decide(session: Session, actor: Actor, meeting: str, draft: DecisionDraft, *, at: datetime) -> t.Decision:
    """Records what the running meeting decided; from now on the agency has it among its tasks.

    Raises:
        Refused: the meeting is not running, the text is missing, the agency unknown, or the due day is past.
        Forbidden: the actor does not record decisions.
    """
    require(actor, Act.DECIDE)
    ledger.take_turns(session)
    held = meeting_in(session, meeting, MeetingState.RUNNING)
    fields = _fields(session, draft, held)
    code = _next_code(session, held.held_on.year)
    own: dict[str, Any] = {
        "code": code,
        "meeting_id": held.id,
        "batch_id": batch_of(session, meeting, at),
        "recorded_at": at,
    }
    decision = add(session, t.Decision(**own, **fields))
    ledger.append(
        session, actor, "decision.decide", f"decision:{code}", at=at, after={**_plain(draft), "meeting": meeting}
    )
    return decision


def amend(session: Session, actor: Actor, code: str, draft: DecisionDraft, *, at: datetime) -> None:
    """Mends what was typed, as long as its meeting is open."""
    require(actor, Act.DECIDE)
    ledger.take_turns(session)
    decision: t.Decision = by_code(session, t.Decision, code)
    held = session.get(t.Meeting, decision.meeting_id)
    assert held is not None
    meeting_in(session, held.code, MeetingState.RUNNING)
    before, after = alter(session, decision, at, **_fields(session, draft, held))
    ledger.append(session, actor, "decision.amend", f"decision:{code}", at=at, before=before, after=after)


def _fields(session: Session, draft: DecisionDraft, held: t.Meeting) -> dict[str, Any]:
    text = draft.text.strip()
    if not 0 < len(text) <= LONGEST:
        raise Refused("decision.text", most=LONGEST)
    if draft.due_on is not None and draft.due_on < held.held_on:
        raise Refused("decision.due_past", day=held.held_on)
    return {
        "text": text,
        "agency_id": id_of(session, t.Agency, draft.agency),
        "programme_id": id_of(session, t.Programme, draft.programme),
        "due_on": draft.due_on,
        "is_confidential": draft.is_confidential,
    }


def _plain(draft: DecisionDraft) -> dict[str, Any]:
    due = draft.due_on.isoformat() if draft.due_on else None
    told = {"text": draft.text.strip(), "agency": draft.agency, "programme": draft.programme, "due_on": due}
    return {**told, "is_confidential": draft.is_confidential}


def _next_code(session: Session, year: int) -> str:
    """AR-2026-14 after AR-2026-13; withdrawn decisions keep their numbers."""
    codes = session.exec(select(t.Decision.code)).all()
    numbers = [int(found[1]) for code in codes if (found := re.fullmatch(rf"AR-{year}-(\d+)", code))]
    return f"AR-{year}-{max(numbers, default=0) + 1:02}"


def answer(session: Session, actor: Actor, code: str, draft: AnswerDraft, *, at: datetime) -> t.DecisionAnswer:
    """What the agency did about its decision.

    Raises:
        Refused: there is no such decision, it is closed, the text is missing, or *done* comes without evidence.
        Forbidden: the decision is another agency's.
    """
    decision, owner = _owned(session, code)
    require(actor, Act.ANSWER_DECISION, agency=owner)
    ledger.take_turns(session)
    text = draft.text.strip()
    if decision.closed_on is not None:
        raise Refused("decision.closed", code=code)
    if not 0 < len(text) <= LONGEST:
        raise Refused("decision.text", most=LONGEST)
    if draft.is_done and not draft.proofs:
        raise Refused("decision.needs_evidence")
    said: dict[str, Any] = {"recorded_at": at, "recorded_by": actor.label or actor.name}
    given = t.DecisionAnswer(decision_id=number(decision), text=text, is_done=draft.is_done, **said)
    session.add(given)
    session.flush()
    session.add_all(_evidence(given, proof, said) for proof in draft.proofs)
    told = {"answer": given.id, "text": text, "done": draft.is_done, "evidence": [p.title for p in draft.proofs]}
    ledger.append(session, actor, "decision.answer", f"decision:{code}", at=at, after=told)
    return given


def _evidence(given: t.DecisionAnswer, proof: Any, said: dict[str, Any]) -> t.Evidence:
    return t.Evidence(answer_id=number(given), title=proof.title, url=proof.url, **said)


def review(session: Session, actor: Actor, answer_id: int, verdict: Verdict, note: str = "", *, at: datetime) -> None:
    """The verifier's word on an answer that says done: verified closes the decision, returned asks again.

    Raises:
        Refused: the answer does not wait for a word, or it is returned without a note.
        Forbidden: the decision is the verifier's own agency's.
    """
    given = session.get(t.DecisionAnswer, answer_id)
    decision = session.get(t.Decision, given.decision_id) if given is not None else None
    if given is None or decision is None:
        raise Refused("decision.no_answer")
    _, owner = _owned(session, decision.code)
    require(actor, Act.VERIFY_DECISION, agency=owner)
    ledger.take_turns(session)
    _require_waiting(session, given, decision)
    if verdict is Verdict.RETURNED and not note.strip():
        raise Refused("decision.note_needed")
    said: dict[str, Any] = {"recorded_at": at, "recorded_by": actor.label or actor.name}
    session.add(t.DecisionReview(answer_id=number(given), verdict=verdict, note=note.strip() or None, **said))
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if verdict is Verdict.VERIFIED:
        day = locks.calendar(session).today(at)
        before, after = alter(session, decision, at, closed_on=day, follow_up=given.text)
    told = {**after, "answer": given.id, "verdict": verdict.value}
    ledger.append(
        session,
        actor,
        "decision.review",
        f"decision:{decision.code}",
        at=at,
        before=before,
        after=told,
        reason=note.strip() or None,
    )


def _require_waiting(session: Session, given: t.DecisionAnswer, decision: t.Decision) -> None:
    newest = session.exec(
        select(t.DecisionAnswer.id)
        .where(t.DecisionAnswer.decision_id == decision.id)
        .order_by(col(t.DecisionAnswer.recorded_at).desc(), col(t.DecisionAnswer.id).desc())
    ).first()
    answered = session.exec(select(t.DecisionReview.id).where(t.DecisionReview.answer_id == given.id)).first()
    if decision.closed_on is not None or newest != given.id or answered is not None or not given.is_done:
        raise Refused("decision.not_waiting")


def reopen(session: Session, actor: Actor, code: str, reason: str, *, at: datetime) -> None:
    """A closed decision is a task again: it did not hold."""
    decision, owner = _owned(session, code)
    require(actor, Act.VERIFY_DECISION, agency=owner)
    ledger.take_turns(session)
    if decision.closed_on is None:
        raise Refused("decision.open", code=code)
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("decision.note_needed")
    before, after = alter(session, decision, at, closed_on=None)
    ledger.append(
        session, actor, "decision.reopen", f"decision:{code}", at=at, before=before, after=after, reason=reason.strip()
    )


def _owned(session: Session, code: str) -> tuple[t.Decision, str]:
    """The decision and the code of the agency that has to carry it out."""
    decision: t.Decision = by_code(session, t.Decision, code)
    owner = session.get(t.Agency, decision.agency_id)
    assert owner is not None
    return decision, owner.code
