"""Meetings over their life: planned, begun on frozen data, minuted, closed, opened again with a reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session, col, select

from smartcity.commands import ledger, locks, snapshots, stage
from smartcity.commands.meeting_rows import (
    add,
    alter,
    batch_of,
    in_force,
    items_of,
    meeting_in,
    number,
    state_of,
)
from smartcity.domain.figures import Figures
from smartcity.domain.kinds import MeetingState
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.domain.texts import clean
from smartcity.store import tables as t

LEAST_MINUTES, MOST_MINUTES = 10, 480
LONGEST_NAME = 160
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
    """
    Raises:
        Refused: the code is taken, or the draft is incomplete.
        Forbidden: the actor does not run meetings.
    """
    require(actor, Act.RUN_MEETING)
    ledger.take_turns(session)
    code = clean(draft.code)
    _require_whole(draft)
    if in_force(session, t.Meeting, col(t.Meeting.code) == code):
        raise Refused("meeting.code_taken", code=code)
    told = _fields(draft)
    meeting = add(session, t.Meeting(code=code, batch_id=batch_of(session, code, at), recorded_at=at, **told))
    ledger.append(
        session,
        actor,
        "meeting.plan",
        _subject(meeting),
        at=at,
        after={name: str(value) for name, value in told.items() if value},
    )
    return meeting


def replan(session: Session, actor: Actor, draft: MeetingDraft, *, at: datetime) -> None:
    """Another name, day, hour, place or length for a meeting that has not begun."""
    require(actor, Act.RUN_MEETING)
    ledger.take_turns(session)
    _require_whole(draft)
    meeting = meeting_in(session, draft.code, MeetingState.PLANNED)
    before, after = alter(session, meeting, at, **_fields(draft))
    ledger.append(session, actor, "meeting.replan", _subject(meeting), at=at, before=before, after=after)


def _subject(meeting: t.Meeting) -> str:
    return f"meeting:{meeting.code}"


def _require_whole(draft: MeetingDraft) -> None:
    if not clean(draft.code):
        raise Refused("meeting.code_needed")
    if not 0 < len(clean(draft.name)) <= LONGEST_NAME:
        raise Refused("meeting.name_needed", most=LONGEST_NAME)
    if not LEAST_MINUTES <= draft.minutes_planned <= MOST_MINUTES:
        raise Refused("meeting.minutes_planned", least=LEAST_MINUTES, most=MOST_MINUTES)


def _fields(draft: MeetingDraft) -> dict[str, Any]:
    return {
        "name": clean(draft.name),
        "held_on": draft.held_on,
        "starts_at": draft.starts_at,
        "place": clean(draft.place or "") or None,
        "minutes_planned": draft.minutes_planned,
    }


def start(session: Session, actor: Actor, code: str, figures: Figures, *, audit_id: int, at: datetime) -> t.Snapshot:
    """Freezes the figures, which were computed when the ledger stood at `audit_id`, and begins on them, today.

    Raises:
        Refused: the meeting is not to come, another one is running, or something was written since `audit_id`.
        Forbidden: the actor does not run meetings.
    """
    require(actor, Act.RUN_MEETING)
    ledger.take_turns(session)
    meeting = meeting_in(session, code, MeetingState.PLANNED)
    _require_no_other(session)
    snapshot = snapshots.freeze(session, actor, figures, audit_id=audit_id, at=at)
    today = locks.calendar(session).today(at)
    begun = {"started_at": at, "snapshot_id": snapshot.id, "held_on": today}
    if meeting.minutes_planned is None:
        begun["minutes_planned"] = sum(item.minutes_planned or 0 for item in items_of(session, meeting))
    before, after = alter(session, meeting, at, **begun)
    stage.open_for(session, meeting, at)
    ledger.append(session, actor, "meeting.start", _subject(meeting), at=at, before=before, after=after)
    return snapshot


def _require_no_other(session: Session) -> None:
    """The walls have one stage."""
    for other in in_force(session, t.Meeting, col(t.Meeting.started_at).is_not(None)):
        if state_of(other) is MeetingState.RUNNING:
            raise Refused("meeting.another_runs", code=other.code)


def minute(session: Session, actor: Actor, code: str, text: str, *, at: datetime) -> None:
    """The minutes of the meeting as a whole; those of an item belong to the item."""
    require(actor, Act.RUN_MEETING)
    ledger.take_turns(session)
    meeting = meeting_in(session, code, MeetingState.RUNNING)
    before, after = alter(session, meeting, at, minutes=clean(text) or None)
    ledger.append(session, actor, "meeting.minute", _subject(meeting), at=at, before=before, after=after)


def attend(session: Session, actor: Actor, code: str, present: Collection[str], *, at: datetime) -> None:
    """Notes who came: the agencies in `present` by code, all others as absent."""
    require(actor, Act.RUN_MEETING)
    ledger.take_turns(session)
    meeting = meeting_in(session, code, MeetingState.RUNNING)
    agencies = {a.code: number(a) for a in in_force(session, t.Agency, _lives_on(meeting.held_on))}
    unknown = set(present) - set(agencies)
    if unknown:
        raise Refused("agency.unknown", code=min(unknown))
    noted = {
        row.agency_id: row for row in session.exec(select(t.Attendance).where(t.Attendance.meeting_id == meeting.id))
    }
    for agency, agency_id in agencies.items():
        row = noted.get(agency_id) or t.Attendance(meeting_id=number(meeting), agency_id=agency_id, is_present=False)
        row.is_present = agency in present
        session.add(row)
    ledger.append(
        session,
        actor,
        "meeting.attend",
        _subject(meeting),
        at=at,
        after={"present": sorted(present), "of": len(agencies)},
    )


def _lives_on(day: date) -> Any:
    """An agency that has ended is not missed."""
    return col(t.Agency.valid_until).is_(None) | (col(t.Agency.valid_until) >= day)


def close(session: Session, actor: Actor, code: str, *, at: datetime) -> None:
    """Locks minutes and agenda. Open decisions stay open: they head the next agenda."""
    require(actor, Act.RUN_MEETING)
    ledger.take_turns(session)
    meeting = meeting_in(session, code, MeetingState.RUNNING)
    stage.leave(session, meeting, at)
    alter(session, meeting, at, closed_at=at)
    items = {str(item.id): item.spent_seconds for item in items_of(session, meeting) if not item.is_dropped}
    ledger.append(session, actor, "meeting.close", _subject(meeting), at=at, after={"seconds": items})


def reopen(session: Session, actor: Actor, code: str, reason: str, *, at: datetime) -> None:
    """Unlocks the minutes of a closed meeting; the walls take no notice.

    Raises:
        Refused: the meeting is not closed, another one is running, or no reason was given.
        Forbidden: the actor does not run meetings.
    """
    require(actor, Act.RUN_MEETING)
    if len(clean(reason)) < LEAST_REASON:
        raise Refused("meeting.reason_needed")
    ledger.take_turns(session)
    meeting = meeting_in(session, code, MeetingState.CLOSED)
    _require_no_other(session)
    before, after = alter(session, meeting, at, closed_at=None, started_at=meeting.started_at or meeting.closed_at)
    ledger.append(
        session, actor, "meeting.reopen", _subject(meeting), at=at, before=before, after=after, reason=clean(reason)
    )
