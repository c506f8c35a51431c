"""What every request passes through before Streamlit sees it."""

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smartcity.web import callers
from smartcity.web.compression import CompressedFiles, Shelf, scripts_of
from smartcity.web.provider import ProviderAnswers

# Streamlit's own pieces on the looking screens, each of which holds the first words back. Charts are not among
# them, so that a page without stays light.
EVERYWHERE = ("Html", "ButtonGroup", "DateInput", "DownloadButton")


class Announced:
    """ASGI middleware: every page names at once what it will ask for, so that the first word need not wait for it."""

    def __init__(self, app: ASGIApp, sheet: str) -> None:
        self.app = app
        scripts = [f"<{address}>; rel=modulepreload" for address in scripts_of(EVERYWHERE)]
        self.link = ", ".join([f"<{sheet}>; rel=preload; as=style", *scripts])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", self.link)
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)


def middleware(sheet: str | None = None) -> list[Middleware]:
    """`sheet` is the address of the screens' style."""
    announced = [Middleware(Announced, sheet=sheet)] if sheet else []
    return [callers.middleware(), Middleware(ProviderAnswers), Middleware(CompressedFiles, shelf=Shelf()), *announced]
