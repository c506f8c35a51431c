"""The stage: what the presenter shows, followed by every wall in meeting mode, and the timer of the item on it.

Stepping through an agenda changes nothing of the plan, so it leaves no ledger entry; closing the meeting does.
"""

from datetime import datetime

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.meetings.rows import item_in, items_of, meeting_in, number
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import Refused
from smartcity.domain.meetings.wall import Timer, View
from smartcity.store import tables as t


def show_item(session: Session, actor: Actor, item_id: int, *, at: datetime) -> t.PresenterState:
    """Puts an item on the walls; its timer runs, that of the item before stops.

    Raises:
        Refused: there is no such item, its meeting is not running, or the item was dropped.
        Forbidden: the actor does not run meetings.
    """
    display = _taken(session, actor, at)
    item, meeting = item_in(session, item_id, MeetingState.RUNNING)
    if item.is_dropped:
        raise Refused("agenda_item.dropped")
    if item.started_at is None:
        rest(session, meeting, at)
        item.started_at = at
    display.meeting_id, display.item_id, display.snapshot_id = meeting.id, item.id, meeting.snapshot_id
    display.view = None
    return display


def step(session: Session, actor: Actor, code: str, by: int, *, at: datetime) -> t.PresenterState:
    """To the next item (+1) or the one before (-1) of the meeting; at either end it stays where it is."""
    require(actor, Act.RUN_MEETING)
    meeting = meeting_in(session, code, MeetingState.RUNNING)
    order = [item for item in items_of(session, meeting) if not item.is_dropped]
    if not order:
        raise Refused("agenda_item.none")
    here = _discussed(order, session.get(t.PresenterState, 1))
    target = order[min(max(here + by, 0), len(order) - 1)]
    return show_item(session, actor, number(target), at=at)


def _discussed(order: list[t.AgendaItem], display: t.PresenterState | None) -> int:
    """The place of the item on the stage, or of the one whose timer runs behind a view; before the first: -1."""
    shown = display.item_id if display is not None else None
    places = [place for place, item in enumerate(order) if item.id == shown]
    places += [place for place, item in enumerate(order) if item.started_at is not None]
    return places[0] if places else -1


def show_view(session: Session, actor: Actor, view: View, *, at: datetime) -> t.PresenterState:
    """Puts a view of the city on the walls in place of the item, whose timer runs on."""
    display = _taken(session, actor, at)
    display.view, display.item_id = view.value, None
    return display


def blacken(session: Session, actor: Actor, *, is_black: bool, at: datetime) -> t.PresenterState:
    """Darkens the walls, or lights them again."""
    display = _taken(session, actor, at)
    display.is_black = is_black
    return display


def show_names(session: Session, actor: Actor, *, shows_names: bool, at: datetime) -> t.PresenterState:
    """Whether the walls name the agencies."""
    display = _taken(session, actor, at)
    display.shows_names = shows_names
    return display


def open_for(session: Session, meeting: t.Meeting, at: datetime) -> None:
    """The meeting has begun: walls leave their rotation and show its frozen data."""
    display = _next_turn(session, at)
    display.meeting_id, display.snapshot_id = meeting.id, meeting.snapshot_id
    display.item_id = display.view = None
    display.is_black = False


def leave(session: Session, meeting: t.Meeting, at: datetime) -> None:
    """The meeting is over: its last timer stops, walls go back to their rotation."""
    rest(session, meeting, at)
    display = session.get(t.PresenterState, 1)
    if display is None or display.meeting_id != meeting.id:
        return
    _next_turn(session, at)
    display.meeting_id = display.item_id = display.snapshot_id = display.view = None
    display.is_black = False


def rest(session: Session, meeting: t.Meeting, at: datetime) -> None:
    """Stops the timer that runs in this meeting."""
    for item in items_of(session, meeting):
        if item.started_at is not None:
            item.spent_seconds = Timer(item.minutes_planned, item.spent_seconds, item.started_at).spent(at)
            item.started_at = None


def _taken(session: Session, actor: Actor, at: datetime) -> t.PresenterState:
    """The stage for one more turn, by somebody who may take it."""
    require(actor, Act.RUN_MEETING)
    return _next_turn(session, at)


def _next_turn(session: Session, at: datetime) -> t.PresenterState:
    ledger.lock(session)
    display = session.get(t.PresenterState, 1) or t.PresenterState(id=1, changed_at=at)
    display.turn += 1
    display.changed_at = at
    session.add(display)
    return display
