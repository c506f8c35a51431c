"""Jobs are entered once, run by one, put off when they fail, and taken up again when their process is gone."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from smartcity.commands import operations
from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import LEASE, LONGEST_PAUSE, MOST_TRIES, JobKind, JobState, NewJob
from smartcity.jobs.running import Handler, Run, Write, run_next
from smartcity.jobs.worker import Worker
from smartcity.queries.jobs import glance, list_jobs
from smartcity.store import tables as t
from smartcity.store.engine import WRITES, reading, writing
from smartcity.store.tables.jobs import claimable
from smartcity.web.lifespan import lifespan_with
from tests.coroutines import run
from tests.jobs.queue import NOW, enqueue, stored

Count = Callable[[str, object], None]
WORKERS, JOBS = 4, 24
MOMENT = timedelta(microseconds=1)
FAR, TOO_FAR = NOW + LONGEST_PAUSE, NOW + LONGEST_PAUSE + MOMENT
# State, tries, due, claimed until, and whether it may be claimed: each bound from both sides.
STATES = [
    (JobState.WAITING, 0, NOW, None, True),
    (JobState.WAITING, 0, NOW + MOMENT, None, False),
    (JobState.WAITING, 0, TOO_FAR, None, False),
    (JobState.WAITING, 1, FAR, None, False),
    (JobState.WAITING, 1, TOO_FAR, None, True),
    (JobState.RUNNING, 1, NOW, NOW, True),
    (JobState.RUNNING, 1, NOW, NOW + MOMENT, False),
    (JobState.RUNNING, 1, NOW, NOW + LEASE, False),
    (JobState.RUNNING, 1, NOW, NOW + LEASE + MOMENT, True),
    (JobState.DONE, 1, NOW, None, False),
    (JobState.GIVEN_UP, 1, NOW, None, False),
]


def nothing(_session: Session) -> None:
    pass


def doing(handler: Handler) -> dict[JobKind, Handler]:
    return {JobKind.BACKUP: handler}


def refusing(_run: Run) -> Write:
    raise Refused("backup.no_file", path="/mnt/usb")


def test_entered_by_many_it_stands_once(database: Engine) -> None:
    barrier = threading.Barrier(WORKERS)

    def of_one(_: int) -> int:
        barrier.wait()
        return enqueue(database, *(f"a{n}" for n in range(JOBS)))

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(of_one, range(WORKERS))) == JOBS
    assert len(stored(database)) == JOBS


def test_of_several_workers_one_runs_a_job(database: Engine, record_property: Count) -> None:
    enqueue(database, *(f"a{n}" for n in range(JOBS)))
    ran: Counter[str] = Counter()
    at_once = threading.Lock()

    def handler(run: Run) -> Write:
        with at_once:
            ran[run.job.about] += 1
        return nothing

    def work(_: int) -> int:
        count = 0
        while run_next(database, doing(handler)):
            count += 1
        return count

    with time_machine.travel(NOW, tick=False), ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(work, range(WORKERS))) == JOBS
    lost, twice = JOBS - len(ran), sum(count - 1 for count in ran.values())
    record_property("jobs of four workers lost, run twice", f"{lost}, {twice}")
    assert (lost, twice) == (0, 0)
    assert {job.state for job in stored(database)} == {JobState.DONE}


def test_nothing_is_claimed_before_it_is_due(engine: Engine) -> None:
    enqueue(engine, "later", due_at=NOW + timedelta(seconds=1))
    with time_machine.travel(NOW, tick=False) as clock:
        assert not run_next(engine, doing(lambda _run: nothing))
        clock.shift(1)
        assert run_next(engine, doing(lambda _run: nothing))


def test_what_fails_is_tried_again_later_and_in_the_end_given_up(database: Engine) -> None:
    enqueue(database, "a")
    with time_machine.travel(NOW, tick=False) as clock:
        for tries in range(1, MOST_TRIES + 1):
            assert run_next(database, doing(refusing))
            (job,) = stored(database)
            assert job.tries == tries
            assert job.error == {"key": "backup.no_file", "facts": {"path": "/mnt/usb"}}
            assert not run_next(database, doing(refusing)), "it waits"
            clock.move_to(job.due_at)
    assert (job.state, job.ended_at is None) == (JobState.GIVEN_UP, False)


def test_a_fault_of_the_program_is_the_job_s_error_and_not_the_worker_s(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue(engine, "a", "b")
    broken: dict[str, int] = {}
    with time_machine.travel(NOW, tick=False) as clock:
        assert run_next(engine, doing(lambda _run: broken["x"] and nothing))  # type: ignore[arg-type, return-value]
        assert run_next(engine, doing(lambda _run: nothing))
        first, second = stored(engine)
        assert first.error == {"key": "job.unexpected", "facts": {"why": "KeyError: 'x'"}}
        assert second.state is JobState.DONE
        clock.shift(60)
        assert run_next(engine, doing(lambda _run: nothing))
    assert (stored(engine)[0].state, stored(engine)[0].error) == (JobState.DONE, None)
    assert "KeyError" in caplog.text


def test_what_a_job_writes_stands_with_its_end_or_not_at_all(database: Engine) -> None:
    enqueue(database, "a")

    def half(_run: Run) -> Write:
        def write(session: Session) -> None:
            operations.enqueue(session, [NewJob(JobKind.BACKUP, "written", NOW)], at=NOW)
            raise Refused("backup.no_file", path="x")

        return write

    with time_machine.travel(NOW, tick=False):
        assert run_next(database, doing(half))
    assert [job.about for job in stored(database)] == ["a"]


def test_who_lost_its_claim_can_neither_write_nor_end_the_job(database: Engine) -> None:
    enqueue(database, "a")
    with time_machine.travel(NOW, tick=False) as clock:

        def slow(_run: Run) -> Write:
            clock.shift(LEASE)
            assert run_next(database, doing(lambda _run: nothing)), "the claim has ended: another takes it"
            return lambda session: enter_beside(session)

        assert run_next(database, doing(slow))
    assert [(job.about, job.state, job.tries) for job in stored(database)] == [("a", JobState.DONE, 2)]


def enter_beside(session: Session) -> None:
    operations.enqueue(session, [NewJob(JobKind.BACKUP, "beside", NOW)], at=NOW)


def test_a_later_try_goes_on_where_the_earlier_one_stopped(engine: Engine) -> None:
    enqueue(engine, "a")
    seen = []

    def in_steps(run: Run) -> Write:
        seen.append(run.job.progress)
        run.store_progress({"sent": [7]})
        raise Refused("backup.no_file", path="x")

    with time_machine.travel(NOW, tick=False) as clock:
        run_next(engine, doing(in_steps))
        clock.shift(60)
        run_next(engine, doing(in_steps))
    assert seen == [{}, {"sent": [7]}]


def test_looking_is_one_statement_and_writes_nothing(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartcity.jobs.worker.current_engine", lambda: database)
    with writing(database) as session:
        operations.enqueue(session, [NewJob(JobKind.DAY, "2026-11-30", NOW)], at=NOW)
    with time_machine.travel(NOW, tick=False):
        run_next(database, {JobKind.DAY: lambda _run: nothing})
        asked: list[str] = []
        event.listen(database, "before_cursor_execute", lambda *given: asked.append(given[2]))
        for _ in range(3):
            Worker(doing(refusing)).look()
    assert len(asked) == 3 + asked.count("BEGIN")
    assert not [one for one in asked if one.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE"))]


def test_a_job_can_be_claimed_by_name_before_its_next_try(database: Engine) -> None:
    enqueue(database, "a", "b")
    with time_machine.travel(NOW, tick=False):
        run_next(database, doing(refusing))
        with writing(database) as session:
            job = operations.claim(session, at=NOW, only=(JobKind.BACKUP, "a"))
            assert job is not None
            assert operations.claim(session, at=NOW, only=(JobKind.BACKUP, "a")) is None, "it runs"
    assert (job.about, job.tries) == ("a", 2)
    with reading(database) as session:
        assert glance(session, NOW).is_due


def test_a_kind_of_another_version_is_left_alone(database: Engine) -> None:
    enqueue(database, "a")
    with database.connect().execution_options(**{WRITES: True}) as connection:
        connection.exec_driver_sql("UPDATE job SET kind = 'publish'")
        connection.commit()
    with time_machine.travel(NOW, tick=False):
        assert not run_next(database, doing(refusing))
    with reading(database) as session:
        assert not glance(session, NOW).is_due
        assert list_jobs(session).jobs == ()


def test_a_server_has_one_worker_while_it_runs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(engine.url))
    monkeypatch.setattr("smartcity.jobs.worker.LOOK_EVERY", 0.01)
    monkeypatch.setattr("smartcity.web.lifespan.set_tcp_nodelay", lambda: None)

    async def serve() -> list[str]:
        async with lifespan_with(())(None):
            while not any(job.state is JobState.DONE for job in stored(engine)):
                await asyncio.sleep(0.01)
            return [thread.name for thread in threading.enumerate()]

    assert run(serve()).count("jobs") == 1
    assert "jobs" not in [thread.name for thread in threading.enumerate()]
    monkeypatch.setenv("SMARTCITY_JOBS", "0")

    async def serve_without() -> list[str]:
        async with lifespan_with(())(None):
            return [thread.name for thread in threading.enumerate()]

    assert "jobs" not in run(serve_without())


def test_a_job_is_claimed_when_it_is_due_or_its_claim_has_ended(database: Engine) -> None:
    with writing(database) as session:
        for number, (state, tries, due_at, until, _) in enumerate(STATES):
            fields: dict[str, Any] = {
                "kind": JobKind.BACKUP,
                "about": str(number),
                "entered_at": due_at,
                "due_at": due_at,
            }
            session.add(t.Job(**fields, state=state, tries=tries, claimed_until=until))
    with reading(database) as session:
        claimable_now = set(session.exec(select(t.Job.about).where(claimable(NOW))).all())
    assert claimable_now == {str(number) for number, row in enumerate(STATES) if row[-1]}
