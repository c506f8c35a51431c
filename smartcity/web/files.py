"""Files of our own: the font, never from somebody else's server, and the screens' style and script."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

FOREVER = "public, immutable, max-age=31536000"
STATIC = Path(__file__).parent / "static"


async def font(_request: Request) -> FileResponse:
    """Plus Jakarta Sans, SIL Open Font License."""
    headers = {"Cache-Control": FOREVER, "Access-Control-Allow-Origin": "*"}
    return FileResponse(STATIC / "plus-jakarta-sans.woff2", media_type="font/woff2", headers=headers)


def lasting_route(address: str, content: str, media_type: str) -> Route:
    """A file whose address changes when it does."""

    async def answer(_request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"Cache-Control": FOREVER})

    return Route(address, answer)
