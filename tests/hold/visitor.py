"""A visitor without a browser: opens screens over the real WebSocket, fills widgets, presses buttons by their key."""

import re
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from smartcity.ui.frame.visitor import COOKIE

_TAGS = re.compile(r"<style.*?</style>|<[^>]+>", re.S)


class Visitor:
    """One browser tab. `text` is what the last run put on the page, `keys` the widgets it offered.

    `received` is all that came since the screen was opened.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._page, self._query = "", ""
        self._states: dict[str, WidgetState] = {}
        self._elements: dict[tuple[int, ...], Any] = {}
        self.keys: dict[str, str] = {}
        self.received = b""

    @classmethod
    async def arrive(cls, host: str, token: str | None = None) -> Self:
        """Raises OSError when nobody answers."""
        headers = {"Origin": f"http://{host}"} | ({"Cookie": f"{COOKIE}={token}"} if token else {})
        wanted: Any = ["streamlit"]
        address = f"ws://{host}/_stcore/stream"
        return cls(
            await connect(address, subprotocols=wanted, additional_headers=headers, max_size=None, open_timeout=30)
        )

    async def leave(self) -> None:
        await self._socket.close()

    async def open(self, page: str, query: str = "") -> None:
        self._page, self._query = page, query
        self._states.clear()
        self._elements.clear()
        self.received = b""
        await self._run()

    def type(self, key: str, **value: Any) -> None:
        """The widget is not left yet: what it holds goes out with the next run.

        `value` names the field of Streamlit's WidgetState: `string_value="…"`, `int_value=…`.
        """
        self._state(key, **value)

    async def fill(self, key: str, **value: Any) -> None:
        """Types, and leaves the widget."""
        self._state(key, **value)
        await self._run()

    async def click(self, key: str) -> None:
        state = self._state(key, trigger_value=True)
        await self._run()
        self._states.pop(state.id, None)

    def _state(self, key: str, **value: Any) -> WidgetState:
        state = WidgetState(id=self.keys[key])
        for field, content in value.items():
            if isinstance(content, list):
                getattr(state, field).data.extend(content)
            else:
                setattr(state, field, content)
        self._states[state.id] = state
        return state

    async def _run(self) -> None:
        message = BackMsg()
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = self._query
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        await self._socket.send(message.SerializeToString())
        while True:
            answer, content = ForwardMsg(), await self._socket.recv(decode=False)
            self.received += content
            answer.ParseFromString(content)
            if answer.WhichOneof("type") == "delta":
                self._take(answer)
            elif answer.WhichOneof("type") == "script_finished":
                break
        self.keys = {_key(element.id): element.id for element in self._elements.values() if getattr(element, "id", "")}

    def _take(self, answer: ForwardMsg) -> None:
        place = tuple(answer.metadata.delta_path)
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if answer.delta.WhichOneof("type") == "new_element" and kind:
            self._elements[place] = getattr(element, kind)

    @property
    def elements(self) -> tuple[Any, ...]:
        """What the page holds now, as the framework's messages."""
        return tuple(self._elements.values())

    @property
    def has_exception(self) -> bool:
        """Whether the framework shows an exception."""
        return any(type(element).__name__ == "Exception" for element in self._elements.values())

    @property
    def element_types(self) -> dict[str, str]:
        """The widgets that the page offers by their keys, and what they are."""
        return {_key(element.id): type(element).__name__ for element in self.elements if getattr(element, "id", "")}

    @property
    def errors(self) -> tuple[str, ...]:
        """What is said in boxes of errors."""
        return tuple(
            element.body for element in self.elements if type(element).__name__ == "Alert" and element.format == 1
        )

    @property
    def html(self) -> str:
        """All blocks of the page as they are."""
        return "\n".join(
            body for element in self._elements.values() if isinstance(body := getattr(element, "body", ""), str)
        )

    @property
    def text(self) -> str:
        """Everything readable on the page, without its tags."""
        parts = (getattr(element, "body", "") for element in self._elements.values())
        return "\n".join(_TAGS.sub(" ", part) for part in parts if isinstance(part, str))


def _key(identity: str) -> str:
    """`$$ID-<hash>-<key>` → key."""
    return identity.split("-", 2)[-1]
