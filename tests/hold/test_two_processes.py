"""Two processes on one SQLite file, and one that is killed: nothing lost, nothing twice, nobody hears of locks."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from smartcity.commands.meetings import meetings
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.calendar import CITY_ZONE
from smartcity.queries import ledger
from smartcity.store.engine import make_engine, reading, writing
from tests.hold.writers import (
    DONE,
    REMARKS,
    Outcome,
    at_once,
    close,
    remarks,
    start,
    until_killed,
    verdicts,
    workbook,
    write,
)
from tests.plan import build
from tests.rakor import CHAIR
from tests.sample import sample_database
from tests.workbooks import book, write_book

Count = Callable[[str, object], None]
pytestmark = pytest.mark.xdist_group("hold")


@pytest.fixture
def plan(engine: Engine) -> Engine:
    build(engine)
    return engine


def count(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def is_whole(engine: Engine) -> bool:
    with reading(engine) as session:
        return ledger.first_broken(session) is None


REVIEWS = "SELECT count(*) FROM update_review"
VERIFIED = "SELECT count(*) FROM audit_entry WHERE action = 'verification.verify'"
REMARKED = "SELECT count(*) FROM audit_entry WHERE action = 'comment.add'"
BEGUN = "SELECT count(*) FROM audit_entry WHERE action = 'meeting.start'"
ENDED = "SELECT count(*) FROM audit_entry WHERE action = 'meeting.close'"


def test_two_verify_the_same_claims(tmp_path: Path, record_property: Count) -> None:
    url = sample_database(tmp_path)
    city = make_engine(url)
    waiting, before = len(verdicts(city)), count(city, REVIEWS)
    total = sum(at_once(url, verdicts, verdicts), Outcome())
    record_property("verdicts of two processes on the same claims", dict(total))
    assert total[DONE] == waiting == count(city, REVIEWS) - before == count(city, VERIFIED)
    assert set(total) <= {DONE, "verification.answered"}, "locks are waited for, and nobody hears of them"
    assert is_whole(city)
    city.dispose()


def test_two_write_at_once(sqlite_url: str, plan: Engine, record_property: Count) -> None:
    outcomes = at_once(sqlite_url, partial(remarks, adviser="dewan"), partial(remarks, adviser="ahli"))
    record_property("comments of two processes at once", str(outcomes))
    assert outcomes == [Outcome({DONE: REMARKS})] * 2
    stored = "SELECT count(DISTINCT recorded_by || text) FROM comment"
    assert count(plan, stored) == count(plan, "SELECT count(*) FROM comment") == count(plan, REMARKED) == 2 * REMARKS
    assert is_whole(plan)


def test_a_meeting_is_started_and_closed_by_two(sqlite_url: str, plan: Engine, record_property: Count) -> None:
    now = datetime.now(UTC)
    with writing(plan) as session:
        for code in ("RK-A", "RK-B"):
            draft = MeetingDraft(code, f"Rapat {code}", now.astimezone(CITY_ZONE).date(), 60)
            meetings.plan(session, CHAIR, draft, at=now)
    started = at_once(sqlite_url, *(partial(start, code=code) for code in ("RK-A", "RK-A", "RK-B")))
    running = "SELECT code FROM meeting WHERE started_at IS NOT NULL AND closed_at IS NULL"
    with plan.connect() as connection:
        code = connection.execute(text(running)).scalar_one()
    closed = at_once(sqlite_url, partial(close, code=code), partial(close, code=code))
    record_property("starts and closes of meetings by several processes", f"{started}, {closed}")
    assert [sum(outcome[DONE] for outcome in outcomes) for outcomes in (started, closed)] == [1, 1]
    assert (count(plan, BEGUN), count(plan, ENDED)) == (1, 1)
    assert is_whole(plan)


def test_two_import_at_once(sqlite_url: str, engine: Engine, tmp_path: Path, record_property: Count) -> None:
    path = write_book(tmp_path / "rencana.xlsx", book())
    outcomes = at_once(sqlite_url, partial(workbook, path=path), partial(workbook, path=path))
    record_property("imports of one workbook by two processes", str(outcomes))
    assert sum(outcome[DONE] for outcome in outcomes) >= 1
    lines = {table: len(book()[title]) - 1 for table, title in (("programme", "Program"), ("milestone", "Tahapan"))}
    assert {table: count(engine, f"SELECT count(*) FROM {table}") for table in lines} == lines  # noqa: S608
    assert is_whole(engine)


@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_killed_writer_loses_nothing_it_acknowledged(
    sqlite_url: str, plan: Engine, after: int, record_property: Count
) -> None:
    acknowledged = until_killed(sqlite_url, partial(remarks, adviser="dewan"), after)
    stored = count(plan, "SELECT count(*) FROM comment")
    record_property(f"comments acknowledged before SIGKILL, and stored (of {REMARKS})", f"{acknowledged}, {stored}")
    assert after <= acknowledged <= stored == count(plan, REMARKED)
    assert stored == count(plan, "SELECT count(DISTINCT text) FROM comment")
    assert is_whole(plan)
    assert write(plan, remarks(plan, "ahli")) == {DONE: REMARKS}, "the file takes writes as before"
    assert is_whole(plan)
