"""/layar: the address every television opens. It shows a code, and goes on by itself once the code is confirmed."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from smartcity.commands import screens
from smartcity.commands.door import digest
from smartcity.domain.pairing import ALPHABET, LENGTH, Access, Device, Turnstile
from smartcity.domain.refusals import Refused
from smartcity.domain.wall import WallOptions
from smartcity.queries import walls
from smartcity.store.current import current_engine
from smartcity.store.engine import writing
from smartcity.web.cookies import keep, read
from smartcity.web.wall.content import content
from smartcity.web.wall.moment import SAMPLE, wall_moment
from smartcity.web.wall.notices import PAIR_AT, busy_notice, waiting_notice
from smartcity.web.wall.page import wall_page

COOKIE = "smartcity_layar"
REMEMBERED = timedelta(days=400)
TURNSTILE = Turnstile()


def door(request: Request, session: Session, options: WallOptions) -> Response:
    """With only sample data its wall at once; else the wall this television already is; else a code."""
    if wall_moment(session, SAMPLE).is_open:
        return wall_page(options, f"{PAIR_AT}/{SAMPLE}", content(session, wall_moment(session, SAMPLE), options))
    token = read(request, COOKIE) or ""
    moment = wall_moment(session, token)
    if moment.is_open:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{PAIR_AT}/{token}{query}", status_code=303, headers={"Cache-Control": "no-store"})
    if moment.access is Access.WAITING and moment.pulse.device is not None:
        return _shown(options, token, moment.pulse.device)
    return _asked(request, session, options)


def _asked(request: Request, session: Session, options: WallOptions) -> Response:
    now, token = datetime.now(UTC), secrets.token_urlsafe(32)
    address = request.client.host if request.client else ""
    try:
        if not TURNSTILE.lets_through(address, now):
            raise Refused("wall.too_many")
        with writing(current_engine()) as change:
            screens.ask(change, digest(token), _fresh_code(), at=now)
    except Refused:
        return wall_page(options, f"{PAIR_AT}/-", busy_notice(options), status=429)
    session.rollback()
    device = walls.pulse(session, digest(token)).device
    assert device is not None
    response = _shown(options, token, device)
    keep(request, response, COOKIE, token, now + REMEMBERED)
    return response


def _fresh_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _shown(options: WallOptions, token: str, device: Device) -> Response:
    return wall_page(options, f"{PAIR_AT}/{token}", waiting_notice(options, device))
