"""The stage: what the presenter shows, followed by every wall in meeting mode, and the timer of the item on it.

Stepping through an agenda changes nothing of the plan, so it leaves no ledger entry; closing the meeting does.
"""

from datetime import datetime

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.meeting_rows import item_in, items_of, meeting_in, number
from smartcity.domain.kinds import MeetingState
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.domain.timer import Timer
from smartcity.domain.wall import View
from smartcity.store import tables as t


def show_item(session: Session, actor: Actor, item_id: int, *, at: datetime) -> t.Stage:
    """Puts an item on the walls; its timer runs, that of the item before stops.

    Raises:
        Refused: there is no such item, its meeting is not running, or the item was dropped.
        Forbidden: the actor does not run meetings.
    """
    stage = _taken(session, actor, at)
    item, meeting = item_in(session, item_id, MeetingState.RUNNING)
    if item.is_dropped:
        raise Refused("agenda_item.dropped")
    if item.started_at is None:
        rest(session, meeting, at)
        item.started_at = at
    stage.meeting_id, stage.item_id, stage.snapshot_id = meeting.id, item.id, meeting.snapshot_id
    stage.view = None
    return stage


def step(session: Session, actor: Actor, code: str, by: int, *, at: datetime) -> t.Stage:
    """To the next item (+1) or the one before (-1) of the meeting; at either end it stays where it is."""
    require(actor, Act.RUN_MEETING)
    meeting = meeting_in(session, code, MeetingState.RUNNING)
    order = [item for item in items_of(session, meeting) if not item.is_dropped]
    if not order:
        raise Refused("agenda_item.none")
    here = _discussed(order, session.get(t.Stage, 1))
    target = order[min(max(here + by, 0), len(order) - 1)]
    return show_item(session, actor, number(target), at=at)


def _discussed(order: list[t.AgendaItem], stage: t.Stage | None) -> int:
    """The place of the item on the stage, or of the one whose timer runs behind a view; before the first: -1."""
    shown = stage.item_id if stage is not None else None
    places = [place for place, item in enumerate(order) if item.id == shown]
    places += [place for place, item in enumerate(order) if item.started_at is not None]
    return places[0] if places else -1


def show_view(session: Session, actor: Actor, view: View, *, at: datetime) -> t.Stage:
    """Puts a view of the city on the walls in place of the item, whose timer runs on."""
    stage = _taken(session, actor, at)
    stage.view, stage.item_id = view.value, None
    return stage


def blacken(session: Session, actor: Actor, *, is_black: bool, at: datetime) -> t.Stage:
    """Darkens the walls, or lights them again."""
    stage = _taken(session, actor, at)
    stage.is_black = is_black
    return stage


def name(session: Session, actor: Actor, *, shows_names: bool, at: datetime) -> t.Stage:
    """Whether the walls name the agencies."""
    stage = _taken(session, actor, at)
    stage.shows_names = shows_names
    return stage


def open_for(session: Session, meeting: t.Meeting, at: datetime) -> None:
    """The meeting has begun: walls leave their rotation and show its frozen data."""
    stage = _turned(session, at)
    stage.meeting_id, stage.snapshot_id = meeting.id, meeting.snapshot_id
    stage.item_id = stage.view = None
    stage.is_black = False


def leave(session: Session, meeting: t.Meeting, at: datetime) -> None:
    """The meeting is over: its last timer stops, walls go back to their rotation."""
    rest(session, meeting, at)
    stage = session.get(t.Stage, 1)
    if stage is None or stage.meeting_id != meeting.id:
        return
    _turned(session, at)
    stage.meeting_id = stage.item_id = stage.snapshot_id = stage.view = None
    stage.is_black = False


def rest(session: Session, meeting: t.Meeting, at: datetime) -> None:
    """Stops the timer that runs in this meeting."""
    for item in items_of(session, meeting):
        if item.started_at is not None:
            item.spent_seconds = Timer(item.minutes_planned, item.spent_seconds, item.started_at).spent(at)
            item.started_at = None


def _taken(session: Session, actor: Actor, at: datetime) -> t.Stage:
    """The stage for one more turn, by somebody who may take it."""
    require(actor, Act.RUN_MEETING)
    return _turned(session, at)


def _turned(session: Session, at: datetime) -> t.Stage:
    ledger.take_turns(session)
    stage = session.get(t.Stage, 1) or t.Stage(id=1, changed_at=at)
    stage.turn += 1
    stage.changed_at = at
    session.add(stage)
    return stage
