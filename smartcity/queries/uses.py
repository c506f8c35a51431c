"""What used a verified fact while it stood: frozen data of its time, the meetings that rest on these or spoke of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlmodel import Session

from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import METADATA


@dataclass(frozen=True, slots=True)
class Uses:
    """Numbers of frozen data, and meetings by name and day: those with figures or minutes of then, and agendas."""

    snapshots: tuple[int, ...] = ()
    meetings: tuple[tuple[str, date], ...] = ()

    @property
    def is_none(self) -> bool:
        return not self.snapshots and not self.meetings


def uses(session: Session, as_of: date, verified_at: datetime, programmes: Collection[int] = ()) -> Uses:
    """Of what has been verified since `verified_at`; `programmes` are those it belongs to, by id."""
    when = AsOf.end_of(session, as_of)
    frozen = METADATA.tables["snapshot"].c
    taken = select(frozen.id).where(frozen.at >= verified_at, frozen.at <= when.until).order_by(frozen.id)
    snapshots = tuple(session.execute(taken).scalars())
    meeting, item = (METADATA.tables[name].c for name in ("meeting", "agenda_item"))
    spoken = select(item.meeting_id).where(item.programme_id.in_(programmes), item.is_dropped.is_(False))
    since = verified_at.astimezone(when.zone).date()
    mine = or_(meeting.snapshot_id.in_(snapshots), meeting.id.in_(spoken) & (meeting.held_on >= since))
    asked = select(meeting.name, meeting.held_on).where(mine, meeting.called_off_at.is_(None)).order_by(meeting.held_on)
    return Uses(snapshots, tuple((row.name, row.held_on) for row in session.execute(asked)))
