"""Meetings taken back: called off before they begin, or their beginning undone while nothing was decided."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.meetings import postponed_items, wall_display
from smartcity.commands.meetings.meetings import require_reason
from smartcity.commands.meetings.rows import alter, in_force, items_of, meeting_to_bring, number
from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import Refused
from smartcity.domain.text import clean
from smartcity.store import tables as t


def call_off(session: Session, actor: Actor, code: str, reason: str, *, at: datetime) -> None:
    """The meeting will not be held; planning it anew brings it back. What was put off to it goes to the next one.

    Raises:
        AlreadyDone: it is called off.
        Refused: it has begun, or no reason was given.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    meeting = meeting_to_bring(session, code, MeetingState.CALLED_OFF, MeetingState.PLANNED)
    require_reason(reason, "meeting.call_off_reason_needed")
    why = clean(reason)
    before, after = alter(session, meeting, at, called_off_at=at, called_off_reason=why)
    following = postponed_items.next_after(session, meeting)
    if following is not None:
        postponed_items.carry_over(session, following, at)
    subject = f"meeting:{code}"
    ledger.append(session, actor, "meeting.call_off", subject, at=at, before=before, after=after, reason=why)


def undo_start(session: Session, actor: Actor, code: str, *, at: datetime) -> None:
    """The meeting is to come again, on the day it was planned for; notes stay, timers begin anew.

    Raises:
        AlreadyDone: it has not begun.
        Refused: it decided something, or was closed before.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    meeting = meeting_to_bring(session, code, MeetingState.PLANNED, MeetingState.RUNNING)
    if in_force(session, t.Decision, col(t.Decision.meeting_id) == meeting.id):
        raise Refused("meeting.has_decided", code=code)
    if _changes(session, meeting, "closed_at"):
        raise Refused("meeting.was_closed", code=code)
    wall_display.leave(session, meeting, at)
    for item in items_of(session, meeting):
        item.spent_seconds, item.is_done = 0, False
    day = _planned_day(session, meeting)
    before, after = alter(session, meeting, at, started_at=None, snapshot_id=None, held_on=day)
    ledger.append(session, actor, "meeting.undo_start", f"meeting:{code}", at=at, before=before, after=after)


def _changes(session: Session, meeting: t.Meeting, field: str) -> list[t.PlanChange]:
    """Of one field, oldest first."""
    change = t.PlanChange
    where = (col(change.noun) == "meeting", col(change.row_id) == number(meeting), col(change.field) == field)
    return list(session.exec(select(change).where(*where).order_by(col(change.id))).all())


def _planned_day(session: Session, meeting: t.Meeting) -> date:
    """The day that its beginning replaced."""
    replaced = [c.old for c in _changes(session, meeting, "held_on") if c.recorded_at == meeting.started_at]
    return date.fromisoformat(str(replaced[-1]["v"])) if replaced and replaced[-1] else meeting.held_on
