"""Every close of a period or meeting leaves one line with the newest seal in a folder on other media."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine
from typer.testing import CliRunner

from smartcity.__main__ import cli
from smartcity.commands.ledger import append
from smartcity.commands.meetings import meetings
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.operations.jobs import JobKind, JobState
from smartcity.exchange.anchor_files import anchors_of
from smartcity.jobs import seals
from smartcity.jobs.running import enter_day, run_next
from smartcity.jobs.worker import HANDLERS
from smartcity.queries import integrity, ledger
from smartcity.store.engine import make_engine, reading, writing
from tests.jobs.queue import stored
from tests.plan import build
from tests.rakor import CODE, begin_meeting
from tests.sample import sample_database

NOON = datetime(2026, 10, 27, 5, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMARTCITY_SEAL_FOLDER", str(tmp_path / "media"))
    return tmp_path / "media"


def work(engine: Engine) -> None:
    while run_next(engine, HANDLERS):
        pass


def states(engine: Engine) -> list[tuple[str, JobState]]:
    return [(job.about, job.state) for job in stored(engine) if job.kind is JobKind.SEAL]


def test_a_period_that_locked_leaves_its_line_once_the_medium_is_there(engine: Engine, folder: Path) -> None:
    build(engine)
    with writing(engine) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "everything", at=NOON)
    closed = "periode III/2026 2026-10-26"
    with time_machine.travel(NOON) as clock:
        enter_day(engine, NOON)
        work(engine)
        assert states(engine) == [(closed, JobState.WAITING)]
        assert stored(engine)[-1].error == {"key": "seal.folder", "facts": {"path": str(folder)}}
        folder.mkdir()
        (folder / seals.FILE).write_text("torn line")
        clock.shift(3600)
        work(engine)
    assert states(engine) == [(closed, JobState.DONE)]
    with reading(engine) as session:
        anchor, at = ledger.newest_anchor(session)
    assert at is not None
    assert (folder / seals.FILE).read_text() == f"torn line\n{anchor.at(at)} {closed}\n"
    seals.append(engine, folder, closed)
    assert (folder / seals.FILE).read_text().count(closed) == 1, "a second try adds nothing"
    assert anchors_of(folder) == [anchor]


@pytest.mark.usefixtures("folder")
def test_a_period_that_locked_while_no_server_ran_leaves_its_line_however_long_ago(engine: Engine) -> None:
    build(engine)
    for day in (datetime(2026, 10, 20, 5, tzinfo=UTC), datetime(2027, 3, 1, 5, tzinfo=UTC)):
        with time_machine.travel(day, tick=False):
            enter_day(engine, day)
            work(engine)
    assert [about for about, _ in states(engine)] == ["periode III/2026 2026-10-26", "periode IV/2026 2026-12-11"]


def test_a_meeting_that_closed_and_a_line_by_hand(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(sample_database(tmp_path))
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(engine.url))
    folder.mkdir()
    begin_meeting(engine)
    with writing(engine) as session:
        meetings.close(session, ADMINISTRATOR_AT_TERMINAL, CODE, is_sealed_outside=True, at=datetime.now(UTC))
    work(engine)
    by_hand = CliRunner().invoke(cli(), ["seal", "--append"])
    assert by_hand.exit_code == 0, by_hand.output
    closed, line_by_hand = (folder / seals.FILE).read_text().splitlines()
    assert f" rapat {CODE} {datetime.now(UTC):%Y}-" in closed
    assert " terminal " in line_by_hand
    with reading(engine) as session:
        assert integrity.verify(session, anchors_of(folder)).breach is None
    engine.dispose()
    monkeypatch.delenv("SMARTCITY_SEAL_FOLDER")
    assert "SMARTCITY_SEAL_FOLDER" in CliRunner().invoke(cli(), ["seal", "--append"]).output
