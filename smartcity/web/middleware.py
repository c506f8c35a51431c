"""What every request passes through before Streamlit sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.middleware import Middleware

from smartcity.web import proxies
from smartcity.web.auth.provider import ProviderAnswers
from smartcity.web.gates.framework import FrameworkRoutes, SocketMessages
from smartcity.web.gates.headers import SecurityHeaders
from smartcity.web.gates.origins import OwnAddresses
from smartcity.web.gates.uploads import PendingBytes, UploadGate
from smartcity.web.static_files import CompressedFiles, GzipCache


@dataclass(frozen=True, slots=True)
class Framework:
    """What the gates must know of the framework behind them."""

    pending_bytes: PendingBytes
    is_taken_message: Callable[[bytes], bool]


def middleware(framework: Framework | None = None) -> list[Middleware]:
    """From the outside in."""
    gates = [Middleware(SecurityHeaders), proxies.middleware(), Middleware(OwnAddresses), Middleware(FrameworkRoutes)]
    if framework is not None:
        gates.append(Middleware(UploadGate, pending=framework.pending_bytes))
        gates.append(Middleware(SocketMessages, is_taken=framework.is_taken_message))
    return [*gates, Middleware(ProviderAnswers), Middleware(CompressedFiles, cache=GzipCache())]
