"""The plain routes beside the screens."""

from starlette.routing import BaseRoute, Route

from smartcity.web.files import font
from smartcity.web.health import health


def routes() -> list[BaseRoute]:
    return [Route("/sehat", health), Route("/huruf/plus-jakarta-sans.woff2", font)]
