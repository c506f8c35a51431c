"""What is there to do, asked often and cheaply; and how far every job is, for people."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, exists, select

from smartcity.domain.operations.jobs import OPEN_STATES, JobKind, JobList, JobState, current_jobs
from smartcity.store import tables as t
from smartcity.store.masterplan import named_zone
from smartcity.store.tables.jobs import IS_KNOWN_KIND, claimable, job_of

# Of those that ended, the list looks at so many: weeks where a day brings a few.
NEWEST = 300


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


def list_jobs(session: Session) -> JobList:
    """Every job that is open or among the newest that ended."""
    is_open = col(t.Job.state).in_(OPEN_STATES)
    newest = select(t.Job.id).order_by(col(t.Job.id).desc()).limit(NEWEST)
    rows = session.exec(select(t.Job).where(IS_KNOWN_KIND, is_open | col(t.Job.id).in_(newest))).all()
    days = [job.about for job in rows if job.kind is JobKind.DAY]
    return JobList(current_jobs(map(job_of, rows)), date.fromisoformat(max(days)) if days else None)


def last_day(session: Session) -> date | None:
    """The newest day whose job is done."""
    is_done = (col(t.Job.kind) == JobKind.DAY) & (col(t.Job.state) == JobState.DONE)
    newest = session.exec(select(func.max(t.Job.about)).where(is_done)).one()
    return date.fromisoformat(newest) if newest else None
