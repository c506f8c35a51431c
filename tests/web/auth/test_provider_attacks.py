"""Attacks on signing in by the city's provider on a real server: states, nonces, codes, tokens, ways on of others."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from httpx2 import Client
from sqlmodel import select

from smartcity.commands.access import accounts
from smartcity.commands.access.accounts import AccountDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import SignIn
from smartcity.web.auth.provider import ARRIVAL, TARGET
from smartcity.web.cookies import SIGN_IN
from tests.browser.provider import CLIENT, SECRET, SECRETS, Desk, provider
from tests.coroutines import run
from tests.hold.visitor import Visitor
from tests.sample import sample_database
from tests.servers import Server, free_port

CALLBACK = "/oauth2callback"


@dataclass
class City:
    server: Server
    desk: Desk
    login: str

    def sign_ins(self) -> int:
        engine = make_engine(self.server.url)
        with reading(engine) as session:
            count = len(session.exec(select(SignIn.id)).all())
        engine.dispose()
        return count


async def login_address(server: Server) -> str:
    """Where the framework sends whoever wants to sign in by the provider."""
    visitor = await Visitor.arrive(server.host)
    await visitor.open("", "masuk=kota")
    match = re.search(rb"/auth/login\?provider=[\w.~-]+", visitor.received)
    await visitor.leave()
    assert match is not None
    return match[0].decode()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("attacks")
    url, port = sample_database(folder), free_port()
    engine = make_engine(url)
    with writing(engine) as session:
        draft = AccountDraft("dlh.kepala", "Kepala DLH", Role.AGENCY, "DLH", "kepala@dlh.example")
        accounts.add(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC))
    engine.dispose()
    counter, desk = provider(port)
    Thread(target=counter.serve_forever, daemon=True).start()
    server = Server(url, "--secrets.files", str(folder / "secrets.toml"))
    issuer = f"http://127.0.0.1:{port}"
    filled = SECRETS.format(site=server.site, client=CLIENT, secret=SECRET, issuer=issuer)
    (folder / "secrets.toml").write_text(filled)
    with server:
        yield City(server, desk, run(login_address(server)))
    counter.shutdown()
    counter.server_close()


# Whether our door opened, of every answer that was brought back.
ARRIVED: list[bool] = []


@pytest.fixture(autouse=True)
def honest(city: City, record_property: Callable[[str, object], None]) -> Iterator[None]:
    begun = len(ARRIVED)
    yield
    brought = ARRIVED[begun:]
    record_property("answers of the provider brought back, doors opened", (len(brought), sum(brought)))
    city.desk.instead, city.desk.spoil = {}, str


class Browser(Client):
    """One person's cookies."""

    def __init__(self, city: City) -> None:
        super().__init__(base_url=city.server.site, follow_redirects=False, timeout=30, trust_env=False)
        self.city = city

    def asks(self) -> dict[str, str]:
        """What the framework asks the provider for in this browser's name."""
        sent = self.get(self.city.login)
        return dict(parse_qsl(urlsplit(sent.headers["location"]).query))

    def arrives(self, **answer: str) -> bool:
        """Comes back with this answer of the provider, and knocks at our own door; whether it opened."""
        self.get(CALLBACK, params=answer)
        ARRIVED.append(self.get(ARRIVAL).status_code == 303 and SIGN_IN in self.cookies)
        return ARRIVED[-1]


def answered(city: City, asked: Mapping[str, str], person: str = "kepala") -> dict[str, str]:
    return {"code": city.desk.grant(person, asked), "state": asked["state"]}


def test_a_true_answer_opens(city: City) -> None:
    before = city.sign_ins()
    with Browser(city) as browser:
        assert browser.arrives(**answered(city, browser.asks()))
    assert city.sign_ins() == before + 1


def no_state(city: City, mine: dict[str, str], _other: dict[str, str]) -> dict[str, str]:
    return {"code": answered(city, mine)["code"]}


def state_of_nobody(city: City, mine: dict[str, str], _other: dict[str, str]) -> dict[str, str]:
    return {**answered(city, mine), "state": "x" * 30}


