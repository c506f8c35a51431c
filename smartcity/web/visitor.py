"""Who asks a plain route: the account behind the cookie, or a guest."""

from datetime import UTC, datetime

from sqlmodel import Session
from starlette.requests import HTTPConnection

from smartcity.commands.access.sign_in import digest
from smartcity.domain.access.roles import GUEST, Actor
from smartcity.queries import sign_ins
from smartcity.settings import settings
from smartcity.web.cookies import SIGN_IN, read_cookie


def visitor(session: Session, request: HTTPConnection) -> Actor:
    """A guest where the sign-in is unknown, ended or expired, or its account disabled."""
    token = read_cookie(request, SIGN_IN)
    return (sign_ins.signed_in_actor(session, digest(token), datetime.now(UTC)) if token else None) or GUEST


def may_look(session: Session, asker: Actor) -> bool:
    """Whoever has signed in, and guests as the settings say; by default while only sample data is loaded."""
    if asker.account_id is not None or settings().guests == "on":
        return True
    return settings().guests == "auto" and sign_ins.is_nothing_but_sample(session)
