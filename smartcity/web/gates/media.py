"""Files that the framework keeps for its screens: for whoever may look."""

from sqlalchemy.exc import DatabaseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from smartcity.domain.refusals import Refused
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.web.gates.refusal import refuse
from smartcity.web.visitor import may_look, visitor

MEDIA = "/media/"


class MediaGate:
    """ASGI middleware: `/media` answers signed-in readers, and guests where they may look."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_media = scope["type"] == "http" and scope["path"].startswith(MEDIA)
        if is_media and not await run_in_threadpool(_may_look, Request(scope)):
            await refuse(scope, receive, send, "gate.media", status=403)
            return
        await self.app(scope, receive, send)


def _may_look(request: Request) -> bool:
    """Nobody where the database cannot be asked."""
    try:
        with reading(current_engine()) as session:
            return may_look(session, visitor(session, request))
    except (DatabaseError, Refused):
        return False
