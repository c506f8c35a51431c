"""Meetings over their life: planned, begun on frozen data, minuted, closed, opened again with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session, col

from smartcity.commands import ledger, operations
from smartcity.commands.contexts import current_plan
from smartcity.commands.meetings import postponed_items, wall_display
from smartcity.commands.meetings.rows import (
    add,
    alter,
    batch_of,
    changed_text,
    in_force,
    items_of,
    meeting_in,
    meeting_to_bring,
    require_no_other,
)
from smartcity.domain import lengths
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.operations.jobs import seal_of_meeting
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot
from smartcity.domain.text import clean, note, required_note
from smartcity.store import tables as t

LEAST_MINUTES, MOST_MINUTES = 10, 480
LONGEST_NAME = lengths.MEETING_NAME
LEAST_REASON = 5


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """Day and hour are local; `code` names the meeting in addresses and files and never changes."""

    code: str
    name: str
    held_on: date
    minutes_planned: int
    starts_at: time | None = None
    place: str | None = None


def plan(session: Session, actor: Actor, draft: MeetingDraft, *, at: datetime) -> t.Meeting:
    """What was put off for want of a next meeting comes onto its agenda.

    Raises:
        AlreadyDone: just this meeting is planned.
        Refused: the code is taken, or the draft is incomplete.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    code = clean(draft.code)
    _require_whole(draft)
    fields = _fields(draft)
    for taken in in_force(session, t.Meeting, col(t.Meeting.code) == code):
        is_same = all(getattr(taken, name) == value for name, value in fields.items())
        raise AlreadyDone("meeting.planned_already", code=code) if is_same else Refused("meeting.code_taken", code=code)
    meeting = add(session, t.Meeting(code=code, batch_id=batch_of(session, code, at), recorded_at=at, **fields))
    postponed_items.carry_over(session, meeting, at)
    after = {name: str(value) for name, value in fields.items() if value}
    ledger.append(session, actor, "meeting.plan", _subject(meeting), at=at, after=after)
    return meeting


def replan(session: Session, actor: Actor, draft: MeetingDraft, reason: str = "", *, at: datetime) -> None:
    """Another name, day, hour, place or length for a meeting that has not begun; one called off is planned again.

    Raises:
        Refused: it has begun, the draft is incomplete, or it moves or comes back without a reason.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    _require_whole(draft)
    meeting = meeting_in(session, draft.code, MeetingState.PLANNED, MeetingState.CALLED_OFF)
    is_moved = (meeting.held_on, meeting.starts_at) != (draft.held_on, draft.starts_at)
    if is_moved or meeting.called_off_at is not None:
        require_reason(reason, "meeting.move_reason_needed")
    back = {"called_off_at": None, "called_off_reason": None}
    before, after = alter(session, meeting, at, **_fields(draft), **back)
    change: dict[str, Any] = {"before": before, "after": after, "reason": clean(reason) or None}
    ledger.append(session, actor, "meeting.replan", _subject(meeting), at=at, **change)


def require_reason(reason: str, key: str = "meeting.reason_needed") -> None:
    if len(clean(reason)) < LEAST_REASON:
        raise Refused(key)


def _subject(meeting: t.Meeting) -> str:
    return f"meeting:{meeting.code}"


def _require_whole(draft: MeetingDraft) -> None:
    required_note(draft.code, "meeting.code_needed", most=lengths.CODE)
    if not 0 < len(clean(draft.name)) <= LONGEST_NAME:
        raise Refused("meeting.name_needed", most=LONGEST_NAME)
    if not LEAST_MINUTES <= draft.minutes_planned <= MOST_MINUTES:
        raise Refused("meeting.minutes_planned", least=LEAST_MINUTES, most=MOST_MINUTES)


def _fields(draft: MeetingDraft) -> dict[str, Any]:
    return {
        "name": clean(draft.name),
        "held_on": draft.held_on,
        "starts_at": draft.starts_at,
        "place": note(draft.place, most=lengths.NAME),
        "minutes_planned": draft.minutes_planned,
    }


def start(
    session: Session,
    actor: Actor,
    code: str,
    figures: PortfolioSnapshot,
    *,
    audit_id: int,
    at: datetime,
    despite_day: date | None = None,
) -> t.Snapshot:
    """Freezes the figures, which were computed when the ledger stood at `audit_id`, and begins on them, today.

    One planned for another day begins only when that day is named as `despite_day`.

    Raises:
        AlreadyDone: it is running.
        Refused: the meeting is not to come, it is planned for another day, another one is running, or something was
            written since `audit_id`.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    meeting = meeting_to_bring(session, code, MeetingState.RUNNING, MeetingState.PLANNED)
    require_no_other(session)
    today = current_plan.calendar(session).today(at)
    if meeting.held_on not in (today, despite_day):
        raise Refused("meeting.other_day", day=meeting.held_on)
    snapshot = operations.freeze_snapshot(session, actor, figures, audit_id=audit_id, at=at)
    begun = {"started_at": at, "snapshot_id": snapshot.id, "held_on": today}
    if meeting.minutes_planned is None:
        begun["minutes_planned"] = sum(item.minutes_planned or 0 for item in items_of(session, meeting))
    before, after = alter(session, meeting, at, **begun)
    wall_display.open_for(session, meeting, at)
    ledger.append(session, actor, "meeting.start", _subject(meeting), at=at, before=before, after=after)
    return snapshot


