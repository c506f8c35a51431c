"""One job from claim to end, whatever its handler raises; the clock, which enters each new day as a job."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import NamedTuple, Self

from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands import operations
from smartcity.domain.access.roles import SYSTEM, Actor
from smartcity.domain.calendar import Calendar, Period
from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import RENEW_EVERY, Job, JobKind, NewJob
from smartcity.queries import compliance
from smartcity.queries import jobs as job_queries
from smartcity.store.engine import reading, writing
from smartcity.store.storage_errors import refusal

log = logging.getLogger(__name__)
UNEXPECTED = "job.unexpected"


class Run(NamedTuple):
    """One try of a job, as its handler sees it."""

    engine: Engine
    job: Job
    actor: Actor

    def store_progress(self, progress: Mapping[str, object]) -> None:
        """Stores what was done so far; the next try finds it in `job.progress`."""
        with writing(self.engine) as session:
            operations.note(session, self.job, progress, at=datetime.now(UTC))


# What a job writes into the database, in one transaction with its end; returned is what is wrong though it is done.
Write = Callable[[Session], Refused | None]
# Does what lies outside the database, so that doing it again does no harm, and returns what is to be written.
Handler = Callable[[Run], Write]
Handlers = Mapping[JobKind, Handler]


class Outcome:
    """`with Outcome() as outcome:` keeps the error that ended the block."""

    error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, no: BaseException | None, at: TracebackType | None) -> bool:
        self.error = no if isinstance(no, Exception) else None
        return self.error is not None


def run_next(engine: Engine, handlers: Handlers) -> bool:
    """Whether there was a job to do."""
    with writing(engine) as session:
        job = operations.claim(session, at=datetime.now(UTC))
    if job is None:
        return False
    run_job(Run(engine, job, SYSTEM), handlers)
    return True


def run_job(run: Run, handlers: Handlers) -> Exception | None:
    """What went wrong; it stands beside the job until a later try goes well."""
    with Outcome() as outcome, _claim_renewed(run):
        write = handlers[run.job.kind](run)
        with writing(run.engine) as session:
            refusal = write(session)
            operations.finish(session, run.job, error_of(refusal) if refusal else None, at=datetime.now(UTC))
    if outcome.error is None:
        return None
    if not isinstance(outcome.error, Refused):
        log.error("Job %s %s failed", run.job.kind, run.job.about, exc_info=outcome.error)
    with Outcome() as ending, writing(run.engine) as session:
        operations.fail(session, run.job, error_of(outcome.error), at=datetime.now(UTC))
    if ending.error is not None:
        log.warning("Job %s %s was claimed by another meanwhile", run.job.kind, run.job.about)
    return outcome.error


def error_of(error: Exception) -> dict[str, object]:
    """Key and facts of `words`, as JSON keeps them."""
    no = refusal(error)
    if no is None and isinstance(error, OSError):
        no = Refused("backup.disk", why=error.strerror or str(error), path=error.filename or "")
    if no is None:
        no = Refused(UNEXPECTED, why=f"{type(error).__name__}: {error}"[:300])
    facts = {name: fact if isinstance(fact, int | str) else str(fact) for name, fact in no.facts.items()}
    return {"key": no.key, "facts": facts}


@contextmanager
def _claim_renewed(run: Run) -> Iterator[None]:
    """Renewed while the block runs, however long; a renewal that fails is tried again before the claim ends."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(RENEW_EVERY.total_seconds()):
            with Outcome(), writing(run.engine) as session:
                operations.renew(session, run.job, at=datetime.now(UTC))

    thread = threading.Thread(target=renew, name="job-claim", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@dataclass(frozen=True, slots=True)
class ElapsedDays:
    """From the last day that was looked at (not inside) to today (inside): the server may have been off for days."""

    last: date
    today: date
    at: datetime
    calendar: Calendar

    def opened(self) -> Iterator[Period]:
        """Periods that opened meanwhile."""
        return (period for period in self.calendar.periods if self.last < period.dates.opens_on <= self.today)

    def locked(self) -> Iterator[Period]:
        """Periods that locked meanwhile."""
        return (period for period in self.calendar.periods if self.last < period.dates.locks_on <= self.today)


# What a new day brings for one kind of job.
DailyJobs = Callable[[ElapsedDays], Iterable[NewJob]]


def enter_day(engine: Engine, now: datetime) -> None:
    """Enters the city's day as a job when nobody has; of several processes one does."""
    with reading(engine) as session:
        day = job_queries.glance(session, now).new_day(now)
    if day is not None:
        with writing(engine) as session:
            operations.enqueue(session, [NewJob(JobKind.DAY, day.isoformat(), now)], at=now)


def day_handler(daily: Iterable[DailyJobs]) -> Handler:
    """Enters what the day brings, in one transaction with its own end."""

    def handle(run: Run) -> Write:
        day = date.fromisoformat(run.job.about)
        with reading(run.engine) as session:
            last = job_queries.last_day(session) or day - timedelta(days=1)
            passed = ElapsedDays(last, day, datetime.now(UTC), compliance.reporting_calendar(session, day))
        new = [job for bring in daily for job in bring(passed)] if last < day else []

        def write(session: Session) -> None:
            operations.enqueue(session, new, at=passed.at)
            operations.forget(session, at=passed.at)

        return write

    return handle
