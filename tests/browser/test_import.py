"""The import screen in a real Chromium: bad files are refused as at the terminal, and leave every byte as it was."""

import hashlib
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from smartcity.domain.enums import Role
from smartcity.i18n.catalog import LANGUAGES, Language
from smartcity.i18n.words import Words
from smartcity.store.engine import make_engine
from smartcity.store.schema_version import upgrade
from smartcity.web.cookies import SIGN_IN
from tests.bad_books import bad_files, many_problems
from tests.miniature import bring_in
from tests.people import make_account, open_door
from tests.servers import Server
from tests.workbooks import write_book

pytestmark = pytest.mark.xdist_group("screens")
WAIT = 30_000
OFFICE: ViewportSize = {"width": 1366, "height": 625}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature plan."""
    folder = tmp_path_factory.mktemp("impor")
    engine = make_engine(f"sqlite:///{folder / 'plan.db'}")
    upgrade(engine)
    bring_in(engine, folder)
    engine.dispose()
    return folder / "plan.db"


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with Server(f"sqlite:///{database}") as server:
        yield server.site


@pytest.fixture
def office(windows: BrowserContext, database: Path, address: str) -> BrowserContext:
    """An administrator's."""
    engine = make_engine(f"sqlite:///{database}")
    token = open_door(engine, make_account(engine, Role.ADMINISTRATOR))
    engine.dispose()
    assert token is not None
    windows.add_cookies([{"name": SIGN_IN, "value": token, "url": address}])
    return windows


def import_screen(office: BrowserContext, address: str, language: Language) -> Page:
    page = office.new_page()
    page.set_viewport_size(OFFICE)
    page.goto(f"{address}/impor?bahasa={language}")
    expect(page.locator("input[type=file]")).to_be_attached(timeout=WAIT)
    return page


def content(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return hashlib.sha256(database.read_bytes()).hexdigest()


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_files_are_refused_in_one_sentence_and_change_no_byte(
    office: BrowserContext, address: str, database: Path, tmp_path: Path, language: Language
) -> None:
    page = import_screen(office, address, language)
    before = content(database)
    for path, key, facts in bad_files(tmp_path):
        page.locator("input[type=file]").set_input_files(path)
        expect(page.get_by_text(path.name, exact=True).first).to_be_visible(timeout=WAIT)
        message = page.get_by_text(Words(language).say(key, **facts)[:60])
        expect(message.first).to_be_visible(timeout=WAIT)
        expect(page.get_by_role("button", name=Words(language).say("imports.go"), exact=True)).to_have_count(0)
        assert page.locator(".stException").count() == 0, path.name
        assert content(database) == before, path.name


def test_i6_three_hundred_problems_fit_one_page_and_are_downloaded(
    office: BrowserContext, address: str, database: Path, tmp_path: Path
) -> None:
    page, say = import_screen(office, address, "id"), Words("id").say
    before = content(database)
    path = write_book(tmp_path / "banyak.xlsx", many_problems())
    begun = perf_counter()
    page.locator("input[type=file]").set_input_files(path)
    button = page.get_by_role("link", name=say("imports.problems.download"))
    expect(button).to_be_visible(timeout=WAIT)
    assert perf_counter() - begun < 5
    rows = page.locator("table.rows").first.locator("tbody tr")
    expect(rows).to_have_count(5)
    for part in (button, rows.last):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= OFFICE["height"]
    with page.expect_download() as download:
        button.click()
    listed = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert listed.max_row == 301
    assert content(database) == before
