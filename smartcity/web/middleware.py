"""What every request passes through before Streamlit sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smartcity.web import callers
from smartcity.web.compression import CompressedFiles, Shelf, scripts_of
from smartcity.web.gates.closed import ClosedRoutes
from smartcity.web.gates.headers import SecurityHeaders
from smartcity.web.gates.media import MediaGate
from smartcity.web.gates.messages import SocketMessages
from smartcity.web.gates.origins import OwnAddresses
from smartcity.web.gates.uploads import HeldUploads, UploadGate
from smartcity.web.provider import ProviderAnswers

# Streamlit's own pieces on the looking screens, each of which holds the first words back. Charts are not among
# them, so that a page without stays light.
EVERYWHERE = ("Html", "ButtonGroup", "DateInput")


class Announced:
    """ASGI middleware: every screen names at once what it will ask for, so that the first word need not wait for it.

    Pages of ours, which say themselves what they may load, need none of it.
    """

    def __init__(self, app: ASGIApp, sheet: str) -> None:
        self.app = app
        scripts = [f"<{address}>; rel=modulepreload" for address in scripts_of(EVERYWHERE)]
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

    held_uploads: HeldUploads
    is_taken_message: Callable[[bytes], bool]


def middleware(framework: Framework | None = None, sheet: str | None = None) -> list[Middleware]:
    """From the outside in; `sheet` is the address of the screens' style."""
    gates = [Middleware(SecurityHeaders), callers.middleware(), Middleware(OwnAddresses), Middleware(ClosedRoutes)]
    if framework is not None:
        gates.append(Middleware(UploadGate, held=framework.held_uploads))
        gates.append(Middleware(MediaGate))
        gates.append(Middleware(SocketMessages, is_taken=framework.is_taken_message))
    announced = [Middleware(Announced, sheet=sheet)] if sheet else []
    return [*gates, Middleware(ProviderAnswers), Middleware(CompressedFiles, shelf=Shelf()), *announced]
