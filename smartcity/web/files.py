"""Files of our own: the font, never from somebody else's server."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse

STATIC = Path(__file__).parent / "static"


async def font(_request: Request) -> FileResponse:
    """Plus Jakarta Sans, SIL Open Font License."""
    headers = {"Cache-Control": "public, immutable, max-age=31536000", "Access-Control-Allow-Origin": "*"}
    return FileResponse(STATIC / "plus-jakarta-sans.woff2", media_type="font/woff2", headers=headers)
