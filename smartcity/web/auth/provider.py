"""Signing in by the city's own identity provider: Streamlit asks it (`st.login`), and its word opens our own door.

From there on the sign-in is like any other: our cookie, our expiry, ended by us.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smartcity.commands.access import sign_in
from smartcity.domain.addresses import AddressKey
from smartcity.domain.errors import Refused
from smartcity.queries import sign_ins
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading, writing
from smartcity.web.cookies import SIGN_IN, delete_cookie, read_cookie, set_cookie
from smartcity.web.pages import local_path, page, redirect, with_next

START, ARRIVAL = "/masuk/kota", "/masuk/kota/selesai"
# Where the script calls `st.login`, and where Streamlit hears the provider's answer.
LOGIN_ADDRESS, CALLBACK_PATH = f"/?{AddressKey.SIGN_IN}=kota", "/oauth2callback"
TARGET = "smartcity_tujuan"
FRESH = timedelta(minutes=10)


class Provider(Protocol):
    """Who proves whose address it is; `cookie` is the name that its words begin with."""

    cookie: str

    def is_set_up(self) -> bool: ...

    def claims(self, request: Request) -> Mapping[str, object] | None: ...


def proven_email(claims: Mapping[str, object] | None, now: datetime) -> str:
    """
    Raises:
        Refused: nothing was said, not just now, or the provider has not made sure of the address.
    """
    said_at, email = (claims or {}).get("iat"), (claims or {}).get("email")
    if claims is None or not isinstance(said_at, int | float) or not isinstance(email, str):
        raise Refused("door.provider.failed")
    if abs(now.timestamp() - said_at) > FRESH.total_seconds():
        raise Refused("door.provider.failed")
    if claims.get("email_verified") is not True:
        raise Refused("door.provider.unverified", email=email)
    return email


def start(request: Request, provider: Provider | None) -> Response:
    """Remembers where to go afterwards: the way leads over other people's pages."""
    following = local_path(request.query_params.get(AddressKey.NEXT))
    if provider is None or not provider.is_set_up():
        return redirect(with_next("/masuk", following))
    response = redirect(LOGIN_ADDRESS)
    set_cookie(request, response, TARGET, following, datetime.now(UTC) + FRESH)
    return response


def arrive(request: Request, provider: Provider | None) -> Response:
    if provider is None or not provider.is_set_up():
        return redirect("/masuk")
    now = datetime.now(UTC)
    try:
        opened = _signed_in(request, proven_email(provider.claims(request), now), now)
    except Refused as no:
        response: Response = page(request, "provider", status=403, no=no, again=START)
    else:
        response = redirect(local_path(read_cookie(request, TARGET)))
        set_cookie(request, response, SIGN_IN, opened.token, opened.expires_at)
        delete_cookie(response, TARGET)
    for name in request.cookies:
        if name.startswith(provider.cookie):
            response.delete_cookie(name)
    return response


def _signed_in(request: Request, email: str, now: datetime) -> sign_in.Opened:
    with reading(current_engine()) as session:
        account = sign_ins.account_by_email(session, email)
    if account is None or account.account_id is None:
        raise Refused("door.provider.unknown", email=email)
    with writing(current_engine()) as session:
        return sign_in.sign_in_by_provider(
            session, account.account_id, at=now, lasts=settings().sign_in_lasts, leaving=read_cookie(request, SIGN_IN)
        )


class ProviderAnswers:
    """ASGI middleware: what the provider answers to Streamlit leads on to our door instead of the front page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (302, 303):
                MutableHeaders(scope=message)["location"] = ARRIVAL
            await send(message)

        is_answer = scope["type"] == "http" and scope["path"] == CALLBACK_PATH
        await self.app(scope, receive, sending if is_answer else send)
