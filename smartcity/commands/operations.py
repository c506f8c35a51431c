"""The queue of jobs, the ledger's lines on backups, figures frozen as snapshots."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import CursorResult, delete, func, null, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from smartcity import __version__
from smartcity.commands import ledger
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import Refused, instance_of
from smartcity.domain.ledger import digest
from smartcity.domain.operations.jobs import (
    DOUBTED,
    LEASE,
    MADE,
    OPEN_STATES,
    REMEMBERED,
    Job,
    JobKind,
    JobState,
    NewJob,
    next_try,
)
from smartcity.domain.portfolio.snapshot import RULES, PortfolioSnapshot
from smartcity.store import tables as t
from smartcity.store.masterplan import day_of
from smartcity.store.snapshot_documents import to_json
from smartcity.store.tables import AuditEntry, SignIn, Snapshot
from smartcity.store.tables.jobs import claimable, job_of


def enqueue(session: Session, jobs: Iterable[NewJob], *, at: datetime) -> int:
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


def finish(session: Session, job: Job, warning: Mapping[str, object] | None = None, *, at: datetime) -> None:
    """In the transaction of what the job wrote: both stand, or neither. `doubt` is what is wrong though it is done.

    Raises Refused as `renew`.
    """
    error = null() if warning is None else dict(warning)
    _change(session, job, state=JobState.DONE, ended_at=at, claimed_until=None, error=error)


def fail(session: Session, job: Job, error: Mapping[str, object], *, at: datetime) -> None:
    """Puts it off, or gives it up after the last try. Raises Refused as `renew`."""
    again = next_try(job.tries, at)
    ended: dict[str, object] = {"state": JobState.GIVEN_UP, "ended_at": at}
    waiting: dict[str, object] = {"state": JobState.WAITING, "due_at": again}
    _change(session, job, claimed_until=None, error=dict(error), **(ended if again is None else waiting))


def settle(session: Session, day: date, *, at: datetime) -> None:
    """In a restored copy: what was to be done up to that day was done, or not, by the database it was copied from.

    So no letter leaves a second time; from the next day on everything goes on.
    """
    enqueue(session, [NewJob(JobKind.DAY, day.isoformat(), at)], at=at)
    is_open = col(t.Job.state).in_(OPEN_STATES)
    session.execute(update(t.Job).where(is_open).values(state=JobState.DONE, ended_at=at, claimed_until=None))


def forget(session: Session, *, at: datetime) -> None:
    """Jobs that ended long ago."""
    session.execute(delete(t.Job).where(col(t.Job.ended_at) < at - REMEMBERED))


def _change(session: Session, job: Job, **values: object) -> None:
    is_ours = (col(t.Job.id) == job.id) & (col(t.Job.claimed_by) == job.claimed_by)
    is_ours &= col(t.Job.state) == JobState.RUNNING
    changed = session.execute(update(t.Job).where(is_ours).values(**values))
    if not instance_of(CursorResult, changed).rowcount:
        raise Refused("job.claimed_anew")


RESTORED = "backup.restored"


def record_backup(
    session: Session, actor: Actor, file: str, about: Mapping[str, int | str], *, is_good: bool = True, at: datetime
) -> None:
    """Written once the file stands, so that no entry tells of a backup that failed.

    `about` are its last entry, its size, and the SHA-256 of what it says of itself. The copy of a database that did not
    verify is kept, and never counted as a good one.
    """
    require(actor, Act.BACK_UP)
    ledger.append(session, actor, MADE if is_good else DOUBTED, "backup", at=at, after={"file": file, **about})


def record_restore(session: Session, actor: Actor, file: str, *, audit_id: int, at: datetime) -> None:
    """Everybody signs in anew: what was signed out or disabled since the copy must not come back to life.

    Nor are jobs done again that were done since.
    """
    require(actor, Act.BACK_UP)
    session.execute(update(SignIn).where(col(SignIn.revoked_at).is_(None)).values(revoked_at=at))
    settle(session, day_of(session, at), at=at)
    ledger.append(session, actor, RESTORED, "backup", at=at, after={"file": file, "audit_id": audit_id})


def freeze_snapshot(
    session: Session, actor: Actor, figures: PortfolioSnapshot, *, audit_id: int, at: datetime
) -> Snapshot:
    """Keeps `figures`, which were computed when the ledger stood at `audit_id`.

    Raises:
        Refused: something was written since; compute anew and freeze again.
        Forbidden: the actor may not freeze.
    """
    ledger.take_turn(session, actor, Act.FREEZE)
    newest = select(AuditEntry.id, AuditEntry.seal).order_by(col(AuditEntry.id).desc()).limit(1)
    number, seal = session.exec(newest).first() or (0, None)
    if number != audit_id:
        raise Refused("snapshot.overtaken")
    document = to_json(figures)
    made = Snapshot(
        at=at,
        as_of=figures.portfolio.as_of,
        figures=document,
        sha256=digest(document),
        application_version=__version__,
        rules_version=RULES,
        audit_id=audit_id,
        seal=seal,
        made_by=actor.name,
        id=(session.exec(select(func.max(col(Snapshot.id)))).one() or 0) + 1,
    )
    session.add(made)
    sealed = {"number": made.id, "sha256": made.sha256, "audit_id": audit_id}
    ledger.append(session, actor, "snapshot.freeze", f"snapshot:{made.id}", at=at, after=sealed)
    return made
