"""kill -9 in the middle of a job, at every point where it can matter: nothing is lost, nothing stands twice."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import time_machine
from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands import operations
from smartcity.domain.operations.jobs import LEASE, JobKind, JobState, NewJob
from smartcity.jobs.running import Handlers, Run, Write, run_next
from smartcity.store.engine import make_engine
from tests.jobs.queue import NOW, enqueue, stored

Count = Callable[[str, object], None]
FAR = NOW + timedelta(days=365)
POINTS = ("claimed", "done outside", "written", "committed")


def doing(folder: Path, reached: Callable[[str], None]) -> Handlers:
    """Leaves a file per job, and a row for every time it was done."""

    def handler(run: Run) -> Write:
        reached("claimed")
        (folder / run.job.about).touch()
        reached("done outside")

        def write(session: Session) -> None:
            operations.enqueue(
                session, [NewJob(JobKind.REMINDER, f"{run.job.about} {run.job.claimed_by}", FAR)], at=NOW
            )
            reached("written")

        return write

    return {JobKind.BACKUP: handler}


def work_until_killed(url: str, folder: Path, point: str) -> None:
    def reached(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = make_engine(url)
    while run_next(engine, doing(folder, reached)):
        reached("committed")


def test_killed_at_any_point_nothing_is_lost_and_nothing_done_twice(
    database: Engine, tmp_path: Path, record_property: Count
) -> None:
    url = database.url.render_as_string(hide_password=False)
    about = [f"job-{number}" for number in range(2 * len(POINTS))]
    enqueue(database, *about)
    database.dispose()
    with time_machine.travel(NOW, tick=False) as clock:
        for point in POINTS:
            child = get_context("fork").Process(daemon=True, target=work_until_killed, args=(url, tmp_path, point))
            child.start()
            child.join(60)
            assert child.exitcode == -signal.SIGKILL, point
        alive = doing(tmp_path, lambda _name: None)
        while run_next(database, alive):
            pass
        left = sum(job.state is JobState.RUNNING for job in stored(database))
        assert left == 3, "what was claimed by the dead stays theirs until the claim ends"
        clock.shift(LEASE)
        while run_next(database, alive):
            pass
    done = Counter(job.about.split()[0] for job in stored(database) if job.kind is JobKind.REMINDER)
    lost, twice = len(about) - len(done), sum(count - 1 for count in done.values())
    record_property("jobs killed at four points: lost, done twice", f"{lost}, {twice}")
    assert (lost, twice) == (0, 0)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name in about) == sorted(about)