def state_of_another(city: City, _mine: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    return answered(city, other)


def code_of_another(city: City, mine: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    return {**answered(city, other), "state": mine["state"]}


def no_code(_city: City, mine: dict[str, str], _other: dict[str, str]) -> dict[str, str]:
    return {"state": mine["state"]}


Attack = Callable[[City, dict[str, str], dict[str, str]], dict[str, str]]


@pytest.mark.parametrize("attack", [no_state, state_of_nobody, state_of_another, code_of_another, no_code])
def test_answers_that_belong_to_another_browser_open_nothing(city: City, attack: Attack) -> None:
    before = city.sign_ins()
    with Browser(city) as browser, Browser(city) as other:
        assert not browser.arrives(**attack(city, browser.asks(), other.asks()))
    assert city.sign_ins() == before


def test_an_answer_opens_once(city: City) -> None:
    """State and code are used up, in this browser and in another that has its cookies."""
    with Browser(city) as browser, Browser(city) as thief:
        answer = answered(city, browser.asks())
        thief.cookies.update(dict(browser.cookies))
        assert browser.arrives(**answer)
        before = city.sign_ins()
        browser.cookies.delete(SIGN_IN)
        assert not browser.arrives(**answer)
        assert not thief.arrives(**answer)
        again = browser.asks()
        assert not browser.arrives(**{**answer, "state": again["state"]})
    assert city.sign_ins() == before


def without_signature(token: str) -> str:
    head = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    return f"{head}.{token.split('.')[1]}."


def altered(token: str) -> str:
    head, body, signature = token.split(".")
    claims = json.loads(urlsafe_b64decode(body + "=="))
    changed = urlsafe_b64encode(json.dumps({**claims, "email": "kepala@dlh.example"}).encode()).rstrip(b"=").decode()
    return f"{head}.{changed}.{signature}"


@pytest.mark.parametrize(
    "instead",
    [
        {"nonce": "of-another-session"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"iss": "http://evil.example"},
        {"exp": int(time()) - 7200, "iat": int(time()) - 9000},
        {"iat": int(time()) - 3600},
        {"email_verified": "true"},
        {"azp": "another-client", "aud": [CLIENT, "another-client"]},
    ],
    ids=[
        "nonce of another",
        "no nonce",
        "audience",
        "audiences",
        "issuer",
        "over",
        "old",
        "text for true",
        "party",
    ],
)
def test_a_token_that_was_made_for_something_else_opens_nothing(city: City, instead: dict[str, Any]) -> None:
    before, city.desk.instead = city.sign_ins(), instead
    with Browser(city) as browser:
        assert not browser.arrives(**answered(city, browser.asks()))
    assert city.sign_ins() == before


@pytest.mark.parametrize(
    ("person", "spoil"),
    [("palsu", str), ("kepala", without_signature), ("asing", altered), ("kepala", lambda _token: "a.b.c")],
)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    city: City, person: str, spoil: Callable[[str], str]
) -> None:
    before, city.desk.spoil = city.sign_ins(), spoil
    with Browser(city) as browser:
        assert not browser.arrives(**answered(city, browser.asks(), person))
    assert city.sign_ins() == before


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "/%0d%0aLocation:%20//evil.example", "javascript:1"],
)
def test_the_way_on_stays_here(city: City, target: str) -> None:
    """Asked for at the start, and forged into the cookie that remembers it."""
    with Browser(city) as browser:
        browser.get("/masuk/kota", params={"next": target})
        asked = browser.asks()
        browser.get(CALLBACK, params=answered(city, asked))
        browser.cookies.set(TARGET, target)
        leads = browser.get(ARRIVAL).headers["location"]
    assert urlsplit(leads).netloc == ""
    assert leads.startswith("/")
    assert not leads.startswith("//")


def test_a_forged_word_of_the_framework_opens_nothing(city: City) -> None:
    claims = {"email": "kepala@dlh.example", "email_verified": True, "iat": int(time()), "is_logged_in": True}
    with Browser(city) as browser:
        for forged in (json.dumps(claims), urlsafe_b64encode(json.dumps(claims).encode()).decode(), "2|1:0|10:1|a"):
            browser.cookies.set("_streamlit_user", forged)
            assert browser.get(ARRIVAL).status_code == 403
            assert SIGN_IN not in browser.cookies
