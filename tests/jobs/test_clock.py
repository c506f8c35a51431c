"""The clock over midnight in the plan's zone: a new day is entered once, and brings what opened or locked meanwhile."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands import operations
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.operations.jobs import JobKind, JobState, NewJob
from smartcity.jobs.running import ElapsedDays, Handler, day_handler, enter_day, run_next
from smartcity.store.engine import writing
from smartcity.store.tables import Period
from tests.jobs.queue import stored
from tests.plan import build
from tests.zones import JAKARTA, JAYAPURA, NIGHTS, THURSDAY, WEDNESDAY, move


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), NIGHTS)
def test_the_day_that_is_entered_is_the_plan_s(engine: Engine, zone: str, at: datetime, day: date, _hour: str) -> None:
    build(engine)
    move(engine, zone)
    enter_day(engine, at)
    assert [job.about for job in stored(engine)] == [str(day)]


def test_a_day_is_entered_once_and_the_next_one_at_midnight(database: Engine) -> None:
    build(database)
    midnight = datetime(2026, 11, 25, 17, tzinfo=UTC)
    for at in (midnight - timedelta(hours=9), midnight - timedelta(microseconds=1), midnight, midnight):
        enter_day(database, at)
    assert [job.about for job in stored(database)] == [str(WEDNESDAY), str(THURSDAY)]
    move(database, JAYAPURA)
    enter_day(database, midnight)
    move(database, JAKARTA)
    assert len(stored(database)) == 2


def test_a_database_without_a_plan_has_days_too(engine: Engine) -> None:
    enter_day(engine, datetime(2026, 11, 25, 17, tzinfo=UTC))
    assert [job.about for job in stored(engine)] == [str(THURSDAY)]


def test_a_day_that_a_wrong_clock_entered_stops_nothing(engine: Engine) -> None:
    enter_day(engine, datetime(2030, 1, 1, tzinfo=UTC))
    enter_day(engine, datetime(2026, 11, 30, tzinfo=UTC))
    assert [job.about for job in stored(engine)] == ["2030-01-01", "2026-11-30"]


def days(seen: list[ElapsedDays]) -> dict[JobKind, Handler]:
    def bring(turn: ElapsedDays) -> Iterable[NewJob]:
        seen.append(turn)
        return ()

    return {JobKind.DAY: day_handler([bring])}


def look(engine: Engine, seen: list[ElapsedDays], day: date) -> None:
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        enter_day(engine, at)
        while run_next(engine, days(seen)):
            pass


def test_opening_and_locking_are_noticed_once_though_the_server_was_off(engine: Engine) -> None:
    """Quarter IV opens on 1 December, is due on the 10th and locks on the 11th, without grace."""
    build(engine)
    with writing(engine) as session:
        period = session.exec(select(Period).where(Period.number == 4)).one()
        period.opens_on, period.closes_on, period.grace_days = date(2026, 12, 1), date(2026, 12, 10), 0
    seen: list[ElapsedDays] = []
    for day in (30, 31, 32, 40, 41, 42, 50):
        look(engine, seen, date(2026, 11, 1) + timedelta(days=day - 1))
    noticed = [
        (str(turn.today), [str(p.name) for p in turn.opened()], [str(p.name) for p in turn.locked()]) for turn in seen
    ]
    assert noticed == [
        ("2026-11-30", [], []),
        ("2026-12-01", ["IV/2026"], []),
        ("2026-12-02", [], []),
        ("2026-12-10", [], []),
        ("2026-12-11", [], ["IV/2026"]),
        ("2026-12-12", [], []),
        ("2026-12-20", [], []),
    ]
    look(engine, seen, date(2027, 6, 1))
    assert seen[-1].last == date(2026, 12, 20)


def test_what_a_day_brings_is_entered_with_its_end_and_once(database: Engine) -> None:
    build(database)

    def bring(turn: ElapsedDays) -> Iterable[NewJob]:
        yield NewJob(JobKind.BACKUP, f"for {turn.today}", datetime(2099, 1, 1, tzinfo=UTC))

    at = datetime(2026, 11, 30, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        for _ in range(2):
            enter_day(database, at)
            run_next(database, {JobKind.DAY: day_handler([bring])})
    assert [(job.about, job.state) for job in stored(database)] == [
        ("2026-11-30", JobState.DONE),
        ("for 2026-11-30", JobState.WAITING),
    ]


def test_a_period_s_days_are_those_of_the_plan_on_that_day(engine: Engine) -> None:
    build(engine)
    seen: list[ElapsedDays] = []
    look(engine, seen, date(2026, 10, 26))
    assert [str(period.name) for period in seen[0].locked()] == ["III/2026"], "the first day looks back at itself"


def test_what_ended_long_ago_is_forgotten(engine: Engine) -> None:
    build(engine)
    look(engine, [], date(2026, 9, 1))
    look(engine, [], date(2026, 11, 30))
    assert [job.about for job in stored(engine)] == ["2026-09-01", "2026-11-30"]
    look(engine, [], date(2026, 12, 1))
    assert [job.about for job in stored(engine)] == ["2026-11-30", "2026-12-01"]


def test_a_restored_copy_does_nothing_again_and_goes_on_with_the_next_day(database: Engine) -> None:
    build(database)
    day = date(2026, 11, 30)
    look(database, [], day - timedelta(days=9))
    at = datetime(2026, 11, 30, 3, tzinfo=UTC)
    with writing(database) as session:
        operations.enqueue(session, [NewJob(JobKind.REMINDER, "IV/2026 2026-11-22", at - timedelta(days=8))], at=at)
        operations.claim(session, at=at)
        operations.enqueue(session, [NewJob(JobKind.BACKUP, "2026-11-22T17:00:00+00:00", at)], at=at)
        operations.record_restore(session, ADMINISTRATOR_AT_TERMINAL, "x.zip", audit_id=1, at=at)
    seen: list[ElapsedDays] = []
    look(database, seen, day)
    assert {job.state for job in stored(database)} == {JobState.DONE}
    assert seen == []
    look(database, seen, day + timedelta(days=1))
    assert seen[0].last == day
