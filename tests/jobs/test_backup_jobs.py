"""Backups by the clock: one per slot, as *Sistem*, of missed slots the newest."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.domain.operations.jobs import Job, JobKind, JobState
from smartcity.jobs.worker import HANDLERS, Worker
from smartcity.queries import checks, ledger
from smartcity.store.engine import reading
from smartcity.store.tables import AuditEntry
from tests.jobs.queue import stored
from tests.queries.test_integrity import fill

MORNING = datetime(2026, 11, 30, 2, tzinfo=UTC)


@pytest.fixture
def folder(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("smartcity.jobs.worker.current_engine", lambda: engine)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "bukti"))
    monkeypatch.setenv("SMARTCITY_BACKUP_FOLDER", str(tmp_path / "cadangan"))
    monkeypatch.setenv("SMARTCITY_BACKUP_KEEP", "1")
    fill(engine)
    return tmp_path / "cadangan"


def backups(engine: Engine) -> list[Job]:
    return [job for job in stored(engine) if job.kind is JobKind.BACKUP]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("folder")
def test_without_the_setting_none_is_made(engine: Engine) -> None:
    with time_machine.travel(MORNING, tick=False):
        Worker(HANDLERS).look()
    assert [(job.kind, job.state) for job in stored(engine)] == [
        (JobKind.DAY, JobState.DONE),
        (JobKind.VERIFY, JobState.DONE),
    ]


@pytest.mark.usefixtures("folder")
def test_every_day_the_data_are_compared_with_their_seals(engine: Engine) -> None:
    """Without a backup, and without an entry in the ledger."""
    with reading(engine) as session:
        before = ledger.newest(session)
    verdicts = []
    for days in range(3):
        with time_machine.travel(MORNING + timedelta(days=days), tick=False):
            for _ in range(2):
                Worker(HANDLERS).look()
        with reading(engine) as session:
            verdicts.append(checks.last_backup_verdict(session))
            assert ledger.newest(session) == before
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE milestone SET weight = 10 - weight WHERE id = 1")
    assert verdicts == [(date(2026, 11, 30), True), (date(2026, 12, 1), False), (date(2026, 12, 2), True)]
    compared = [job for job in stored(engine) if job.kind is JobKind.VERIFY]
    assert [job.error and job.error["key"] for job in compared] == [None, "trust.differs", None]


def test_each_slot_has_its_backup_and_the_newest_missed_one(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_BACKUP_EVERY", "12h")
    worker = Worker(HANDLERS)
    with time_machine.travel(MORNING, tick=False) as clock:
        for _ in range(2):
            worker.look()
        assert files(folder) == ["smartcity-20261130-000000.zip"]
        assert [job.state for job in backups(engine)] == [JobState.DONE, JobState.WAITING]
        clock.move_to(datetime(2026, 12, 4, 2, tzinfo=UTC))
        worker.look()
    slots = [(job.about, job.state) for job in backups(engine)]
    assert slots == [
        ("2026-11-29T17:00:00+00:00", JobState.DONE),
        ("2026-11-30T05:00:00+00:00", JobState.DONE),
        ("2026-12-03T17:00:00+00:00", JobState.DONE),
        ("2026-12-04T05:00:00+00:00", JobState.WAITING),
    ]
    assert len(files(folder)) == 1
    with reading(engine) as session:
        entries = session.exec(select(AuditEntry.actor).where(AuditEntry.action == "backup.made")).all()
    assert list(entries) == ["Sistem"] * 3


def test_what_fails_is_tried_again_and_what_does_not_verify_is_said(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_BACKUP_EVERY", "1d")
    folder.write_text("a file where the folder should be")
    with time_machine.travel(MORNING, tick=False) as clock:
        Worker(HANDLERS).look()
        (job,) = backups(engine)
        assert (job.state, job.error and job.error["key"]) == (JobState.WAITING, "backup.disk")
        folder.unlink()
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE programme SET name = 'diam-diam' WHERE id = 1")
        clock.shift(60)
        Worker(HANDLERS).look()
    (job,) = backups(engine)
    assert (job.state, job.error and job.error["key"]) == (JobState.DONE, "backup.made.breach")
