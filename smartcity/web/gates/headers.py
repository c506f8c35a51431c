"""What every answer tells the browser it may do, the framework's answers included."""

import logging
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smartcity.jobs.running import Outcome
from smartcity.settings import settings
from smartcity.store.storage_errors import FULL, is_full
from smartcity.web.gates.refusal import refuse
from smartcity.web.static_files import FOLDER, framework_page

log = logging.getLogger(__name__)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_YEAR_SECONDS = 31_536_000
_PERMISSIONS = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"
)


def script_hashes(page: str) -> tuple[str, ...]:
    """The scripts that stand in the page itself, as a content policy names them."""
    return tuple(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in _INLINE.findall(page))


@cache
def page_policy() -> str:
    """Of the framework's pages, which write styles into their elements and draw pictures from blobs."""
    pages = framework_page() + (FOLDER.parent / "index.html").read_text(encoding="utf-8")
    scripts = " ".join(("'self'", *script_hashes(pages)))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "media-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def security_headers() -> dict[str, str]:
    """For answers that do not say it themselves."""
    headers = {
        "Content-Security-Policy": page_policy(),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": _PERMISSIONS,
    }
    return headers | ({"Strict-Transport-Security": f"max-age={_YEAR_SECONDS}"} if settings().is_https else {})


class SecurityHeaders:
    """ASGI middleware: adds what an answer does not say; over HTTPS the framework's own cookies become Secure.

    What fails behind it is logged and answered in one sentence.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_begun = False

        async def sending(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in security_headers().items():
                    headers.setdefault(name, value)
                message["headers"] = [_secured(name, value) for name, value in message["headers"]]
            await send(message)

        with Outcome() as outcome:
            await self.app(scope, receive, sending)
        if outcome.error is None:
            return
        if is_begun or scope["type"] != "http":
            raise outcome.error
        log.error("An answer failed", exc_info=outcome.error)
        key, status = (FULL, 507) if is_full(outcome.error) else ("frame.failed", 500)
        await refuse(scope, receive, sending, key, status=status)


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie of the framework with the attributes it leaves out: Secure over HTTPS, SameSite always."""
    if name.lower() != b"set-cookie" or not value.startswith(b"_streamlit"):
        return name, value
    attributes = value.lower()
    value += b"" if b"samesite" in attributes else b"; SameSite=Lax"
    return name, value + (b"; Secure" if settings().is_https and b"; secure" not in attributes else b"")
