"""Servers to measure: the dashboard on a database, and stock pages as anybody would write them."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from smartcity.settings import ROOT

SIX_CHARTS = """
import plotly.graph_objects as go
import streamlit as st
st.title("Six charts")
st.selectbox("Order", ["a", "b"])
for number in range(6):
    lengths = [n * (number + 1) % 7 + 1 for n in range(12)]
    bars = go.Bar(x=lengths, y=[f"Row {n}" for n in range(12)], orientation="h")
    st.plotly_chart(go.Figure(bars), key=f"chart-{number}")
"""
EMPTY = 'import streamlit as st\nst.title("Empty")\n'


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(script: str, folder: Path, env: dict[str, str]) -> Iterator[str]:
    port = free_port()
    options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command = [sys.executable, "-m", "streamlit", "run", script, *options]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(  # noqa: S603 - the own server with options from above
        command, cwd=folder, env=os.environ | env, stdout=quiet, stderr=quiet
    )
    try:
        _wait(f"http://localhost:{port}/_stcore/health", server)
        yield f"localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"The server of {address} ended before it answered")
        try:
            with urlopen(address, timeout=2):  # noqa: S310 - http on this machine
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    raise RuntimeError(f"{address} did not answer within a minute")


@contextmanager
def dashboard(database_url: str, checkout: Path = ROOT) -> Iterator[str]:
    """host:port of the product on that database, with the code of that checkout."""
    with _serving("dashboard.py", checkout, {"SMARTCITY_DATABASE_URL": database_url, "SMARTCITY_JOBS": "0"}) as host:
        yield host


# The measured code is that of the checkout, the tools are these.
_HAND = """
import sys, smartcity
sys.path.insert(0, sys.argv[1])
from tools.bench.hand import serve
serve(sys.argv[2])
"""


class Hand:
    """Calls the verbs of `tools.bench.hand` in its process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, verb: str, *words: object) -> Any:
        """Raises RuntimeError where the process has ended."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise RuntimeError("no pipes")
        asked.write(json.dumps([verb, *words]) + "\n")
        asked.flush()
        line = answers.readline()
        if not line:
            raise RuntimeError(f"{verb} failed")
        return json.loads(line)


@contextmanager
def hand(database_url: str, checkout: Path = ROOT) -> Iterator[Hand]:
    """Writes into that database with the commands of that checkout."""
    command = [sys.executable, "-c", _HAND, str(ROOT), database_url]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=checkout, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603 - ours
        try:
            yield Hand(process)
        finally:
            process.terminate()


def listening(host: str) -> psutil.Process:
    """The process that listens there."""
    port = int(host.rpartition(":")[2])
    pid = next(c.pid for c in psutil.net_connections("tcp") if c.status == "LISTEN" and c.laddr.port == port)
    return psutil.Process(pid)


def resident(host: str) -> float:
    """Megabytes of the process that listens there."""
    return float(listening(host).memory_info().rss / 2**20)


@contextmanager
def stock(source: str) -> Iterator[str]:
    """host:port of a plain `streamlit run` of that source, in a folder without our settings."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "page.py").write_text(source)
        with _serving("page.py", Path(folder), {}) as host:
            yield host
