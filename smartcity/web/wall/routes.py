"""The routes of a wall: pairing by code, the page, its content alone, the poll that asks for news."""

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from smartcity.commands.access import pairing
from smartcity.commands.access.credentials import digest
from smartcity.domain.access.pairing import ALPHABET, LENGTH, Access, Device, PairingLimiter
from smartcity.domain.errors import Refused, present
from smartcity.domain.meetings.wall import View, WallOptions, wall_options
from smartcity.queries import walls
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading, writing
from smartcity.web.cookies import read_cookie, set_cookie
from smartcity.web.pages import FRESH, redirect
from smartcity.web.proxies import caller_address
from smartcity.web.wall.content import content, tag, waiting, words_in
from smartcity.web.wall.page import PAIR_AT, notice, wall_page
from smartcity.web.wall.request import CLOSED, SAMPLE, WallRequest, closed_key, wall_request

COOKIE = "smartcity_layar"
REMEMBERED = timedelta(days=400)
PAIRING_LIMIT = PairingLimiter()


def pairing_page(request: Request, session: Session, options: WallOptions) -> Response:
    """With only sample data its wall at once; else the wall this television already is; else a code."""
    if wall_request(session, SAMPLE).is_open:
        return wall_page(options, f"{PAIR_AT}/{SAMPLE}", content(session, wall_request(session, SAMPLE), options))
    token = read_cookie(request, COOKIE) or ""
    wall = wall_request(session, token)
    if wall.is_open:
        query = f"?{request.url.query}" if request.url.query else ""
        return redirect(f"{PAIR_AT}/{token}{query}")
    if wall.access is Access.WAITING and wall.pulse.device is not None:
        return _code_page(options, token, wall.pulse.device)
    return _new_code(request, session, options)


def _new_code(request: Request, session: Session, options: WallOptions) -> Response:
    now, token = datetime.now(UTC), secrets.token_urlsafe(32)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    try:
        if not PAIRING_LIMIT.lets_through(caller_address(request), now):
            raise Refused("wall.too_many")
        with writing(current_engine()) as change:
            pairing.request_pairing(change, digest(token), code, at=now)
    except Refused:
        return wall_page(
            options, f"{PAIR_AT}/-", notice(options, "busy", closed_key(Access.UNKNOWN), again=60), status=429
        )
    session.rollback()
    device = present(walls.pulse(session, digest(token)).device)
    response = _code_page(options, token, device)
    set_cookie(request, response, COOKIE, token, now + REMEMBERED)
    return response


def _code_page(options: WallOptions, token: str, device: Device) -> Response:
    """The code in two halves, large enough for the far end of the room."""
    code, key = device.code or "", closed_key(Access.WAITING, device)
    return wall_page(options, f"{PAIR_AT}/{token}", notice(options, "pair", key, code=f"{code[:3]} {code[3:]}"))


SEEN_EVERY = timedelta(seconds=30)
log = logging.getLogger(__name__)
Answer = Callable[[Request, Session, WallOptions], Response]


def wall_routes() -> list[BaseRoute]:
    return [
        _route(PAIR_AT, pairing_page),
        _route(PAIR_AT + "/{token}", page),
        _route(PAIR_AT + "/{token}/isi", content_only),
        _route(PAIR_AT + "/{token}/kabar", news),
    ]


def _route(path: str, answer: Answer) -> Route:
    """Asked in a thread. A database that fails is silence for a poll, and a notice for a page."""

    def answered(request: Request) -> Response:
        options = wall_options(request.query_params, settings().language)
        try:
            with reading(current_engine()) as session:
                return answer(request, session, options)
        except (DatabaseError, Refused) as error:
            log.error("The database failed", exc_info=error)
            if answer in (content_only, news):
                return Response(status_code=503)
            return wall_page(options, request.url.path, notice(options, "broken", ""), status=503)

    return Route(path, answered)


def _wall(request: Request, session: Session) -> WallRequest:
    return wall_request(session, request.path_params["token"])


def page(request: Request, session: Session, options: WallOptions) -> Response:
    wall = _wall(request, session)
    if not wall.is_open:
        shown = notice(options, wall.access.value, closed_key(wall.access))
        return wall_page(options, request.url.path, shown, status=410)
    return wall_page(options, request.url.path, content(session, wall, options))


def content_only(request: Request, session: Session, options: WallOptions) -> Response:
    """The content alone, to replace what the wall shows."""
    wall = _wall(request, session)
    if not wall.is_open:
        return Response(status_code=410)
    return HTMLResponse(content(session, wall, options), headers=FRESH)


def news(request: Request, session: Session, options: WallOptions) -> Response:
    """204 where nothing is new, in as few bytes as can be; 205 where the whole page must be loaded anew."""
    wall, asked = _wall(request, session), request.query_params
    since = _number(asked.get("b"), wall.pulse.audit_id)
    current, had = tag(session, wall, options, since), asked.get("t", "")
    if current == had:
        return Response(status_code=204, background=_sighting(wall, asked.get("v", "")))
    if not wall.is_open or had.startswith(CLOSED):
        return Response(status_code=205)
    count = waiting(session, wall, options, since)
    sentence = words_in(options).say("wall.waiting", count=count) if count else ""
    return JSONResponse({"tanda": current, "isi": wall.content_key(options), "tunggu": sentence}, headers=FRESH)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else default


def _sighting(wall: WallRequest, showing: str) -> BackgroundTask | None:
    """Now and then the wall's row learns that it is alive and what it shows."""
    device = wall.pulse.device
    if device is None or not device.is_paired:
        return None
    if device.last_seen_at is not None and wall.now - device.last_seen_at < SEEN_EVERY:
        return None
    view = next((view.value for view in View if view.value == showing), "")
    return BackgroundTask(_record_sighting, device.id, view)


def _record_sighting(screen_id: int, showing: str) -> None:
    try:
        with writing(current_engine()) as session:
            pairing.record_sighting(session, screen_id, showing, at=datetime.now(UTC))
    except (DatabaseError, Refused) as error:
        log.warning("A wall could not be marked as seen", exc_info=error)
