"""Jobs: what is to be done later or by itself, and how far it is."""

from datetime import datetime

from sqlalchemy import ColumnElement, Index, UniqueConstraint, and_, or_
from sqlmodel import Field, col

from smartcity.domain.operations import jobs
from smartcity.domain.operations.jobs import LEASE, LONGEST_PAUSE, JobKind, JobState
from smartcity.store.tables.columns import Row, choice, document, instant


class Job(Row, table=True):
    """One thing to do, entered once per `kind` and `about`.

    `claimed_by` names one claim, not only the process: what was claimed anew since can no more be ended by the earlier
    claim. `progress` is what a try of several steps has done of them.
    """

    __table_args__ = (UniqueConstraint("kind", "about"), Index("ix_job_state_due_at", "state", "due_at"))
    id: int | None = Field(default=None, primary_key=True)
    kind: JobKind = choice(JobKind)
    about: str = Field(max_length=200)
    due_at: datetime = instant()
    state: JobState = choice(JobState, default=JobState.WAITING)
    tries: int = 0
    error: dict[str, object] | None = document()
    progress: dict[str, object] | None = document()
    claimed_by: str | None = Field(default=None, max_length=40)
    claimed_until: datetime | None = instant(nullable=True)
    entered_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)


IS_KNOWN_KIND = col(Job.kind).in_(tuple(JobKind))


def claimable(now: datetime) -> ColumnElement[bool]:
    """Due and waiting, or claimed by somebody who has not been heard of since the claim ended; of the kinds known here.

    No claim and no pause reaches farther than these do: what a wrong clock put off so far is taken up at once.
    """
    is_put_off_too_far = and_(col(Job.tries) > 0, col(Job.due_at) > now + LONGEST_PAUSE)
    is_due = and_(col(Job.state) == JobState.WAITING, or_(col(Job.due_at) <= now, is_put_off_too_far))
    has_ended = or_(col(Job.claimed_until) <= now, col(Job.claimed_until) > now + LEASE)
    is_left = and_(col(Job.state) == JobState.RUNNING, has_ended)
    return and_(IS_KNOWN_KIND, or_(is_due, is_left))


def job_of(row: Job) -> jobs.Job:
    """The stored row as the domain reads it."""
    return jobs.Job(
        id=row.id or 0,
        kind=row.kind,
        about=row.about,
        due_at=row.due_at,
        state=row.state,
        tries=row.tries,
        claimed_by=row.claimed_by,
        ended_at=row.ended_at,
        error=row.error,
        progress=row.progress or {},
    )
