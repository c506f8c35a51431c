"""Whether a form was sent from a page of ours: a token in cookie and form, and what the browser says of its origin."""

import re
import secrets
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import Response

from smartcity.web.cookies import read_cookie, set_cookie
from smartcity.web.gates.origins import is_own_origin

COOKIE = "smartcity_formulir"
FIELD = "formulir"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def form_token(request: Request) -> str:
    """The token of this browser's forms; a new one where it holds none."""
    cookie = read_cookie(request, COOKIE) or ""
    return cookie if _TOKEN.fullmatch(cookie) else fresh_token()


def fresh_token() -> str:
    return secrets.token_urlsafe(32)


def keep_token(request: Request, response: Response, token: str) -> None:
    set_cookie(request, response, COOKIE, token)


def is_own_form(request: Request, given: str | None) -> bool:
    """Sign-in included: nobody is to be signed in to somebody else's account unawares."""
    cookie = read_cookie(request, COOKIE) or ""
    is_same = bool(_TOKEN.fullmatch(cookie)) and compare_digest(cookie, given if given and given.isascii() else "")
    return is_same and is_same_origin(request)


def is_same_origin(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return "origin" not in request.headers or is_own_origin(request.headers)
