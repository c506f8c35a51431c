"""Ten walls through an hour of ambient mode at fifty times its speed: what grows, and what a wall costs."""

import socket
import time
from collections.abc import Callable
from typing import NamedTuple

import psutil
from playwright.sync_api import Browser, CDPSession, Page

from tools.bench.servers import listening

SPEED, WALLS = 50, 10
# Seconds of the walls' own time: all of it, one rotation of nine views, between two ledger entries.
HOUR, ROUND, NEWS = 3600.0, 225.0, 60.0
# Timers run fifty times as fast, except the patience with a slow answer: the server is no faster than it is.
FASTER = f"""
for (const name of ['setTimeout', 'setInterval']) {{
  const real = window[name];
  window[name] = (act, wait, ...more) => real(act, wait === 5000 ? wait : (wait || 0) / {SPEED}, ...more);
}}
"""


class Memory(NamedTuple):
    """Megabytes: the heaps of all walls after their garbage is collected, and the server's resident memory."""

    heaps: float
    server: float


class Hour(NamedTuple):
    first: Memory
    last: Memory
    turns: int


class PollCost(NamedTuple):
    """Processor time of the server and the bytes of its answer, for one poll that finds nothing new."""

    milliseconds: float
    bytes: int


def hour(browser: Browser, host: str, write: Callable[[], None]) -> Hour:
    """`write` appends an entry to the ledger: every minute of the walls' time each of them draws itself anew."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_init_script(FASTER)
    pages = [context.new_page() for _ in range(WALLS)]
    for page in pages:
        page.goto(f"http://{host}/layar")
        page.wait_for_selector(".view.on")
        page.evaluate(_COUNT)
    wires, server = [context.new_cdp_session(page) for page in pages], listening(host)
    started = time.monotonic()
    _live(pages, started, ROUND, write)
    first = _memory(wires, server)
    _live(pages, started, HOUR, write)
    result = Hour(first, _memory(wires, server), sum(int(page.evaluate("window.__turns")) for page in pages))
    context.close()
    return result


_COUNT = """
() => { window.__turns = 0; let last = ''; const look = () => {
  const now = document.querySelector('.view.on')?.dataset.view; if (now !== last) window.__turns++; last = now;
  requestAnimationFrame(look); }; look(); }
"""


def _live(pages: list[Page], started: float, until: float, write: Callable[[], None]) -> None:
    while (time.monotonic() - started) * SPEED < until:
        pages[0].wait_for_timeout(NEWS / SPEED * 1000)
        write()


def _memory(wires: list[CDPSession], server: psutil.Process) -> Memory:
    heaps = 0
    for wire in wires:
        wire.send("HeapProfiler.collectGarbage")
        heaps += wire.send("Runtime.getHeapUsage")["usedSize"]
    return Memory(heaps / 2**20, server.memory_info().rss / 2**20)


def poll_cost(host: str, path: str, count: int = 1000) -> PollCost:
    """Over one open connection, as a browser keeps it; the answer is read as it comes over the wire."""
    name, _, port = host.partition(":")
    server, asked = listening(host), f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    with socket.create_connection((name, int(port))) as wire:
        size = _asked(wire, asked)
        before = server.cpu_times()
        for _ in range(count):
            size = _asked(wire, asked)
        after = server.cpu_times()
    spent = (after.user - before.user) + (after.system - before.system)
    return PollCost(spent / count * 1000, size)


def _asked(wire: socket.socket, asked: bytes) -> int:
    """The size of the answer; one without a body ends with its head."""
    wire.sendall(asked)
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += wire.recv(4096)
    if not answer.startswith(b"HTTP/1.1 204"):
        raise RuntimeError(f"Not an idle poll: {answer[:60]!r}")
    return len(answer)