def minute(session: Session, actor: Actor, code: str, text: str, *, seen: str | None = None, at: datetime) -> None:
    """The minutes of the meeting as a whole, begun on `seen`; those of an item belong to the item.

    Raises:
        Refused: the meeting is not running, or somebody else wrote since.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    _minute(session, actor, meeting_in(session, code, MeetingState.RUNNING), text, seen, at)


def _minute(session: Session, actor: Actor, meeting: t.Meeting, text: str, seen: str | None, at: datetime) -> None:
    before, after = alter(session, meeting, at, minutes=changed_text(meeting.minutes, text, seen))
    if after:
        ledger.append(session, actor, "meeting.minute", _subject(meeting), at=at, before=before, after=after)


def close(
    session: Session,
    actor: Actor,
    code: str,
    minutes: str | None = None,
    *,
    seen: str | None = None,
    is_sealed_outside: bool = False,
    at: datetime,
) -> None:
    """Locks agenda and minutes, those in the field with them; open decisions stay. The job of the seal may be entered.

    Raises:
        AlreadyDone: it is closed.
        Refused: as `minute`.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    meeting = meeting_to_bring(session, code, MeetingState.CLOSED, MeetingState.RUNNING)
    if minutes is not None:
        _minute(session, actor, meeting, minutes, seen, at)
    wall_display.leave(session, meeting, at)
    alter(session, meeting, at, closed_at=at)
    items = {str(item.id): item.spent_seconds for item in items_of(session, meeting) if not item.is_dropped}
    ledger.append(session, actor, "meeting.close", _subject(meeting), at=at, after={"seconds": items})
    if is_sealed_outside:
        operations.enqueue(session, [seal_of_meeting(meeting.code, at)], at=at)


def reopen(session: Session, actor: Actor, code: str, reason: str, *, at: datetime) -> None:
    """Unlocks the minutes of a closed meeting; the walls take no notice.

    Raises:
        Refused: the meeting is not closed, another one is running, or no reason was given.
        Forbidden: the actor does not run meetings.
    """
    require(actor, Act.RUN_MEETING)
    require_reason(reason)
    ledger.lock(session)
    meeting = meeting_to_bring(session, code, MeetingState.RUNNING, MeetingState.CLOSED)
    require_no_other(session)
    before, after = alter(session, meeting, at, closed_at=None, started_at=meeting.started_at or meeting.closed_at)
    change: dict[str, Any] = {"before": before, "after": after, "reason": clean(reason)}
    ledger.append(session, actor, "meeting.reopen", _subject(meeting), at=at, **change)
