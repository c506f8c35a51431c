"""Every plain route with every role, with a guest, with a session that has ended: a new route needs its line here."""

from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from smartcity.domain.access.roles import GUEST, Act, Actor, is_allowed
from smartcity.domain.enums import Role
from smartcity.i18n.words import Words
from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Account
from smartcity.web.cookies import SIGN_IN
from smartcity.web.gates.headers import security_headers
from smartcity.web.middleware import middleware
from smartcity.web.routes import routes
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.web.visitors import Visitor

OWN = "DLH"


@dataclass(frozen=True)
class Way:
    """`address` is opened; the status is `opens` for whoever may do `act`, else `shuts`."""

    address: str
    act: Act = Act.LOOK
    opens: int = 200
    shuts: int = 303


ACCOUNT = Act.CHANGE_OWN_PASSWORD  # whoever holds one
WAYS = {
    "/sehat": Way("/sehat"),
    "/huruf/plus-jakarta-sans.woff2": Way("/huruf/plus-jakarta-sans.woff2"),
    "/draf": Way("/draf", opens=405),
    "/unduh/{token}": Way("/unduh/none", opens=410),
    "/bukti/{number:int}": Way("/bukti/999999", Act.OPEN_EVIDENCE, opens=404),
    "/masuk": Way("/masuk", ACCOUNT, opens=303, shuts=200),
    "/masuk/kota": Way("/masuk/kota", opens=303),
    "/masuk/kota/selesai": Way("/masuk/kota/selesai", opens=303),
    "/keluar": Way("/keluar", ACCOUNT),
    "/sandi": Way("/sandi", ACCOUNT),
    "/lupa": Way("/lupa"),
    "/lupa/{token}": Way("/lupa/none", opens=410),
    "/layar": Way("/layar"),
    "/layar/{token}": Way("/layar/none", opens=410),
    "/layar/{token}/isi": Way("/layar/none/isi", opens=410),
    "/layar/{token}/kabar": Way("/layar/none/kabar", opens=205),
}
CAST: list[Role | str] = [*Role, "one-time", "ended"]


def all_routes() -> dict[str, Route]:
    return {route.path: route for route in routes() if isinstance(route, Route)}


def test_every_route_has_its_line() -> None:
    assert set(all_routes()) == set(WAYS)
    assert len(all_routes()) == len(routes())


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_database(tmp_path_factory.mktemp("routes"))


def visitor_as(url: str, who: Role | str) -> tuple[Visitor, Actor]:
    """A browser with the cookie of such an account, and what the table of rights should make of it."""
    engine, visitor = make_engine(url), Visitor()
    role = who if isinstance(who, Role) else Role.ADMINISTRATOR
    actor = make_account(engine, role, OWN if role is Role.AGENCY else None)
    token = open_door(engine, actor)
    with writing(engine) as session:
        if who == "one-time":
            session.get_one(Account, actor.account_id).must_change_password = True
    engine.dispose()
    if token:
        visitor.cookies.set(SIGN_IN, token if who != "ended" else token[::-1])
    return visitor, actor if isinstance(who, Role) else GUEST


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("path", WAYS)
def test_a_route_opens_exactly_where_the_table_says(
    url: str, path: str, who: Role | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    visitor, actor = visitor_as(url, who)
    way = WAYS[path]
    expected = way.opens if is_allowed(actor, way.act) else way.shuts
    if who == "one-time" and path in ("/masuk", "/sandi"):
        expected = 303 if path == "/masuk" else 200  # the one page that such a password opens
    if who in ("one-time", "ended") and path == "/keluar":
        expected = 200  # a browser may always let go of its cookie
    answer = visitor.get(way.address)
    assert answer.status_code == expected
    if expected == way.shuts != way.opens and path not in ("/masuk", "/keluar"):
        assert answer.headers["location"].startswith("/masuk?next=")


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("path", [path for path, route in all_routes().items() if "POST" in (route.methods or ())])
def test_no_route_acts_on_a_form_that_is_not_ours(
    url: str, path: str, who: Role | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    visitor, _actor = visitor_as(url, who)
    answer = visitor.post(WAYS[path].address, data={"nama": "a"})
    assert answer.status_code in ((303,) if "location" in answer.headers else (403, 410))
    assert visitor.cookies.get(SIGN_IN) is not None or who is Role.GUEST


@pytest.mark.parametrize("path", [path for path, route in all_routes().items() if "POST" not in (route.methods or ())])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_is_only_looked_at_takes_no_other_verb(path: str, method: str) -> None:
    assert Visitor().request(method, WAYS[path].address).status_code == 405


def test_what_fails_unforeseen_is_answered_in_one_sentence_with_all_headers(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_request: Request) -> Response:
        raise RuntimeError("unforeseen")

    site = TestClient(Starlette(routes=[Route("/gagal", fail)], middleware=middleware()), "http://localhost")
    answer = site.get("/gagal")
    assert (answer.status_code, answer.text) == (500, Words("id").say("frame.failed"))
    assert {(name.lower(), value) for name, value in security_headers().items()} <= set(answer.headers.items())
    assert "unforeseen" in caplog.text
