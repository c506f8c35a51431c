"""The queue of jobs: entered once, claimed by one, ended with what they did, or put off until the next try.

Whoever may enter a job is decided by the command that does; what happens by itself is entered by *Sistem*.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import CursorResult, delete, null, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from smartcity.domain.jobs import LEASE, OPEN_STATES, REMEMBERED, Job, JobKind, JobState, NewJob, next_try
from smartcity.domain.refusals import Refused
from smartcity.store import tables as t
from smartcity.store.jobs import claimable, job_of


def enter(session: Session, jobs: Iterable[NewJob], *, at: datetime) -> int:
    """How many were entered; what was entered before, by whomever, is left as it is."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    count = 0
    for job in jobs:
        row = {"kind": job.kind, "about": job.about, "due_at": job.due_at, "state": JobState.WAITING, "tries": 0}
        entry = insert(t.Job).values(**row, entered_at=at).on_conflict_do_nothing(index_elements=["kind", "about"])
        count += len(session.execute(entry.returning(col(t.Job.id))).all())
    return count


def claim(session: Session, *, at: datetime, only: tuple[JobKind, str] | None = None) -> Job | None:
    """The job that has been due longest, claimed for one lease; of several workers one gets it.

    `only` names one job by kind and `about`, which is taken up at once in whatever state, unless it runs.
    """
    wanted = claimable(at)
    if only is not None:
        kind, about = only
        is_at_rest = col(t.Job.state) != JobState.RUNNING
        wanted = (col(t.Job.kind) == kind) & (col(t.Job.about) == about) & (wanted | is_at_rest)
    asked = select(t.Job).where(wanted).order_by(col(t.Job.due_at), col(t.Job.id)).limit(1)
    row = session.exec(asked.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.state, row.claimed_by, row.claimed_until = JobState.RUNNING, uuid4().hex, at + LEASE
    row.tries, row.ended_at = row.tries + 1, None
    session.add(row)
    session.flush()
    return job_of(row)


def renew(session: Session, job: Job, *, at: datetime) -> None:
    """Raises Refused when the claim is no more this one's."""
    _change(session, job, claimed_until=at + LEASE)


def note(session: Session, job: Job, progress: Mapping[str, object], *, at: datetime) -> None:
    """What was done of the job so far, so that the next try goes on from there. Raises Refused as `renew`."""
    _change(session, job, claimed_until=at + LEASE, progress=dict(progress))


def finish(session: Session, job: Job, doubt: Mapping[str, object] | None = None, *, at: datetime) -> None:
    """In the transaction of what the job wrote: both stand, or neither. `doubt` is what is wrong though it is done.

    Raises Refused as `renew`.
    """
    error = null() if doubt is None else dict(doubt)
    _change(session, job, state=JobState.DONE, ended_at=at, claimed_until=None, error=error)


def fail(session: Session, job: Job, error: Mapping[str, object], *, at: datetime) -> None:
    """Puts it off, or gives it up after the last try. Raises Refused as `renew`."""
    again = next_try(job.tries, at)
    if again is None:
        _change(session, job, state=JobState.GIVEN_UP, ended_at=at, claimed_until=None, error=dict(error))
    else:
        _change(session, job, state=JobState.WAITING, due_at=again, claimed_until=None, error=dict(error))


def settle(session: Session, day: date, *, at: datetime) -> None:
    """In a restored copy: what was to be done up to that day was done, or not, by the database it was copied from.

    So no letter leaves a second time; from the next day on everything goes on.
    """
    enter(session, [NewJob(JobKind.DAY, day.isoformat(), at)], at=at)
    is_open = col(t.Job.state).in_(OPEN_STATES)
    session.execute(update(t.Job).where(is_open).values(state=JobState.DONE, ended_at=at, claimed_until=None))


def forget(session: Session, *, at: datetime) -> None:
    """Jobs that ended long ago."""
    session.execute(delete(t.Job).where(col(t.Job.ended_at) < at - REMEMBERED))


def _change(session: Session, job: Job, **values: object) -> None:
    is_ours = (col(t.Job.id) == job.id) & (col(t.Job.claimed_by) == job.claimed_by)
    is_ours &= col(t.Job.state) == JobState.RUNNING
    if not _rows_of(session.execute(update(t.Job).where(is_ours).values(**values))):
        raise Refused("job.claimed_anew")


def _rows_of(result: object) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
