"""Under which names this site is reached, and whether a page of another site asks."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from smartcity.settings import settings
from smartcity.web.callers import is_loopback


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


def is_allowed_host(host: str | None) -> bool:
    name = hostname(host.lower()) if host else None
    return name is not None and (is_loopback(name) or name in allowed_hosts())


def is_own_origin(headers: Headers) -> bool:
    """Whether the page that asks is one of this site: its origin is the host it asks, or the public address."""
    origin = headers.get("origin", "").lower()
    return origin.startswith(("http://", "https://")) and urlsplit(origin).netloc in {
        headers.get("host", "").lower(),
        public_address(),
    }
