"""Who came to a meeting, noted by agency."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.meetings.rows import in_force, meeting_in, number
from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import Refused
from smartcity.store import tables as t


def attend(session: Session, actor: Actor, code: str, present: Collection[str], *, at: datetime) -> None:
    """Notes who came: the agencies in `present` by code, all others as absent."""
    ledger.take_turn(session, actor, Act.RUN_MEETING)
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
    came = {"present": sorted(present), "of": len(agencies)}
    ledger.append(session, actor, "meeting.attend", f"meeting:{meeting.code}", at=at, after=came)


def _lives_on(day: date) -> Any:
    """An agency that has ended is not missed."""
    return col(t.Agency.valid_until).is_(None) | (col(t.Agency.valid_until) >= day)
