"""Which of the framework's own routes and messages pass: metrics by setting, media by right, messages by type."""

from collections.abc import Callable

from sqlalchemy.exc import DatabaseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smartcity.domain.errors import Refused
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.web.cookies import may_look, visitor
from smartcity.web.gates.refusal import refuse

METRICS, MEDIA = "/_stcore/metrics", "/media/"


class FrameworkRoutes:
    """ASGI middleware: metrics only with SMARTCITY_METRICS, `/media` for readers signed in and guests who may look."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path.rstrip("/") == METRICS and not settings().metrics:
            await refuse(scope, receive, send, "gate.closed", status=404)
        elif path.startswith(MEDIA) and not await run_in_threadpool(_may_look, Request(scope)):
            await refuse(scope, receive, send, "gate.media", status=403)
        else:
            await self.app(scope, receive, send)


def _may_look(request: Request) -> bool:
    """Nobody where the database cannot be asked."""
    try:
        with reading(current_engine()) as session:
            return may_look(session, visitor(session, request))
    except (DatabaseError, Refused):
        return False


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
