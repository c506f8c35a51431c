"""Whether a form was sent from a page of ours: a token in cookie and form, and what the browser says of its origin."""

import re
import secrets
from hmac import compare_digest
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from smartcity.settings import settings
from smartcity.web.cookies import keep, read

COOKIE = "smartcity_formulir"
FIELD = "formulir"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def form_token(request: Request) -> str:
    """The token of this browser's forms; a new one where it holds none."""
    kept = read(request, COOKIE) or ""
    return kept if _TOKEN.fullmatch(kept) else fresh_token()


def fresh_token() -> str:
    return secrets.token_urlsafe(32)


def keep_token(request: Request, response: Response, token: str) -> None:
    keep(request, response, COOKIE, token)


def is_ours(request: Request, given: str | None) -> bool:
    """Sign-in included: nobody is to be signed in to somebody else's account unawares."""
    kept = read(request, COOKIE) or ""
    is_same = bool(_TOKEN.fullmatch(kept)) and compare_digest(kept, given if given and given.isascii() else "")
    return is_same and comes_from_here(request)


def comes_from_here(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    here = {request.headers.get("host"), urlsplit(settings().public_url).netloc}
    return origin is None or urlsplit(origin).netloc in here
