"""The verifier's desk in a real Chromium: keys pressed in a hurry give one verdict, and it can be undone."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine
from sqlmodel import func, select

from smartcity.domain.enums import Role
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading
from smartcity.web.cookies import SIGN_IN
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("screens")
WAIT = 30_000
# How many presses of V got by the page's own watch, which stands before every other.
GOT_BY = """() => {
  window.gotBy = 0;
  window.addEventListener("keydown", (event) => { window.gotBy += event.key === "v"; });
}"""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[tuple[Server, Engine]]:
    url = sample_database(tmp_path)
    engine = make_engine(url)
    with Server(url) as server:
        yield server, engine
    engine.dispose()


def reviews(engine: Engine) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(t.UpdateReview)).one()


def desk(windows: BrowserContext, server: Server, engine: Engine) -> Page:
    """The desk of a verifier, with all that waits in the sample."""
    token = open_door(engine, make_account(engine, Role.VERIFIER))
    assert token is not None
    windows.add_cookies([{"name": SIGN_IN, "value": token, "url": server.site}])
    page = windows.new_page()
    page.goto(f"{server.site}/verifikasi")
    waits(page, 24)
    return page


def waits(page: Page, count: int) -> None:
    expect(page.locator("h1")).to_contain_text(f"{count} hal menunggu verifikasi", timeout=WAIT)


def hurry(page: Page) -> None:
    """Three presses within half a second, then the key is held down."""
    for _ in range(3):
        page.keyboard.press("v")
    for _ in range(9):
        page.keyboard.down("v")
    page.keyboard.up("v")


def test_keys_in_a_hurry_give_one_verdict_that_can_be_undone(
    windows: BrowserContext, city: tuple[Server, Engine]
) -> None:
    """P6: what is pressed within a second of the claim's appearing, or of the last verdict, is ignored."""
    server, engine = city
    page, before = desk(windows, server, engine), reviews(engine)
    page.evaluate(GOT_BY)
    undo, until = page.get_by_role("button", name="Urungkan"), time.monotonic() + WAIT / 1000
    while not page.evaluate("window.gotBy"):  # all of it fell into the first second
        assert time.monotonic() < until, "no key is heard"
        hurry(page)
    expect(undo).to_be_visible(timeout=WAIT)
    waits(page, 23)
    assert reviews(engine) == before + 1
    assert page.evaluate("window.gotBy") == 1
    expect(page.get_by_role("link", name="Verifikasi (23)")).to_be_visible()
    undo.click()
    waits(page, 24)
    expect(undo).to_be_hidden(timeout=WAIT)
    page.close()
