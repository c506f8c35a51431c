"""Routes of the framework that nobody needs: closed unless the settings ask for them."""

from starlette.types import ASGIApp, Receive, Scope, Send

from smartcity.settings import settings
from smartcity.web.gates.refusal import refuse

METRICS = "/_stcore/metrics"


class ClosedRoutes:
    """ASGI middleware: the framework's metrics answer only with SMARTCITY_METRICS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_metrics = scope["type"] == "http" and scope["path"].rstrip("/") == METRICS
        if is_metrics and not settings().metrics:
            await refuse(scope, receive, send, "gate.closed", status=404)
            return
        await self.app(scope, receive, send)
