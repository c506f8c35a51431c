"""Cookies of ours, and who a request comes from by them."""

from datetime import UTC, datetime

from sqlmodel import Session
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from smartcity.commands.access.credentials import digest
from smartcity.domain.access.roles import GUEST, Actor
from smartcity.queries import sign_ins
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


def visitor(session: Session, request: HTTPConnection) -> Actor:
    """A guest where the sign-in is unknown, ended or expired, or its account disabled."""
    token = read_cookie(request, SIGN_IN)
    return (sign_ins.signed_in_actor(session, digest(token), datetime.now(UTC)) if token else None) or GUEST


def may_look(session: Session, asker: Actor) -> bool:
    """Whoever has signed in, and guests as the settings say; by default while only sample data is loaded."""
    if asker.account_id is not None or settings().guests == "on":
        return True
    return settings().guests == "auto" and sign_ins.is_nothing_but_sample(session)
