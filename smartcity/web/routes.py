"""The plain routes beside the screens, and which of them answer before anybody has signed in."""

from collections.abc import Mapping
from functools import partial

from starlette.routing import BaseRoute, Route

from smartcity.web.auth import password_reset, provider, sign_in
from smartcity.web.auth.provider import Provider
from smartcity.web.field_drafts import save_typed
from smartcity.web.files import download, evidence
from smartcity.web.forms import form_route
from smartcity.web.readiness import health
from smartcity.web.static_files import font
from smartcity.web.wall.routes import wall_routes

# Route → what of the plan it may show, and to whom.
PUBLIC_ROUTES: Mapping[str, str] = {
    "/layar/{token}": "the wall, to a television that an administrator has paired",
    "/layar/{token}/isi": "its content, to the same",
    "/layar/{token}/kabar": "whether it has news, to the same",
}


def routes(identity: Provider | None = None) -> list[BaseRoute]:
    return [
        Route("/sehat", health),
        Route("/huruf/plus-jakarta-sans.woff2", font),
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
