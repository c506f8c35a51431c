"""What every request passes through before Streamlit sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smartcity.web import proxies
from smartcity.web.auth.provider import ProviderAnswers
from smartcity.web.gates.framework import FrameworkRoutes, SocketMessages
from smartcity.web.gates.headers import SecurityHeaders
from smartcity.web.gates.origins import OwnAddresses
from smartcity.web.gates.uploads import PendingBytes, UploadGate
from smartcity.web.static_files import CompressedFiles, GzipCache, scripts_of

# Streamlit's own pieces on the looking screens, each of which holds the first words back. Charts are not among
# them, so that a page without stays light.
PRELOADED_SCRIPTS = ("Html", "ButtonGroup", "DateInput")


class PreloadLinks:
    """ASGI middleware: every screen names at once what it will ask for, so that the first word need not wait for it.

    Pages of ours, which say themselves what they may load, need none of it.
    """

    def __init__(self, app: ASGIApp, sheet: str) -> None:
        self.app = app
        scripts = [f"<{address}>; rel=modulepreload" for address in scripts_of(PRELOADED_SCRIPTS)]
        self.link = ", ".join([f"<{sheet}>; rel=preload; as=style", *scripts])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_own = "content-security-policy" in headers
                if headers.get("content-type", "").startswith("text/html") and not is_own:
                    headers.append("Link", self.link)
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)


@dataclass(frozen=True, slots=True)
class Framework:
    """What the gates must know of the framework behind them."""

    pending_bytes: PendingBytes
    is_taken_message: Callable[[bytes], bool]


def middleware(framework: Framework | None = None, sheet: str | None = None) -> list[Middleware]:
    """From the outside in; `sheet` is the address of the screens' style."""
    gates = [Middleware(SecurityHeaders), proxies.middleware(), Middleware(OwnAddresses), Middleware(FrameworkRoutes)]
    if framework is not None:
        gates.append(Middleware(UploadGate, pending=framework.pending_bytes))
        gates.append(Middleware(SocketMessages, is_taken=framework.is_taken_message))
    announced = [Middleware(PreloadLinks, sheet=sheet)] if sheet else []
    return [*gates, Middleware(ProviderAnswers), Middleware(CompressedFiles, cache=GzipCache()), *announced]
