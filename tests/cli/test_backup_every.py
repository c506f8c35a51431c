"""`backup --every` unattended: a line per run, the newest good ones stay, a failing run is survived."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import col, select
from typer.testing import CliRunner

from smartcity.__main__ import cli
from smartcity.cli.backup_loop import Unattended, run_until_interrupted
from smartcity.commands import ledger
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.jobs import backup
from smartcity.store.engine import file_of, make_engine, reading, writing
from smartcity.store.schema_version import upgrade
from smartcity.store.tables import AuditEntry
from tests.queries.test_integrity import fill

AT = datetime(2026, 11, 30, 2, tzinfo=UTC)


@pytest.fixture
def folder(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(engine.url))
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "bukti"))
    fill(engine)
    return tmp_path / "cadangan"


class Interrupted:
    """Instead of waiting it moves the clock on; after some waits somebody presses Ctrl-C."""

    def __init__(self, clock: time_machine.Traveller, waits: int) -> None:
        self.clock, self.left = clock, waits

    def __call__(self, seconds: float) -> None:
        assert 0 < seconds <= 60
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.clock.shift(seconds)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT, tick=False) as made:
        yield made


def go_on(engine: Engine, folder: Path, wait: Interrupted, *, every: int, keep: int | None = None) -> None:
    with pytest.raises(KeyboardInterrupt):
        Unattended(engine, folder, timedelta(minutes=every), keep).go_on(wait)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def actors(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        asked = select(AuditEntry.actor, AuditEntry.action).order_by(col(AuditEntry.id))
        return [(actor, action) for actor, action in session.exec(asked) if action.startswith("backup")]


def test_each_run_leaves_a_line_and_of_its_own_backups_only_the_newest_stay(
    engine: Engine, folder: Path, tmp_path: Path, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make_engine(f"sqlite:///{shutil.copy(file_of(engine), tmp_path / 'lain.db')}")  # type: ignore[arg-type]
    with writing(other) as session:
        ledger.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "x", at=AT)
    theirs = backup.make_backup(other, folder, AT - timedelta(days=900)).file.name
    other.dispose()
    broken = "smartcity-20200101-000000.zip"
    (folder / broken).write_bytes(b"PK half")
    go_on(engine, folder, Interrupted(clock, 2), every=1, keep=1)
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": Cadangan dibuat")[0][-9:] for line in lines] == [f"09.0{n} WIB" for n in range(3)]
    assert ["1 cadangan lama dihapus." in line for line in lines] == [False, True, True]
    assert all("Terbukti utuh." in line for line in lines)
    assert files(folder) == [broken, theirs, "smartcity-20261130-090200.zip"]
    assert actors(engine) == [("Sistem", "backup.made")] * 3


def test_started_anew_it_waits_until_the_next_one_is_due(
    engine: Engine, folder: Path, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    go_on(engine, folder, Interrupted(clock, 0), every=10)
    clock.shift(60)
    capsys.readouterr()
    go_on(engine, folder, Interrupted(clock, 8), every=10)
    assert len(files(folder)) == 1
    assert capsys.readouterr().out.endswith("09.10 WIB.\n")
    go_on(engine, folder, Interrupted(clock, 1), every=10)
    assert len(files(folder)) == 2


def test_a_run_that_fails_says_one_sentence_and_is_tried_again(
    engine: Engine, folder: Path, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")

    class Mended(Interrupted):
        def __call__(self, seconds: float) -> None:
            super().__call__(seconds)
            if self.left == 1:
                folder.unlink()

    go_on(engine, folder, Mended(clock, 4), every=60)
    first, second, third = capsys.readouterr().out.splitlines()
    for line in (first, second):
        assert ": Tidak dapat ditulis atau dibaca: " in line
    assert "09.01 WIB" in first.partition("Cadangan gagal, dicoba lagi")[2]
    assert "09.03 WIB" in second.partition("Cadangan gagal, dicoba lagi")[2]
    assert "Terbukti utuh." in third
    assert actors(engine) == [("Sistem", "backup.made")]


def test_a_database_that_is_away_is_waited_for(
    engine: Engine, folder: Path, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    away = make_engine(f"{engine.url}.away")

    class Installed(Interrupted):
        def __call__(self, seconds: float) -> None:
            super().__call__(seconds)
            upgrade(away)

    go_on(away, folder, Installed(clock, 1), every=60)
    away.dispose()
    first, second = capsys.readouterr().out.splitlines()
    assert "Basis data belum ada" in first
    assert "Cadangan dibuat" in second


def test_what_does_not_verify_removes_no_good_one(
    engine: Engine, folder: Path, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    go_on(engine, folder, Interrupted(clock, 0), every=1, keep=1)
    good = files(folder)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE programme SET name = 'diam-diam' WHERE id = 1")
    clock.shift(60)
    go_on(engine, folder, Interrupted(clock, 1), every=1, keep=1)
    assert files(folder) == [good[0], "smartcity-20261130-090200.zip"]
    assert capsys.readouterr().out.count("TIDAK cocok dengan segelnya") == 2
    assert [action for _, action in actors(engine)] == ["backup.made", *["backup.doubted"] * 2]


def test_what_a_killed_run_left_is_swept_away_a_day_later(
    engine: Engine, folder: Path, clock: time_machine.Traveller
) -> None:
    (folder / ".backup-x").mkdir(parents=True)
    (folder / ".backup-x" / "database.db").write_bytes(b"x")
    (folder / ".smartcity-20261129-000000.zip.partial").write_bytes(b"x")
    clock.move_to(datetime.now(UTC).replace(year=2099))
    backup.make_backup(engine, folder, AT)
    assert files(folder) == ["smartcity-20261130-090000.zip"]


def test_ctrl_c_ends_it_without_a_word(
    engine: Engine, folder: Path, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.Event.wait", Interrupted(clock, 0))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    result = CliRunner().invoke(cli(), ["backup", "--to", str(folder), "--every", "1d", "--keep", "14"])
    assert (result.exit_code, result.output.count("\n")) == (0, 1), result.output
    run_until_interrupted(Unattended(engine, folder, timedelta(days=1), 14))


@pytest.mark.parametrize(("option", "value"), [("--every", "sehari"), ("--every", "0d"), ("--keep", "0")])
def test_what_makes_no_sense_is_refused_in_one_sentence(folder: Path, option: str, value: str) -> None:
    result = CliRunner().invoke(cli(), ["backup", "--to", str(folder), "--every", "1d", option, value])
    assert result.exit_code in (1, 2)
    assert value in result.output or option in result.output
    assert result.output.count("\n") == 1
    assert not folder.exists()


def test_a_single_backup_can_make_room_too(folder: Path, clock: time_machine.Traveller) -> None:
    folder.mkdir()
    (folder / "smartcity-20250101-000000.zip").mkdir()  # cannot be read, and is nobody's to remove
    for _ in range(2):
        result = CliRunner().invoke(cli(), ["backup", "--to", str(folder), "--keep", "1"])
        clock.shift(1)
    assert result.exit_code == 0
    assert "1 cadangan lama dihapus." in result.output
    assert len(files(folder)) == 2
