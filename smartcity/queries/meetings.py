"""Meetings as known on a day: when they are, their agenda, who came. What they decided is in `decisions`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.access.roles import GUEST, Act, Actor, is_allowed
from smartcity.domain.facts.decisions import Meeting
from smartcity.domain.meetings.agenda import AgendaItem, Rule
from smartcity.domain.meetings.wall import Timer
from smartcity.domain.plan.programmes import Agency
from smartcity.store import tables as t
from smartcity.store.loaders.plan import load_agencies
from smartcity.store.loaders.visibility import AsOf, value_of


def all_meetings(session: Session, as_of: date) -> tuple[Meeting, ...]:
    """All meetings, past and to come, in the order of their days."""
    when = AsOf.end_of(session, as_of)
    return tuple(sorted(meetings_by_id(when).values(), key=lambda m: (m.held_on, m.code)))


def held_meetings(session: Session, as_of: date) -> tuple[Meeting, ...]:
    """Meetings held before `as_of`, oldest first: one held today is not yet the last one."""
    return tuple(meeting for meeting in all_meetings(session, as_of) if meeting.was_held(as_of))


def meetings_by_id(when: AsOf) -> Mapping[int, Meeting]:
    return {row["id"]: _meeting(row, when) for row in when.rows(t.Meeting)}


def _meeting(row: Mapping[str, Any], when: AsOf) -> Meeting:
    instants = {name: _local_if_happened(row[name], when) for name in ("started_at", "closed_at", "called_off_at")}
    return value_of(Meeting, row, when, snapshot=row["snapshot_id"], **instants)


def _local_if_happened(at: datetime | None, when: AsOf) -> datetime | None:
    return when.local(at) if at is not None and when.has_happened(at) else None


def agenda(session: Session, as_of: date, meeting_id: int, reader: Actor = GUEST) -> tuple[AgendaItem, ...]:
    """The items in their order, dropped ones too. Those of a decision the reader may not know carry no words."""
    when = AsOf.end_of(session, as_of)
    owners = load_agencies(when)
    hidden = _hidden(when, owners, reader)
    rows = [row for row in when.rows(t.AgendaItem) if row["meeting_id"] == meeting_id]
    ordered = sorted(rows, key=lambda row: (row["position"], row["id"]))
    return tuple(_item(row, owners, when, is_hidden=row["decision_id"] in hidden) for row in ordered)


def discussed_programmes(session: Session, as_of: date, meeting_id: int) -> frozenset[int]:
    """Ids of the programmes on the agenda, whoever asks: to be counted only."""
    when = AsOf.end_of(session, as_of)
    rows = when.rows(t.AgendaItem)
    mine = (row for row in rows if row["meeting_id"] == meeting_id and not row["is_dropped"])
    return frozenset(row["programme_id"] for row in mine if row["programme_id"] is not None)


def _hidden(when: AsOf, owners: Mapping[int, Agency], reader: Actor) -> frozenset[int]:
    """Ids of the decisions that this reader may not know."""
    rows = [row for row in when.rows(t.Decision) if row["is_confidential"]]
    return frozenset(row["id"] for row in rows if not may_read(reader, owners[row["agency_id"]].code))


def may_read(reader: Actor, agency: str) -> bool:
    """Whether a confidential decision for this agency (by code) may be told to the reader."""
    return is_allowed(reader, Act.READ_CONFIDENTIAL, agency=agency)


def _item(row: Mapping[str, Any], owners: Mapping[int, Agency], when: AsOf, *, is_hidden: bool) -> AgendaItem:
    """What only those may read who may know the decision behind it is left out for others."""
    started_at = _local_if_happened(row["started_at"], when)
    hidden = dict.fromkeys(("title", "programme_id", "milestone_id", "decision_id", "minutes")) if is_hidden else {}
    return value_of(
        AgendaItem,
        row,
        when,
        rule=Rule(row["rule"]) if row["rule"] else None,
        timer=Timer(row["minutes_planned"], row["spent_seconds"], started_at),
        is_noted=bool(row["minutes"]),
        is_carried=row["put_off_from_id"] is not None,
        because={} if is_hidden else row["because"] or {},
        agency=None if is_hidden else owners.get(row["agency_id"]),
        **hidden,
    )


@dataclass(frozen=True, slots=True)
class Attendance:
    is_present: bool
    note: str | None


def attendance(session: Session, as_of: date, meeting_id: int) -> Mapping[str, Attendance]:
    """By agency code; agencies nobody has noted are missing."""
    when = AsOf.end_of(session, as_of)
    owners = load_agencies(when)
    came: Any = t.Attendance
    rows = session.execute(
        select(came.agency_id, came.is_present, came.note).where(came.meeting_id == meeting_id)
    ).all()
    noted = (row for row in rows if row.agency_id in owners)
    return {owners[row.agency_id].code: Attendance(row.is_present, row.note) for row in noted}
