"""Only names of this site are answered, and only its own pages open a socket or reach the framework's routes."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from smartcity.settings import settings
from smartcity.web.gates.refusal import refuse
from smartcity.web.proxies import is_loopback


def hostname(host: str) -> str | None:
    """The name in a Host header, without its port; None where it is not one."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    is_plain = parts.netloc == host and "@" not in host and not parts.path
    return parts.hostname.rstrip(".") if is_plain and parts.hostname else None


def public_address() -> str:
    """Name and port under which people reach the site."""
    return urlsplit(settings().public_url).netloc.lower()


def allowed_hosts() -> frozenset[str]:
    """Names beside this machine's own: the public address, and those the settings list."""
    listed = (name.strip().lower() for name in settings().hosts.split(","))
    return frozenset(name for name in (hostname(public_address()), *listed) if name)


def is_named() -> bool:
    """Whether the site has another name than this machine's own."""
    return not all(is_loopback(name) for name in allowed_hosts())


def is_allowed_host(host: str | None) -> bool:
    name = hostname(host.lower()) if host else None
    return name is not None and (is_loopback(name) or name in allowed_hosts())


def is_own_origin(headers: Headers) -> bool:
    """Whether the page that asks is one of this site: its origin is the host it asks, or the public address."""
    origin = headers.get("origin", "").lower()
    here = {headers.get("host", "").lower(), public_address()}
    return origin.startswith(("http://", "https://")) and urlsplit(origin).netloc in here


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
