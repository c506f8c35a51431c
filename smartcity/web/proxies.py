"""Forwarded addresses are believed only from proxies the settings name; whether a caller sits at this machine."""

from ipaddress import ip_address

from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from smartcity.settings import settings

FORWARDED = {b"x-forwarded-for", b"x-forwarded-proto", b"forwarded"}
UNKNOWN_PROXY = "proxy"


class UnknownProxies:
    """ASGI middleware: whoever comes by a proxy that nobody told us of has no address of his own.

    uvicorn believes X-Forwarded-For from 127.0.0.1 without being told; all of these callers count as one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and any(name in FORWARDED for name, _ in scope["headers"]):
            scope = {**scope, "client": (UNKNOWN_PROXY, 0)}
        await self.app(scope, receive, send)


def middleware() -> Middleware:
    trusted = settings().trusted_proxies
    return Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted) if trusted else Middleware(UnknownProxies)


def caller_address(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""


def is_on_this_machine(request: HTTPConnection) -> bool:
    """Both ends of the connection are this machine's own, and no proxy stands between."""
    server = request.scope.get("server") or ("", None)
    return request.client is not None and all(is_loopback(host) for host in (request.client.host, server[0]))


def is_loopback(host: str | None) -> bool:
    """None is a server that listens everywhere."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
