"""What a browser sends over its socket is looked at before the framework acts on it."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SocketMessages:
    """ASGI middleware: messages that nobody of ours sends are dropped, as if they had not come."""

    def __init__(self, app: ASGIApp, is_taken: Callable[[bytes], bool]) -> None:
        self.app = app
        self._is_taken = is_taken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def receiving() -> Message:
            while True:
                message = await receive()
                content = message.get("bytes") if message["type"] == "websocket.receive" else None
                if content is None or self._is_taken(content):
                    return message

        await self.app(scope, receiving if scope["type"] == "websocket" else receive, send)
