"""The agenda of one meeting: taken from the rules, then pinned, dropped, reordered and added to by the chair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.meetings import wall_display
from smartcity.commands.meetings.rows import add, batch_of, changed_text, id_of, item_in, items_of, meeting_in, number
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.meetings.agenda import Proposal
from smartcity.domain.text import clean
from smartcity.store import tables as t

LONGEST_TITLE = 200
MOST_MINUTES = 120
_OPEN = (MeetingState.PLANNED, MeetingState.RUNNING)


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What the chair adds: a title, or a programme by its code, whose name it then bears."""

    title: str
    minutes: int
    agency: str | None = None
    programme: str | None = None


def propose(session: Session, actor: Actor, code: str, proposals: Sequence[Proposal], *, at: datetime) -> int:
    """Takes the items that the rules propose in place of those they proposed before; answers with their number.

    What the chair pinned, dropped or added stays. Pinned items come first.

    Raises:
        Refused: there is no such meeting, or it has begun.
        Forbidden: the actor does not run meetings.
    """
    require(actor, Act.RUN_MEETING)
    meeting = meeting_in(session, code, MeetingState.PLANNED)
    ledger.lock(session)
    stays = []
    for item in items_of(session, meeting):
        if item.rule is None or item.is_pinned or item.is_dropped or item.is_put_off:
            stays.append(item)
        else:
            session.delete(item)
    session.flush()
    batch = batch_of(session, code, at)
    fresh = [_proposed(session, meeting, proposal, batch, at) for proposal in proposals]
    pinned = [item for item in stays if item.is_pinned]
    _number([*pinned, *fresh, *(item for item in stays if not item.is_pinned)])
    items = [{"rule": proposal.rule.value, "title": proposal.title} for proposal in proposals]
    _record(session, actor, "agenda.propose", meeting, at, after={"items": items})
    return len(fresh)


def _proposed(session: Session, meeting: t.Meeting, proposal: Proposal, batch: int, at: datetime) -> t.AgendaItem:
    item = t.AgendaItem(
        batch_id=batch,
        recorded_at=at,
        meeting_id=number(meeting),
        position=0,
        title=proposal.title,
        rule=proposal.rule.value,
        because=dict(proposal.because),
        programme_id=proposal.programme_id,
        milestone_id=proposal.milestone_id,
        agency_id=id_of(session, t.Agency, proposal.agency),
        decision_id=proposal.decision_id,
        minutes_planned=proposal.minutes,
    )
    return add(session, item)


def put_on(session: Session, actor: Actor, code: str, draft: ItemDraft, *, at: datetime) -> t.AgendaItem:
    """Adds what the chair wants to talk about, at the end."""
    require(actor, Act.RUN_MEETING)
    meeting = meeting_in(session, code, *_OPEN)
    programme_id = id_of(session, t.Programme, draft.programme)
    programme = session.get(t.Programme, programme_id) if programme_id is not None else None
    typed = clean(draft.title)
    if typed or programme is None:
        _require_title(typed)
    title = programme.name if programme is not None and not typed else typed
    _require_minutes(draft.minutes)
    _require_new(session, meeting, title, programme_id)
    agency_id = id_of(session, t.Agency, draft.agency) or (programme.lead_agency_id if programme else None)
    fields = {"title": title, "programme_id": programme_id, "agency_id": agency_id, "minutes_planned": draft.minutes}
    item = _add_last(session, meeting, at, fields)
    after = {"item": item.id, "title": title, "minutes": draft.minutes}
    _record(session, actor, "agenda.add", meeting, at, after=after)
    return item


def _add_last(session: Session, meeting: t.Meeting, at: datetime, fields: dict[str, Any]) -> t.AgendaItem:
    last = max((item.position for item in items_of(session, meeting)), default=0)
    place: dict[str, Any] = {
        "batch_id": batch_of(session, meeting.code, at),
        "meeting_id": number(meeting),
        "position": last + 1,
    }
    return add(session, t.AgendaItem(recorded_at=at, **place, **fields))


def _require_new(session: Session, meeting: t.Meeting, title: str, programme_id: int | None) -> None:
    """The chair adds a thing once."""
    added = [item for item in items_of(session, meeting) if item.rule is None and not item.is_dropped]
    if (title, programme_id) in {(item.title, item.programme_id) for item in added}:
        raise AlreadyDone("agenda_item.added_already", title=title)


