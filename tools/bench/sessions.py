"""Sessions without a browser: protobuf over the real WebSocket, time from send to `script_finished`."""

import asyncio
import re
import time
from collections.abc import Coroutine
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from smartcity.cli.console import words
from smartcity.web.cookies import SIGN_IN

_REFUSALS = tuple(f"<h1>{words().say(key)}</h1>".encode() for key in ("gate.title", "forbidden.title"))
LONGEST = 120.0
_KEY = re.compile(r"\$\$ID-[0-9a-f]+-(.+)")


class Visitor:
    """One session of whoever is signed in with that token; `buttons` are ids by key, of the screen as it stands."""

    def __init__(self, host: str, token: str | None = None) -> None:
        self._host, self._token = host, token
        self._asked = BackMsg()
        self.buttons: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            f"ws://{self._host}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(f"http://{self._host}"),
            additional_headers={"Cookie": f"{SIGN_IN}={self._token}"} if self._token else {},
            max_size=None,
            open_timeout=60,
            max_queue=None,
            ping_interval=None,
            close_timeout=1,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, no: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def look(self, path: str, query: str = "") -> float:
        """Milliseconds. Raises RuntimeError where the screen is not for this visitor."""
        self._asked = BackMsg()
        self._asked.rerun_script.page_name = path
        self._asked.rerun_script.query_string = query
        return await self._once(self._asked)

    async def click(self, key: str) -> float:
        """Milliseconds of a click on the first button whose key begins with that. Raises StopIteration without one."""
        number = next(number for name, number in self.buttons.items() if name.startswith(key))
        clicked = BackMsg()
        clicked.CopyFrom(self._asked)
        widget = clicked.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = number, True
        return await self._once(clicked)

    async def _once(self, message: BackMsg) -> float:
        """The answer is there when the script has ended; the next click waits until the session rests."""
        self.buttons, taken = {}, 0.0
        start = time.perf_counter()
        await self._socket.send(bytes(message.SerializeToString()))
        while True:
            content = await asyncio.wait_for(self._socket.recv(decode=False), LONGEST)
            answer = ForwardMsg()
            answer.ParseFromString(content)
            if any(refusal in content for refusal in _REFUSALS):
                raise RuntimeError(f"{message.rerun_script.page_name} refused this visitor")
            self._note(answer)
            if answer.WhichOneof("type") == "script_finished":
                taken = (time.perf_counter() - start) * 1000
            elif taken and answer.WhichOneof("type") == "session_status_changed":
                return taken

    def _note(self, answer: ForwardMsg) -> None:
        if answer.delta.new_element.HasField("button"):
            number = answer.delta.new_element.button.id
            key = _KEY.match(number)
            self.buttons |= {key[1]: number} if key else {}


async def within(seconds: float, click: Coroutine[None, None, float]) -> float | None:
    """Milliseconds, or None where no answer came in that time."""
    try:
        return await asyncio.wait_for(click, seconds)
    except TimeoutError:
        return None
