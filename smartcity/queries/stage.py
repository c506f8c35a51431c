"""What the presenter shows on the walls right now."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.wall import View
from smartcity.store.tables import Meeting, Stage

_STAGE: Any = Stage
_MEETING: Any = Meeting


@dataclass(frozen=True, slots=True)
class OnStage:
    """`turn` counts the presenter's steps. An agenda item goes before a view."""

    turn: int
    meeting_id: int
    item_id: int | None
    view: View | None
    snapshot: int | None
    is_black: bool
    shows_names: bool


def on_stage(session: Session) -> OnStage | None:
    """None while no meeting is presented, and once its minutes are closed."""
    row = session.execute(
        select(*_STAGE.__table__.columns)
        .join(_MEETING, _STAGE.meeting_id == _MEETING.id)
        .where(_MEETING.closed_at.is_(None))
    ).first()
    if row is None:
        return None
    view = next((view for view in View if view.value == row.view), None)
    return OnStage(row.turn, row.meeting_id, row.item_id, view, row.snapshot_id, row.is_black, row.shows_names)
