"""Servers to measure: the dashboard on a database, and stock pages as anybody would write them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

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
def dashboard(database_url: str) -> Iterator[str]:
    """host:port of the product on that database."""
    with _serving("dashboard.py", ROOT, {"SMARTCITY_DATABASE_URL": database_url}) as host:
        yield host


@contextmanager
def stock(source: str) -> Iterator[str]:
    """host:port of a plain `streamlit run` of that source, in a folder without our settings."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "page.py").write_text(source)
        with _serving("page.py", Path(folder), {}) as host:
            yield host
