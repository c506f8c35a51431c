"""Only names of this site are answered, and only pages of this site open a socket or reach the framework's own routes.

The framework asks an outside address for its own IP, blocking, when a socket is opened by a page of another site.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from smartcity.web.gates.addresses import is_allowed_host, is_own_origin
from smartcity.web.gates.refusal import refuse

HEALTH = "/sehat"
FRAMEWORK = ("/_stcore/", "/media/", "/component/", "/static/", "/app/")


class OwnAddresses:
    """ASGI middleware: refuses hosts that are not ours (`/sehat` answers any), foreign sockets and foreign writes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["path"] != HEALTH and not is_allowed_host(headers.get("host")):
            await refuse(scope, receive, send, "gate.host")
        elif scope["type"] == "websocket" and not is_own_origin(headers):
            await refuse(scope, receive, send, "gate.origin")
        else:
            await self.app(_same_origin(scope, headers), receive, send)


def _same_origin(scope: Scope, headers: Headers) -> Scope:
    """What the framework sees of where a request comes from: its own host, or nothing."""
    if "origin" not in headers or not scope["path"].startswith(FRAMEWORK):
        return scope
    scope = {**scope, "headers": list(scope["headers"])}
    changed = MutableHeaders(scope=scope)
    if is_own_origin(headers):
        changed["host"] = headers["origin"].partition("://")[2]
    else:
        del changed["origin"]
    return scope
