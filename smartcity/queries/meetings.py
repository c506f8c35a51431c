"""Past meetings and their decisions, as known on a day. Confidential decisions are left out here."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from smartcity.domain.meetings import Decision, Meeting
from smartcity.queries.known import Known, Overlay, known, overlay
from smartcity.queries.structure import agencies, plan_rows
from smartcity.store import tables as t


def held(session: Session, as_of: date) -> tuple[Meeting, ...]:
    """Meetings held before `as_of`, oldest first: one held today is not yet the last one."""
    when = known(session, as_of)
    found = [m for m in _meetings(session, when, overlay(session, when)).values() if m.held_on < as_of]
    return tuple(sorted(found, key=lambda m: m.held_on))


def decisions(session: Session, as_of: date) -> tuple[Decision, ...]:
    """Public decisions, oldest first."""
    when = known(session, as_of)
    past = overlay(session, when)
    meetings, owners = _meetings(session, when, past), agencies(session, when, past)
    return tuple(
        Decision(
            code=row["code"],
            meeting=meetings[row["meeting_id"]],
            text=row["text"],
            agency=owners[row["agency_id"]],
            programme_id=row["programme_id"],
            due_on=row["due_on"],
            closed_on=_seen(row["closed_on"], as_of),
            follow_up=row["follow_up"],
        )
        for row in plan_rows(session, when, past, t.Decision)
        if not row["is_confidential"]
    )


def _meetings(session: Session, when: Known, past: Overlay) -> Mapping[int, Meeting]:
    rows = plan_rows(session, when, past, t.Meeting)
    return {row["id"]: Meeting(row["code"], row["name"], row["held_on"]) for row in rows}


def _seen(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None
