"""Decisions (arahan): taken in a meeting, and at once a task. What the agencies answer is in `decision_answers`."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.meetings.rows import add, alter, batch_of, by_code, id_of, in_force, meeting_in, owned_decision
from smartcity.domain import lengths
from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import AlreadyDone, Refused, present
from smartcity.domain.text import clean
from smartcity.store import tables as t

LONGEST = lengths.REASON
LEAST_REASON = 5


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """`agency` and `programme` are codes."""

    text: str
    agency: str
    due_on: date | None
    is_confidential: bool = False
    programme: str | None = None


def decide(session: Session, actor: Actor, meeting: str, draft: DecisionDraft, *, at: datetime) -> t.Decision:
    """Records what the running meeting decided; from now on the agency has it among its tasks.

    Raises:
        AlreadyDone: it recorded just this before.
        Refused: the meeting is not running, the text is missing, the agency unknown, or the due day is past.
        Forbidden: the actor does not record decisions.
    """
    ledger.take_turn(session, actor, Act.DECIDE)
    running = meeting_in(session, meeting, MeetingState.RUNNING)
    fields = _fields(session, draft, running)
    _require_new(session, running, fields)
    code = _next_code(session, running.held_on.year)
    own: dict[str, Any] = {
        "code": code,
        "meeting_id": running.id,
        "batch_id": batch_of(session, meeting, at),
        "recorded_at": at,
    }
    decision = add(session, t.Decision(**own, **fields))
    after = {**_plain(draft), "meeting": meeting}
    ledger.append(session, actor, "decision.decide", f"decision:{code}", at=at, after=after)
    return decision


def _require_new(session: Session, meeting: t.Meeting, fields: dict[str, Any]) -> None:
    """The same words for the same agency until the same day are the same decision, pressed twice."""
    for taken in in_force(session, t.Decision, col(t.Decision.meeting_id) == meeting.id):
        if all(getattr(taken, name) == value for name, value in fields.items()):
            raise AlreadyDone("decision.recorded_already", code=taken.code)


def amend(session: Session, actor: Actor, code: str, draft: DecisionDraft, *, at: datetime) -> None:
    """Mends what was typed, as long as its meeting is open."""
    ledger.take_turn(session, actor, Act.DECIDE)
    decision: t.Decision = by_code(session, t.Decision, code)
    meeting = present(session.get(t.Meeting, decision.meeting_id))
    meeting_in(session, meeting.code, MeetingState.RUNNING)
    before, after = alter(session, decision, at, **_fields(session, draft, meeting))
    if after:
        ledger.append(session, actor, "decision.amend", f"decision:{code}", at=at, before=before, after=after)


def _fields(session: Session, draft: DecisionDraft, meeting: t.Meeting) -> dict[str, Any]:
    text = clean(draft.text)
    if not 0 < len(text) <= LONGEST:
        raise Refused("decision.text", most=LONGEST)
    if draft.due_on is not None and draft.due_on < meeting.held_on:
        raise Refused("decision.due_past", day=meeting.held_on)
    if not draft.agency:
        raise Refused("decision.agency_needed")
    return {
        "text": text,
        "agency_id": id_of(session, t.Agency, draft.agency),
        "programme_id": id_of(session, t.Programme, draft.programme),
        "due_on": draft.due_on,
        "is_confidential": draft.is_confidential,
    }


def _plain(draft: DecisionDraft) -> dict[str, Any]:
    due = draft.due_on.isoformat() if draft.due_on else None
    fields = {"text": clean(draft.text), "agency": draft.agency, "programme": draft.programme, "due_on": due}
    return {**fields, "is_confidential": draft.is_confidential}


def _next_code(session: Session, year: int) -> str:
    """AR-2026-14 after AR-2026-13; withdrawn decisions keep their numbers."""
    codes = session.exec(select(t.Decision.code)).all()
    numbers = [int(match[1]) for code in codes if (match := re.fullmatch(rf"AR-{year}-(\d+)", code))]
    return f"AR-{year}-{max(numbers, default=0) + 1:02}"


def reopen(session: Session, actor: Actor, code: str, reason: str, *, at: datetime) -> None:
    """A closed decision is a task again: it did not hold."""
    decision, owner = owned_decision(session, code)
    ledger.take_turn(session, actor, Act.VERIFY_DECISION, agency=owner)
    session.refresh(decision)
    if decision.closed_on is None:
        raise AlreadyDone("decision.open", code=code)
    if len(clean(reason)) < LEAST_REASON:
        raise Refused("decision.note_needed")
    (before, after), why = alter(session, decision, at, closed_on=None), clean(reason)
    ledger.append(session, actor, "decision.reopen", f"decision:{code}", at=at, before=before, after=after, reason=why)
