"""The routes of a wall: the page, its content alone, and the poll that asks for news."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from smartcity.commands import screens
from smartcity.domain.refusals import Refused
from smartcity.domain.wall import View, WallOptions, wall_options
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading, writing
from smartcity.web.wall.content import content, tag, waiting, words_in
from smartcity.web.wall.moment import CLOSED, WallMoment, wall_moment
from smartcity.web.wall.notices import PAIR_AT, broken_notice, closed_notice
from smartcity.web.wall.page import wall_page
from smartcity.web.wall.pairing import door

SEEN_EVERY = timedelta(seconds=30)
FRESH = {"Cache-Control": "no-store"}
log = logging.getLogger(__name__)
Answer = Callable[[Request, Session, WallOptions], Response]


def wall_routes() -> list[BaseRoute]:
    return [
        _route(PAIR_AT, door),
        _route(PAIR_AT + "/{token}", page),
        _route(PAIR_AT + "/{token}/isi", piece),
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
            if answer in (piece, news):
                return Response(status_code=503)
            return wall_page(options, request.url.path, broken_notice(options), status=503)

    async def serve(request: Request) -> Response:
        return await run_in_threadpool(answered, request)

    return Route(path, serve)


def _moment(request: Request, session: Session) -> WallMoment:
    return wall_moment(session, request.path_params["token"])


def page(request: Request, session: Session, options: WallOptions) -> Response:
    moment = _moment(request, session)
    if not moment.is_open:
        return wall_page(options, request.url.path, closed_notice(options, moment.access), status=410)
    return wall_page(options, request.url.path, content(session, moment, options))


def piece(request: Request, session: Session, options: WallOptions) -> Response:
    """The content alone, to replace what the wall shows."""
    moment = _moment(request, session)
    if not moment.is_open:
        return Response(status_code=410)
    return HTMLResponse(content(session, moment, options), headers=FRESH)


def news(request: Request, session: Session, options: WallOptions) -> Response:
    """204 where nothing is new, in as few bytes as can be; 205 where the whole page must be loaded anew."""
    moment, asked = _moment(request, session), request.query_params
    since = _number(asked.get("b"), moment.pulse.audit_id)
    found, had = tag(session, moment, options, since), asked.get("t", "")
    if found == had:
        return Response(status_code=204, background=_seen(moment, asked.get("v", "")))
    if not moment.is_open or had.startswith(CLOSED):
        return Response(status_code=205)
    count = waiting(session, moment, options, since)
    told = words_in(options).say("wall.waiting", count=count) if count else ""
    return JSONResponse({"tanda": found, "isi": moment.content_key(options), "tunggu": told}, headers=FRESH)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else default


def _seen(moment: WallMoment, showing: str) -> BackgroundTask | None:
    """Now and then the wall's row learns that it is alive and what it shows."""
    device = moment.pulse.device
    if device is None or not device.is_paired:
        return None
    if device.last_seen_at is not None and moment.now - device.last_seen_at < SEEN_EVERY:
        return None
    view = next((view.value for view in View if view.value == showing), "")
    return BackgroundTask(_write_seen, device.id, view)


def _write_seen(screen_id: int, showing: str) -> None:
    try:
        with writing(current_engine()) as session:
            screens.seen(session, screen_id, showing, at=datetime.now(UTC))
    except (DatabaseError, Refused) as error:
        log.warning("A wall could not be marked as seen", exc_info=error)
