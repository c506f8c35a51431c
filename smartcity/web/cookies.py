"""Cookies: HttpOnly, SameSite=Lax, for the whole site, Secure where the site is served over HTTPS."""

from datetime import datetime

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from smartcity.settings import settings

SIGN_IN = "smartcity_sesi"
DEVICES = "smartcity_perangkat"


def read_cookie(request: HTTPConnection, name: str) -> str | None:
    return request.cookies.get(settings().cookie(name))


def set_cookie(request: Request, response: Response, name: str, value: str, expires: datetime | None = None) -> None:
    """Without `expires` the cookie goes with the browser."""
    is_secure = request.url.scheme == "https" or settings().is_https
    response.set_cookie(
        settings().cookie(name), value, expires=expires, path="/", httponly=True, samesite="lax", secure=is_secure
    )


def delete_cookie(response: Response, name: str) -> None:
    response.delete_cookie(settings().cookie(name), path="/", httponly=True, samesite="lax", secure=settings().is_https)
