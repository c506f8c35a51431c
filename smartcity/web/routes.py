"""The plain routes beside the screens."""

from functools import partial

from starlette.routing import BaseRoute, Route

from smartcity.web import door, password_reset, provider
from smartcity.web.downloads import NO_OFFERS, Offers, download
from smartcity.web.evidence import evidence
from smartcity.web.field_drafts import take_typed
from smartcity.web.files import font
from smartcity.web.forms import form_route
from smartcity.web.health import health
from smartcity.web.provider import NO_PROVIDER, Provider
from smartcity.web.wall.routes import wall_routes


def routes(identity: Provider = NO_PROVIDER, offers: Offers = NO_OFFERS) -> list[BaseRoute]:
    return [
        Route("/sehat", health),
        Route("/huruf/plus-jakarta-sans.woff2", font),
        Route("/unduh/{token}", partial(download, offers=offers)),
        Route("/bukti/{number:int}", evidence),
        Route("/draf", take_typed, methods=["POST"]),
        form_route("/masuk", partial(door.sign_in_page, provider=identity), door.sign_in),
        Route(provider.START, partial(provider.start, provider=identity)),
        Route(provider.ARRIVAL, partial(provider.arrive, provider=identity)),
        form_route("/keluar", door.sign_out_page, door.sign_out),
        *wall_routes(),
        form_route(password_reset.PATH, password_reset.forgotten_page, password_reset.forgotten),
        form_route(f"{password_reset.PATH}/{{token}}", password_reset.reset_page, password_reset.reset),
        form_route("/sandi", door.password_page, door.set_password),
    ]
