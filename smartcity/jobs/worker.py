"""Every kind of job with its handler, and the worker of a process: one thread that looks every few seconds."""

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.exc import DatabaseError

from smartcity.domain.operations.jobs import JobKind
from smartcity.jobs import backup, reminders, seals
from smartcity.jobs.running import DailyJobs, Handler, Handlers, Outcome, day_handler, enter_day, run_next
from smartcity.queries import jobs
from smartcity.store.engine import current_engine, reading

DAILY_JOBS: tuple[DailyJobs, ...] = (seals.nightly_jobs, backup.daily_jobs, reminders.daily_jobs, seals.daily_jobs)
HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.DAY: day_handler(DAILY_JOBS),
    JobKind.BACKUP: backup.run,
    JobKind.REMINDER: reminders.run,
    JobKind.SEAL: seals.run,
    JobKind.VERIFY: seals.compare_rows,
}


log = logging.getLogger(__name__)
LOOK_EVERY = 5.0
# How long a stop waits for the job that runs; after it the claim ends by itself and another process takes the job up.
PATIENCE = 5.0


class Worker:
    """`start` and `stop` it once."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(PATIENCE)

    def _work(self) -> None:
        last_error = ""
        while not self._stopped.wait(LOOK_EVERY):
            with Outcome() as outcome:
                self.look()
            error = str(outcome.error or "")
            if error and error != last_error:
                # A database that is away needs no trace.
                trace = None if isinstance(outcome.error, DatabaseError) else outcome.error
                log.warning("Jobs wait: %s", error.splitlines()[0], exc_info=trace)
            last_error = error

    def look(self) -> None:
        """One statement where nothing is due."""
        engine, now = current_engine(), datetime.now(UTC)
        with reading(engine) as session:
            glance = jobs.glance(session, now)
        if glance.new_day(now):
            enter_day(engine, now)
        elif not glance.is_due:
            return
        while run_next(engine, self._handlers) and not self._stopped.is_set():
            pass
