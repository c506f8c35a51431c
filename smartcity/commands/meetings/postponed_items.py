"""Items put off: they leave this meeting undiscussed and stand on the agenda of the next one."""

from datetime import datetime

from sqlmodel import Session, col

from smartcity.commands import ledger
from smartcity.commands.meetings import wall_display
from smartcity.commands.meetings.rows import add, batch_of, in_force, item_in, items_of, number, state_of
from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.store import tables as t


def put_off(session: Session, actor: Actor, item_id: int, *, is_put_off: bool = True, at: datetime) -> None:
    """To the next meeting that is planned, or as soon as one is; or takes that back.

    Raises:
        AlreadyDone: it is so.
        Refused: there is no such item, it was dropped, its meeting is over, or the next one has begun on it.
        Forbidden: the actor does not run meetings.
    """
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    item, meeting = item_in(session, item_id, MeetingState.PLANNED, MeetingState.RUNNING)
    if item.is_dropped:
        raise Refused("agenda_item.dropped")
    if item.is_put_off == is_put_off:
        raise AlreadyDone("agenda_item.put_off_already" if is_put_off else "agenda_item.not_put_off")
    if is_put_off and item.started_at is not None:
        wall_display.rest(session, meeting, at)
    item.is_put_off = is_put_off
    session.flush()
    after = next_after(session, meeting)
    if is_put_off and after is not None:
        carry_over(session, after, at)
    if not is_put_off:
        _take_back(session, item)
    facts = {"item": item.id, "title": item.title, "put_off": is_put_off, "to": after.code if after else None}
    ledger.append(session, actor, "agenda.put_off", f"meeting:{meeting.code}", at=at, after=facts)


def carry_over(session: Session, meeting: t.Meeting, at: datetime) -> None:
    """Puts on the agenda of this meeting what was put off and stands on no other one that will be held."""
    every = in_force(session, t.AgendaItem)
    meeting_ids = {m.id for m in in_force(session, t.Meeting) if state_of(m) is not MeetingState.CALLED_OFF}
    carried = {item.put_off_from_id for item in every if item.meeting_id in meeting_ids}
    for item in every:
        if item.is_put_off and item.id not in carried and item.meeting_id != meeting.id:
            _carry(session, item, meeting, at)
    session.flush()


def _carry(session: Session, item: t.AgendaItem, meeting: t.Meeting, at: datetime) -> None:
    """Without the rule and its facts, which were true of another day; pinned, so that it stays."""
    subject = {name: getattr(item, name) for name in ("programme_id", "milestone_id", "agency_id", "decision_id")}
    last = max((one.position for one in items_of(session, meeting)), default=0)
    copy = t.AgendaItem(
        batch_id=batch_of(session, meeting.code, at),
        recorded_at=at,
        meeting_id=number(meeting),
        position=last + 1,
        title=item.title,
        minutes_planned=item.minutes_planned,
        is_pinned=True,
        put_off_from_id=item.id,
        **subject,
    )
    add(session, copy)


def _take_back(session: Session, item: t.AgendaItem) -> None:
    for copy in in_force(session, t.AgendaItem, col(t.AgendaItem.put_off_from_id) == item.id):
        there = session.get(t.Meeting, copy.meeting_id)
        if there is not None and state_of(there) is not MeetingState.PLANNED:
            raise Refused("agenda_item.carried", code=there.code)
        session.delete(copy)
    session.flush()


def next_after(session: Session, meeting: t.Meeting) -> t.Meeting | None:
    """The nearest meeting to come but this one."""
    planned = [m for m in in_force(session, t.Meeting) if state_of(m) is MeetingState.PLANNED and m.id != meeting.id]
    coming = [m for m in planned if m.held_on >= meeting.held_on]
    return min(coming, key=lambda m: (m.held_on, m.code), default=None)