def _require_title(title: str) -> None:
    if not title or len(title) > LONGEST_TITLE:
        raise Refused("agenda_item.title", most=LONGEST_TITLE)


def _require_minutes(minutes: int) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused("agenda_item.minutes", most=MOST_MINUTES)


def pin(session: Session, actor: Actor, item_id: int, *, is_pinned: bool, at: datetime) -> None:
    """A pinned item stays when the rules propose anew."""
    item, meeting = _own_item(session, actor, item_id)
    item.is_pinned = is_pinned
    _record(session, actor, "agenda.pin", meeting, at, after={"item": item.id, "pinned": is_pinned})


def drop(session: Session, actor: Actor, item_id: int, *, at: datetime) -> None:
    """Takes the item off the agenda; it stays stored, and the rules do not bring it back."""
    item, meeting = _own_item(session, actor, item_id)
    if item.is_dropped:
        raise AlreadyDone("agenda_item.dropped")
    shown = session.get(t.PresenterState, 1)
    if item.started_at is not None or (shown is not None and shown.item_id == item.id):
        raise Refused("agenda_item.on_stage")
    item.is_dropped, item.is_pinned = True, False
    _record(session, actor, "agenda.drop", meeting, at, after={"item": item.id, "title": item.title})


def restore(session: Session, actor: Actor, item_id: int, *, at: datetime) -> None:
    """Puts a dropped item back."""
    item, meeting = _own_item(session, actor, item_id)
    item.is_dropped = False
    _record(session, actor, "agenda.restore", meeting, at, after={"item": item.id, "title": item.title})


def move(session: Session, actor: Actor, item_id: int, by: int, *, at: datetime) -> None:
    """So many places down (or up, when negative) among the items that are not dropped."""
    item, meeting = _own_item(session, actor, item_id)
    every = items_of(session, meeting)
    order = [one for one in every if not one.is_dropped]
    if item not in order:
        raise Refused("agenda_item.dropped")
    here = order.index(item)
    order.insert(min(max(here + by, 0), len(order) - 1), order.pop(here))
    _number([*order, *(one for one in every if one.is_dropped)])
    _record(session, actor, "agenda.move", meeting, at, after={"item": item.id, "position": item.position})


def allot(session: Session, actor: Actor, item_id: int, minutes: int, *, at: datetime) -> None:
    """Other minutes for an item."""
    item, meeting = _own_item(session, actor, item_id)
    _require_minutes(minutes)
    before, item.minutes_planned = item.minutes_planned, minutes
    _record(session, actor, "agenda.allot", meeting, at, after={"item": item.id, "minutes": minutes, "before": before})


def note(session: Session, actor: Actor, item_id: int, text: str, *, seen: str | None = None, at: datetime) -> None:
    """What was said about an item, begun on `seen`: part of the minutes. Refused when somebody else wrote since."""
    item, meeting = _own_item(session, actor, item_id, MeetingState.RUNNING)
    before, item.minutes = item.minutes, changed_text(item.minutes, text, seen)
    if item.minutes != before:
        _record(session, actor, "agenda.note", meeting, at, after={"item": item.id, "minutes": item.minutes})


def finish(session: Session, actor: Actor, item_id: int, *, is_done: bool = True, at: datetime) -> None:
    """Marks an item as dealt with and stops its timer; or opens it again."""
    item, meeting = _own_item(session, actor, item_id, MeetingState.RUNNING)
    if item.is_done == is_done:
        raise AlreadyDone("agenda_item.is_done" if is_done else "agenda_item.is_open")
    if is_done and item.started_at is not None:
        wall_display.rest(session, meeting, at)
    item.is_done = is_done
    facts = {"item": item.id, "done": is_done, "seconds": item.spent_seconds}
    _record(session, actor, "agenda.finish", meeting, at, after=facts)


def _own_item(session: Session, actor: Actor, item_id: int, *states: MeetingState) -> tuple[t.AgendaItem, t.Meeting]:
    ledger.take_turn(session, actor, Act.RUN_MEETING)
    return item_in(session, item_id, *(states or _OPEN))


def _number(items: Sequence[t.AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position


def _record(
    session: Session, actor: Actor, action: str, meeting: t.Meeting, at: datetime, after: dict[str, Any]
) -> None:
    session.flush()
    ledger.append(session, actor, action, f"meeting:{meeting.code}", at=at, after=after)
