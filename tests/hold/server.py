"""A real server that can be killed, started again on the same port, and whose log is read."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from smartcity.settings import ROOT
from tests.browser.conftest import free_port, wait_for


class Server:
    """`with Server(url, folder) as server:` serves on `server.host` until the block ends."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "server.log"
        evidence = str(folder / "evidence")
        self._env = os.environ | {"SMARTCITY_DATABASE_URL": database_url, "SMARTCITY_EVIDENCE_FOLDER": evidence}

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=log, stderr=log)
        wait_for(f"http://{self.host}/_stcore/health", self.process)

    def kill(self) -> None:
        """No goodbye: SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, no: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own, as large as said; needs root, as on the machines that run the tests."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def make_read_only(disk: Path, *, on: bool) -> None:
    subprocess.run(["mount", "-o", f"remount,{'ro' if on else 'rw'}", str(disk)], check=True)
