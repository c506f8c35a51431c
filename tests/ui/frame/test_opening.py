"""The page of a screen before its first run: the header, and its first words where they are kept for this reader."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from smartcity.charts.theme import DARK, LIGHT
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine
from smartcity.ui.frame import assets, header, visitor
from smartcity.ui.frame.sitemap import DIMENSIONS, MEETING, OVERVIEW, SCREENS, address
from smartcity.web.cookies import SIGN_IN
from smartcity.web.middleware import middleware
from smartcity.web.routes import screen_routes
from smartcity.web.static_files import PRELOADED_SCRIPTS, immutable_route
from tests.people import make_account
from tests.sample import sample_database
from tests.ui.opening import html, open_screen

CITY, WORDS = "Kota Sawahlunto", "tahapan terlambat"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    made = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", made)
    monkeypatch.setenv("SMARTCITY_HOSTS", "testserver")
    return made


def served(path: str = "/") -> str:
    """To the browser that `signed_in_as` signed in, else to a guest."""
    routes = screen_routes(map(address, SCREENS), header.opening, assets.STYLE_ADDRESS)
    site = TestClient(Starlette(routes=routes, middleware=middleware()))
    answer = site.get(path, headers={"Cookie": f"{SIGN_IN}={visitor.token()}"} if visitor.token() else {})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    return answer.text


@pytest.mark.usefixtures("url")
def test_the_page_bears_the_words_of_the_screen_once_it_was_shown() -> None:
    assert CITY in served()
    assert WORDS not in served()
    headline = next(block for block in html(open_screen()).splitlines() if "headline" in block)
    page = served()
    assert headline.replace("h1", "div") in page
    assert '<html lang="id">' in page
    assert "<h1" not in page
    assert WORDS not in served("/dimensi")
    assert WORDS not in served("/?per=2026-11-20")
    assert not {WORDS, 'class="as-of"'} & {text for text in (WORDS, 'class="as-of"') if text in served("/?beku=1")}
    assert WORDS not in served("/?urut=nama")
    open_screen(per="2026-11-20")
    assert WORDS in served("/?per=2026-11-20")


@pytest.mark.usefixtures("url")
def test_it_speaks_the_language_of_its_address() -> None:
    open_screen(bahasa="en")
    assert WORDS not in served("/?bahasa=en")
    assert "milestones late" in served("/?bahasa=en")
    assert '<html lang="en">' in served("/?bahasa=en")
    assert "milestones late" not in served("/")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.GUEST])
def test_words_are_for_those_who_have_the_same_rights(
    url: str, role: Role, signed_in_as: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "off")
    actor = signed_in_as(url, role, "DLH" if role is Role.AGENCY else None)
    open_screen()
    assert actor.label in served()
    assert WORDS in served()
    other = Role.AGENCY if role is not Role.AGENCY else Role.VIEWER
    signed_in_as(url, other, "BKPSDM" if other is Role.AGENCY else None)
    assert WORDS not in served()
    assert CITY in served()
    monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: None)
    assert not {CITY, WORDS, actor.label} & {text for text in (CITY, WORDS, actor.label) if text in served()}


@pytest.mark.usefixtures("url")
def test_an_ended_session_is_served_nothing_of_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    open_screen()
    monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: "not issued by us")
    assert CITY not in served()
    assert WORDS not in served()


def test_words_stay_while_what_they_were_read_from_stays(url: str) -> None:
    open_screen()
    engine = make_engine(url)
    make_account(engine, Role.VIEWER)
    engine.dispose()
    assert WORDS in served()


@pytest.mark.usefixtures("url")
def test_what_is_said_in_meetings_is_not_kept() -> None:
    open_screen(MEETING)
    page = served(address(MEETING))
    assert CITY in page
    assert "headline" not in page


@pytest.mark.usefixtures("url")
def test_a_choice_above_the_words_has_its_place() -> None:
    open_screen(DIMENSIONS)
    page = served(address(DIMENSIONS))
    assert page.index('class="choice"') < page.index("headline")


def test_without_a_database_the_page_is_the_frameworks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", "sqlite:////nowhere/x.db")
    monkeypatch.setenv("SMARTCITY_HOSTS", "testserver")
    page = served(address(OVERVIEW))
    assert 'id="root"' in page
    assert 'id="opening"' not in page


@pytest.mark.usefixtures("url")
def test_the_page_names_what_it_will_ask_for() -> None:
    page = served()
    assert f'<link rel="stylesheet" href="{assets.STYLE_ADDRESS}">' in page
    assert page.count('<link rel="modulepreload" href="/static/') == len(PRELOADED_SCRIPTS)
    assert "SourceSans" not in page
    assert "BACKEND_BASE_URL:location.origin" in page
    assert assets.STYLE_ADDRESS in assets.STYLE


def test_the_sheet_is_kept_for_ever_under_its_own_name() -> None:
    sheet = immutable_route(assets.STYLE_ADDRESS, assets.SHEET, "text/css")
    answer = TestClient(Starlette(routes=[sheet])).get(assets.STYLE_ADDRESS)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.text == assets.SHEET
    assert f"light-dark({LIGHT.background},{DARK.background})" in assets.SHEET
    assert assets.SHEET.count("{") == assets.SHEET.count("}")
