"""One job, from its claim to its end: whatever a handler raises is the job's error and never the worker's."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from smartcity.commands import jobs
from smartcity.domain.jobs import RENEW_EVERY, Job, JobKind
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import SYSTEM, Actor
from smartcity.store.engine import writing
from smartcity.store.full_disk import FULL, is_full

log = logging.getLogger(__name__)
UNEXPECTED = "job.unexpected"


@dataclass(frozen=True, slots=True)
class Run:
    """One try of a job, as its handler sees it."""

    engine: Engine
    job: Job
    actor: Actor

    def note(self, progress: Mapping[str, object]) -> None:
        """Stores what was done so far; the next try finds it in `job.progress`."""
        with writing(self.engine) as session:
            jobs.note(session, self.job, progress, at=datetime.now(UTC))


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
        job = jobs.claim(session, at=datetime.now(UTC))
    if job is None:
        return False
    carry_through(Run(engine, job, SYSTEM), handlers)
    return True


def carry_through(run: Run, handlers: Handlers) -> Exception | None:
    """What went wrong; it stands beside the job until a later try goes well."""
    with Outcome() as outcome, _claim_renewed(run):
        write = handlers[run.job.kind](run)
        with writing(run.engine) as session:
            doubt = write(session)
            jobs.finish(session, run.job, error_of(doubt) if doubt else None, at=datetime.now(UTC))
    if outcome.error is None:
        return None
    if not isinstance(outcome.error, Refused):
        log.error("Job %s %s failed", run.job.kind, run.job.about, exc_info=outcome.error)
    with Outcome() as ending, writing(run.engine) as session:
        jobs.fail(session, run.job, error_of(outcome.error), at=datetime.now(UTC))
    if ending.error is not None:
        log.warning("Job %s %s was claimed by another meanwhile", run.job.kind, run.job.about)
    return outcome.error


def error_of(error: Exception) -> dict[str, object]:
    """Key and facts of `words`, as JSON keeps them."""
    if is_full(error):
        return {"key": FULL, "facts": {}}
    if isinstance(error, DatabaseError):
        return {"key": "store.unreachable", "facts": {"why": str(error.orig).splitlines()[0]}}
    if isinstance(error, OSError):
        return {"key": "backup.disk", "facts": {"why": error.strerror or str(error), "path": error.filename or ""}}
    if not isinstance(error, Refused):
        return {"key": UNEXPECTED, "facts": {"why": f"{type(error).__name__}: {error}"[:300]}}
    facts = {name: fact if isinstance(fact, int | str) else str(fact) for name, fact in error.facts.items()}
    return {"key": error.key, "facts": facts}


@contextmanager
def _claim_renewed(run: Run) -> Iterator[None]:
    """Renewed while the block runs, however long; a renewal that fails is tried again before the claim ends."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(RENEW_EVERY.total_seconds()):
            with Outcome(), writing(run.engine) as session:
                jobs.renew(session, run.job, at=datetime.now(UTC))

    thread = threading.Thread(target=renew, name="job-claim", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
