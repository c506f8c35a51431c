"""A full disk and a locked database while an agency reports: one sentence, nothing lost, and it goes on afterwards."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from smartcity.i18n.words import Words
from smartcity.queries import ledger
from smartcity.store.engine import make_engine, reading
from smartcity.web.gates.uploads import MEGABYTE
from tests.coroutines import run
from tests.hold.disks import brim, small_disk
from tests.hold.reporters import SENT, Reporter, begun, finish, reporters, send, stored
from tests.sample import sample_database
from tests.servers import Server
from tests.web.gates.test_gates import Session

pytestmark = pytest.mark.xdist_group("hold")
BUSY, FULL = "basis data sedang tidak dapat ditulis", "Disk penuh: tidak ada yang tersimpan."


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 24) as folder:
        yield folder


@pytest.fixture
def engine(disk: Path) -> Iterator[Engine]:
    made = make_engine(sample_database(disk))
    yield made
    made.dispose()


async def _around(
    server: Server, first: Reporter, second: Reporter, begin: Callable[[], object], end: Callable[[], object]
) -> tuple[str, str]:
    """A report before the trouble, one caught by it, and the same one sent once more after: what the last two said."""
    before = await send(server.host, first, "sebelum")
    assert SENT in before.text
    during = await begun(server.host, second, "saat gangguan")
    begin()
    await finish(during, second, "saat gangguan")
    refused = during.text
    end()
    await during.click("send")
    await before.leave()
    await during.leave()
    return refused, during.text


def proved(engine: Engine, server: Server, sentences: tuple[str, str], why: str) -> None:
    refused, after = sentences
    assert why in refused
    assert SENT not in refused
    assert SENT in after
    assert stored(engine) == {"sebelum": 1, "saat gangguan": 1}
    assert "The database refused a change" in server.output
    with reading(engine) as session:
        assert ledger.first_broken(session) is None


def test_a_full_disk(engine: Engine, disk: Path, tmp_path: Path) -> None:
    first, second = reporters(engine, 2)
    with Server(str(engine.url), log=tmp_path / "log", TMPDIR=str(disk)) as server:
        sentences = run(_around(server, first, second, partial(brim, disk), (disk / "ballast").unlink))
        proved(engine, server, sentences, FULL)
        assert run(_photo(server, first)) == (204, "")
        ballast = brim(disk)
        assert run(_photo(server, first)) == (507, Words("id").say("store.full"))
        ballast.unlink()
        assert run(_photo(server, first)) == (204, "")


async def _photo(server: Server, reporter: Reporter) -> tuple[int, str]:
    """The framework puts a large one on the disk while it arrives."""
    async with Session(server, reporter.token) as session:
        return await asyncio.to_thread(session.put, 3 * MEGABYTE)


def test_a_locked_database(engine: Engine, disk: Path, tmp_path: Path) -> None:
    first, second = reporters(engine, 2)
    other = sqlite3.connect(disk / "sample.db", isolation_level=None, check_same_thread=False)
    with Server(str(engine.url), log=tmp_path / "log") as server:
        lock, unlock = (partial(other.execute, words) for words in ("BEGIN IMMEDIATE", "ROLLBACK"))
        sentences = run(_around(server, first, second, lock, unlock))
        proved(engine, server, sentences, BUSY)
    other.close()
