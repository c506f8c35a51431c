"""Fifty sessions reporting at once, and a server killed in the middle of two hundred submissions."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from smartcity.i18n.words import Words
from smartcity.queries import ledger
from smartcity.store.engine import make_engine, reading
from tests.coroutines import run
from tests.hold.reporters import NOTES, SENT, Reporter, begun, reporters, send, stored
from tests.sample import generated_database
from tests.servers import Server

Count = Callable[[str, object], None]
pytestmark = pytest.mark.xdist_group("hold")
BUSY = Words("id").say("store.not_saved")
SESSIONS, SUBMISSIONS, WORKERS = 50, 200, 20
KILL_AFTER = 60


@pytest.fixture(params=[60])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A city with as many programmes."""
    return generated_database(tmp_path, programmes=request.param)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = make_engine(url)
    yield made
    made.dispose()


async def _press_together(host: str, cast: list[Reporter]) -> list[float]:
    """Everybody writes first; then all press Kirim in the same instant. Seconds until each has the receipt.

    Who waits longer than the database lets anybody wait is told so in one sentence, and presses again.
    """
    ready = asyncio.Barrier(len(cast))

    async def report(reporter: Reporter) -> float:
        visitor = await begun(host, reporter, reporter.programme, NOTES)
        await ready.wait()
        pressed_at = time.perf_counter()
        await visitor.click("send")
        while BUSY in visitor.text and not visitor.has_exception:
            await visitor.click("send")
        taken = time.perf_counter() - pressed_at
        assert SENT in visitor.text, visitor.text[-600:]
        await visitor.leave()
        return taken

    return sorted(await asyncio.gather(*(report(reporter) for reporter in cast)))


def test_fifty_report_in_the_same_instant(url: str, engine: Engine, tmp_path: Path, record_property: Count) -> None:
    cast = reporters(engine, SESSIONS)
    with Server(url, log=tmp_path / "log") as server:
        taken = run(_press_together(server.host, cast))
        output = server.output
    p95 = taken[int(len(taken) * 0.95)]
    record_property("seconds", f"median {taken[SESSIONS // 2]:.2f}, p95 {p95:.2f}, last {taken[-1]:.2f}")
    assert stored(engine) == {reporter.programme: 1 for reporter in cast}
    assert "Uncaught app execution" not in output
    with reading(engine) as session:
        assert ledger.first_broken(session) is None


async def _until_killed(server: Server, cast: list[Reporter], acknowledged: list[str]) -> int:
    """Twenty workers send ten reports each, one after the other; the server is killed after the sixtieth receipt."""
    lost = 0

    async def work(reporter: Reporter) -> None:
        nonlocal lost
        for number in range(SUBMISSIONS // WORKERS):
            words = f"{reporter.programme} laporan {number}"
            try:
                visitor = await send(server.host, reporter, words)
            except (ConnectionClosed, InvalidHandshake, OSError):
                lost += 1
                return
            if SENT in visitor.text:
                acknowledged.append(words)
            if len(acknowledged) >= KILL_AFTER and server.is_running:
                server.kill()
            await visitor.leave()

    await asyncio.gather(*(work(reporter) for reporter in cast))
    return lost


@pytest.mark.parametrize("url", [WORKERS + 2], indirect=True)
def test_a_killed_server_loses_nothing_it_acknowledged(
    url: str, engine: Engine, tmp_path: Path, record_property: Count
) -> None:
    cast, acknowledged = reporters(engine, WORKERS), list[str]()
    with Server(url, log=tmp_path / "log") as server:
        lost = run(_until_killed(server, cast, acknowledged))
        assert not server.is_running
        server.start()
        after = run(_resent(server, cast))
    statements = stored(engine)
    summary = f"killed after {len(acknowledged)} receipts, {lost} sessions cut off, {len(statements)} statements stored"
    record_property("submissions", summary)
    assert lost > 0
    assert KILL_AFTER <= len(acknowledged) < SUBMISSIONS
    assert set(acknowledged) <= set(statements), "every acknowledged report is there"
    assert set(statements.values()) == {1}, "none is there twice"
    assert after == WORKERS, "after the restart everybody can report again"
    assert _halves(engine) == 0
    with reading(engine) as session:
        assert ledger.first_broken(session) is None


async def _resent(server: Server, cast: list[Reporter]) -> int:
    sent = 0
    for reporter in cast:
        visitor = await send(server.host, reporter, f"{reporter.programme} sesudah hidup lagi")
        sent += SENT in visitor.text
        await visitor.leave()
    return sent


def _halves(engine: Engine) -> int:
    """Statements without their ledger entry, and the other way round."""
    with engine.connect() as connection:
        sent = connection.execute(text("SELECT count(*) FROM statement WHERE submission_key IS NOT NULL")).scalar_one()
        entries = connection.execute(
            text("SELECT count(*) FROM audit_entry WHERE action = 'report.submit'")
        ).scalar_one()
    return abs(int(sent) - int(entries))
