"""What is there to do, asked often and cheaply; and how far every job is, for people."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, exists, select

from smartcity.domain.jobs import JobKind, JobState
from smartcity.store import tables as t
from smartcity.store.jobs import claimable
from smartcity.store.zone import named_zone


@dataclass(frozen=True, slots=True)
class Glance:
    """`day` is the newest day that was entered, None before the first one."""

    day: date | None
    zone: ZoneInfo
    is_due: bool

    def new_day(self, now: datetime) -> date | None:
        """The city's day, when nobody has entered it yet."""
        today = now.astimezone(self.zone).date()
        return today if self.day is None or today > self.day else None


def glance(session: Session, now: datetime) -> Glance:
    """All that a worker must know before it does something: one statement. What a wrong clock entered is left out."""
    is_day = col(t.Job.kind) == JobKind.DAY
    day = select(func.max(t.Job.about)).where(is_day, col(t.Job.entered_at) <= now).scalar_subquery()
    newest, name, is_due = session.execute(select(day, named_zone(), exists().where(claimable(now)))).one()
    return Glance(date.fromisoformat(newest) if newest else None, ZoneInfo(name), bool(is_due))


def last_day(session: Session) -> date | None:
    """The newest day whose job is done."""
    is_done = (col(t.Job.kind) == JobKind.DAY) & (col(t.Job.state) == JobState.DONE)
    newest = session.exec(select(func.max(t.Job.about)).where(is_done)).one()
    return date.fromisoformat(newest) if newest else None
