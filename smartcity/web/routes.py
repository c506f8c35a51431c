"""The page of each screen, the plain routes beside them, and which of these answer before anybody has signed in."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import escape

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.errors import Refused
from smartcity.i18n.words import Words
from smartcity.store.engine import current_engine, reading
from smartcity.web.auth import password_reset, provider, sign_in
from smartcity.web.auth.provider import Provider
from smartcity.web.cookies import SIGN_IN, may_look, read_cookie, visitor
from smartcity.web.field_drafts import save_typed
from smartcity.web.files import download, evidence
from smartcity.web.forms import form_route
from smartcity.web.pages import FRESH, words_of
from smartcity.web.readiness import health
from smartcity.web.static_files import FONT, font, screen_page
from smartcity.web.wall.routes import wall_routes

# Route → what of the plan it may show, and to whom.
PUBLIC_ROUTES: Mapping[str, str] = {
    "/layar/{token}": "the wall, to a television that an administrator has paired",
    "/layar/{token}/isi": "its content, to the same",
    "/layar/{token}/kabar": "whether it has news, to the same",
}

# What a page shows before its first run: in a session of the database, to whom (None: to whom nothing of the plan may
# be shown), of which address, in which language.
Opening = Callable[[Session, Actor | None, Request, Words], str]


def screen_routes(addresses: Iterable[str], opening: Opening, sheet: str) -> list[Route]:
    """`sheet` is the address of the screens' style."""

    def screen(request: Request) -> Response:
        words = words_of(request)
        page = screen_page(words.language, escape(words.say("frame.title")), sheet, _opening(request, words, opening))
        return HTMLResponse(page, headers=FRESH)

    return [Route(address, screen) for address in addresses]


def _opening(request: Request, words: Words, opening: Opening) -> str:
    """Nothing where the database cannot be asked: the screen will say so."""
    try:
        with reading(current_engine()) as session:
            asker = visitor(session, request)
            has_ended = asker is GUEST and read_cookie(request, SIGN_IN) is not None
            is_open = not has_ended and may_look(session, asker)
            return opening(session, asker if is_open else None, request, words)
    except (DatabaseError, Refused):
        return ""


def routes(identity: Provider | None = None) -> list[BaseRoute]:
    return [
        Route("/sehat", health),
        Route(FONT, font),
        Route("/unduh/{token}", download),
        Route("/bukti/{number:int}", evidence),
        Route("/draf", save_typed, methods=["POST"]),
        form_route("/masuk", partial(sign_in.sign_in_page, provider=identity), sign_in.sign_in),
        Route(provider.START, partial(provider.start, provider=identity)),
        Route(provider.ARRIVAL, partial(provider.arrive, provider=identity)),
        form_route("/keluar", sign_in.sign_out_page, sign_in.sign_out),
        *wall_routes(),
        form_route(password_reset.PATH, password_reset.forgotten_page, password_reset.forgotten),
        form_route(f"{password_reset.PATH}/{{token}}", password_reset.reset_page, password_reset.reset),
        form_route("/sandi", sign_in.password_page, sign_in.set_password),
    ]
