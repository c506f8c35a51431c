"""The dashboard as a process of its own, which tests stop, kill and start again.

A server is forked from a process that has read what no database changes: libraries, modules, catalogs, templates. It
starts in a fraction of the time and shares nothing else.
That the README's own command serves as well is tested in `web/test_openness.py`.
"""

import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.web import cli

from smartcity.settings import ROOT

forks = get_context("forkserver")
forks.set_forkserver_preload(["tests.servers", "tests.first_reads"])
# A port whose server has ended is given to the next one: what a browser has read from there it need not read again.
_left: list[int] = []
# Workers that run beside each other begin a hundred apart.
_ports = iter(range(20_000 + os.getpid() * 100 % 10_000, 32_000))


def free_port() -> int:
    """One that no outgoing connection is given by chance."""
    for port in _ports:
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise AssertionError("every port is taken")


def wait_for(address: str, is_running: Callable[[], bool]) -> None:
    """Until it answers."""
    for _ in range(1200):
        assert is_running(), "the server ended before it answered"
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"{address} did not answer within a minute")


class Server:
    """`with Server(url) as server:` serves on `server.site` while the block runs, also after it was killed and started.

    `options` are those of `streamlit run`, `settings` those of the environment; no jobs unless these ask for them.
    """

    def __init__(self, url: str, *options: str, log: Path = Path(os.devnull), **settings: str) -> None:
        self.port = _left.pop() if _left else free_port()
        self.url, self.log = url, log
        self.host = f"localhost:{self.port}"
        self.site = f"http://{self.host}"
        self._options, self._settings = options, {"SMARTCITY_DATABASE_URL": url, "SMARTCITY_JOBS": "0"} | settings

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        return self._process.is_alive()

    def start(self) -> None:
        options = ("--server.port", str(self.port), *self._options)
        args = (options, os.environ | self._settings, self.log)
        self._process = forks.Process(target=_serve, args=args, daemon=True)
        self._process.start()
        wait_for(f"{self.site}/_stcore/health", self._process.is_alive)

    def stop(self) -> None:
        """As `systemctl stop` does: SIGTERM."""
        self._process.terminate()
        self._process.join(timeout=20)
        assert not self.is_running, "the server did not end"

    def kill(self) -> None:
        """No goodbye: SIGKILL."""
        self._process.kill()
        self._process.join(timeout=20)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, no: BaseException | None, at: TracebackType | None) -> None:
        if self.is_running:
            self.stop()
        _left.append(self.port)


def _serve(options: tuple[str, ...], environment: dict[str, str], log: Path) -> None:
    """In the forked process: what `streamlit run dashboard.py` does."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with log.open("ab") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    sys.argv = ["streamlit", "run", "dashboard.py", *options]
    cli.main(prog_name="streamlit")
