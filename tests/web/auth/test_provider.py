"""What the provider's word is worth: just now, about an address it has made sure of, and an account that is enabled."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from smartcity.domain.errors import Refused
from smartcity.web.auth.provider import ARRIVAL, FRESH, ProviderAnswers, proven_email
from smartcity.web.routes import routes

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GOOD = {"email": "kepala@dlh.example", "email_verified": True, "iat": NOW.timestamp()}


@pytest.mark.parametrize(
    ("claims", "no"),
    [
        (GOOD, None),
        ({**GOOD, "iat": (NOW - FRESH).timestamp()}, None),
        ({**GOOD, "iat": (NOW - FRESH - SECOND).timestamp()}, "door.provider.failed"),
        ({**GOOD, "iat": (NOW + FRESH + SECOND).timestamp()}, "door.provider.failed"),
        ({**GOOD, "iat": "now"}, "door.provider.failed"),
        ({**GOOD, "iat": None}, "door.provider.failed"),
        ({**GOOD, "email": None}, "door.provider.failed"),
        ({**GOOD, "email": ["kepala@dlh.example"]}, "door.provider.failed"),
        ({**GOOD, "email_verified": False}, "door.provider.unverified"),
        ({**GOOD, "email_verified": "false"}, "door.provider.unverified"),
        ({**GOOD, "email_verified": "true"}, "door.provider.unverified"),
        ({"email": GOOD["email"], "iat": GOOD["iat"]}, "door.provider.unverified"),
        ({}, "door.provider.failed"),
        (None, "door.provider.failed"),
    ],
)
def test_whose_address_is_proven(claims: Mapping[str, object] | None, no: str | None) -> None:
    if no is None:
        assert proven_email(claims, NOW) == "kepala@dlh.example"
        return
    with pytest.raises(Refused) as refused:
        proven_email(claims, NOW)
    assert refused.value.key == no


class FixedProvider:
    """A provider that says what the test wants."""

    cookie = "_streamlit_user"

    def __init__(self, claims: Mapping[str, object] | None) -> None:
        self.fixed_claims = claims

    def is_set_up(self) -> bool:
        return True

    def claims(self, _request: Request) -> Mapping[str, object] | None:
        return self.fixed_claims


def test_the_provider_s_own_cookies_are_dropped_whatever_comes_of_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    client = TestClient(Starlette(routes=routes(FixedProvider(None))), follow_redirects=False)
    for name in ("_streamlit_user", "_streamlit_user_1", "_streamlit_user_tokens"):
        client.cookies.set(name, "a")
    answer = client.get(ARRIVAL)
    assert answer.status_code == 403
    dropped = [cookie.split("=")[0] for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" in cookie]
    assert dropped == ["_streamlit_user", "_streamlit_user_1", "_streamlit_user_tokens"]


@pytest.mark.parametrize(("path", "leads"), [("/oauth2callback", ARRIVAL), ("/elsewhere", "/")])
def test_only_the_provider_s_answer_is_led_on_to_our_door(path: str, leads: str) -> None:
    async def home(_request: Request) -> RedirectResponse:
        return RedirectResponse("/", status_code=302)

    app = Starlette(
        routes=[Route("/oauth2callback", home), Route("/elsewhere", home)], middleware=[Middleware(ProviderAnswers)]
    )
    assert TestClient(app, follow_redirects=False).get(path).headers["location"] == leads
