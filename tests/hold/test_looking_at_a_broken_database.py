"""A database that is corrupt, gone or read-only: a designed page, a line in the log, and recovery without a restart."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.coroutines import run
from tests.hold.disks import make_read_only, small_disk
from tests.hold.visitor import Visitor
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("hold")


async def _seen(host: str) -> str:
    visitor = await Visitor.arrive(host)
    await visitor.open("")
    await visitor.leave()
    return visitor.text


def seen(server: Server) -> str:
    """What a new visitor reads on the first screen."""
    return run(_seen(server.host))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 32) as folder:
        yield folder


GOOD, BROKEN = "tahapan terlambat", "Basis data belum dapat dipakai"


def test_a_corrupt_file_is_said_and_mending_it_is_enough(disk: Path, tmp_path: Path) -> None:
    url, database, copy = sample_database(disk), disk / "sample.db", disk / "kept.db"
    shutil.copy(database, copy)
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"not a page " * 20_000)
    with Server(url, log=tmp_path / "log") as server:
        assert BROKEN in seen(server)
        assert "malformed" in server.output
        copy.replace(database)
        assert GOOD in seen(server)


def test_a_file_that_is_gone_is_said_and_putting_it_back_is_enough(disk: Path, tmp_path: Path) -> None:
    database, away = disk / "sample.db", disk / "away.db"
    with Server(sample_database(disk), log=tmp_path / "log") as server:
        assert GOOD in seen(server)
        shutil.move(database, away)
        assert BROKEN in seen(server)
        away.replace(database)
        assert GOOD in seen(server)


def test_a_file_put_in_its_place_is_read_at_once(disk: Path, sqlite_template: Path, tmp_path: Path) -> None:
    """As after a restore: nobody reads on in the file that was there before."""
    with Server(sample_database(disk), log=tmp_path / "log") as server:
        assert GOOD in seen(server)
        shutil.copy(sqlite_template, disk / "other.db")
        (disk / "other.db").replace(disk / "sample.db")
        assert "Belum ada masterplan" in seen(server)


def test_a_read_only_disk_is_said_and_making_it_writable_is_enough(disk: Path, tmp_path: Path) -> None:
    url = sample_database(disk)
    make_read_only(disk, on=True)
    with Server(url, log=tmp_path / "log") as server:
        assert BROKEN in seen(server)
        assert "unable to open database file" in server.output
        make_read_only(disk, on=False)
        assert GOOD in seen(server)
