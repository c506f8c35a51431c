"""Sessions without a browser: protobuf over the real WebSocket, time from send to `script_finished`."""

import asyncio
import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one screen's reruns."""

    median: float
    p95: float


def _rerun(page: str) -> bytes:
    message = BackMsg()
    message.rerun_script.page_name = page
    return bytes(message.SerializeToString())


async def _once(socket: ClientConnection, page: str) -> float:
    start = time.perf_counter()
    await socket.send(_rerun(page))
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await socket.recv(decode=False))
        if answer.WhichOneof("type") == "script_finished":
            return (time.perf_counter() - start) * 1000


def _socket(host: str) -> connect:
    address, origin = f"ws://{host}/_stcore/stream", Origin(f"http://{host}")
    return connect(address, subprotocols=[Subprotocol("streamlit")], origin=origin, max_size=None, open_timeout=30)


async def _screen(host: str, page: str, count: int) -> Timing:
    async with _socket(host) as socket:
        await _once(socket, page)
        await _once(socket, page)
        taken = sorted([await _once(socket, page) for _ in range(count)])
    return Timing(taken[len(taken) // 2], taken[int(len(taken) * 0.95)])


def screen_time(host: str, page: str, count: int = 20) -> Timing:
    """Reruns of one screen in one warm session."""
    return asyncio.run(_screen(host, page, count))


async def _load(host: str, sessions: int, seconds: float) -> float:
    """All sessions open and run once before the clock starts."""
    ready = asyncio.Barrier(sessions)
    finished = 0

    async def visitor() -> None:
        nonlocal finished
        async with _socket(host) as socket:
            await _once(socket, "")
            await ready.wait()
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                await _once(socket, "")
                finished += time.perf_counter() <= until

    await asyncio.gather(*(visitor() for _ in range(sessions)))
    return finished / seconds


def reruns_per_second(host: str, sessions: int, seconds: float = 8.0) -> float:
    """Reruns of the first screen that all sessions together get done."""
    return asyncio.run(_load(host, sessions, seconds))
