"""Once per process: heavy modules leave the collector's way, TCP_NODELAY, the worker of jobs starts and stops."""

import asyncio
import gc
import importlib
import os
import socket
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import psutil

from smartcity.jobs.worker import HANDLERS, Worker
from smartcity.settings import settings
from smartcity.store.engine import current_engine


def set_tcp_nodelay() -> None:
    """Sets TCP_NODELAY where this process listens; the system hands it on to each connection.

    Streamlit binds its socket itself, in a way in which asyncio does not: each click then waits for the browser's
    delayed acknowledgement, 40 ms on Linux.
    """
    for connection in psutil.Process().net_connections("tcp"):
        if connection.status == psutil.CONN_LISTEN and connection.fd >= 0:
            with socket.socket(fileno=os.dup(connection.fd)) as listening:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


# Streamlit collects garbage after every script run; what is frozen here is not looked at again.
HEAVY = ("pandas", "plotly.graph_objects", "babel.dates", "jinja2")


def lifespan_with(heavy: Collection[str]) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """The life of the process, with modules of the screens that are read before the first visitor comes."""

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        for name in (*HEAVY, *heavy):
            importlib.import_module(name)
        gc.collect()
        gc.freeze()
        set_tcp_nodelay()
        worker = Worker(HANDLERS) if settings().jobs else None
        if worker:
            worker.start()
        yield
        if worker:
            await asyncio.to_thread(worker.stop)
        current_engine().dispose()  # SQLite takes its write-ahead file into the database when the last one leaves

    return lifespan
