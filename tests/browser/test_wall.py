"""The wall in a real Chromium: every picture measured in the DOM, and how it lives through hours of everything."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text
from sqlmodel import col, select

from smartcity.commands.access import pairing
from smartcity.commands.access.credentials import digest
from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.errors import present
from smartcity.domain.meetings.wall import View, type_scale
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import Agency, Masterplan, Programme, Statement, WallDevice
from smartcity.store.tables.plan import CodedRow, PlanRow
from tests.browser.picture import faults
from tests.browser.wall_server import serving
from tests.rakor import begin_meeting, next_item, show
from tests.servers import free_port

pytestmark = pytest.mark.xdist_group("devices")
SIZES = [(1366, 768), (1920, 1080), (3840, 2160)]
NAMED = ("agency.name", "agency.short_name", "dimension.name", "programme.name", "milestone.name", "indicator.name",
         "decision.text", "masterplan.city")  # fmt: skip
TWO_SECONDS = 2_000


@pytest.fixture
def walls(url: str) -> Iterator[str]:  # noqa: ARG001 - the server reads the setting that `url` makes
    with serving(free_port()) as address:
        yield f"{address}/layar"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`opened(address, (width, height), has_clock=True)`; with a clock of the test's own, time is wound forward."""
    contexts = []

    def visit(address: str, size: tuple[int, int] = (1366, 768), *, has_clock: bool = False) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-US")
        contexts.append(context)
        page = context.new_page()
        if has_clock:
            page.clock.install()
        page.goto(address)
        expect(page.locator(".view.on")).to_have_count(1)
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield visit
    for context in contexts:
        context.close()


def write(url: str, action: str = "report.submit") -> None:
    with writing(make_engine(url)) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, action, "x", at=datetime.now(UTC))


def triple_names(url: str) -> None:
    """Every name three times as long."""
    with make_engine(url).begin() as connection:
        for table, column in (name.split(".") for name in NAMED):
            connection.execute(text(f"UPDATE {table} SET {column} = {column} || ' ' || {column} || ' ' || {column}"))  # noqa: S608


def leave_nothing(url: str) -> None:
    """A masterplan in which nothing is planned yet."""
    remaining = {"masterplan", "dimension", "sub_dimension"}
    with make_engine(url).begin() as connection:
        kinds = {*PlanRow.__subclasses__(), *CodedRow.__subclasses__()} - {CodedRow}
        for table in {str(kind.__tablename__) for kind in kinds} - remaining:
            connection.execute(text(f"UPDATE {table} SET recorded_at = '2999-01-01 00:00:00'"))  # noqa: S608


def all_faults(page: Page, height: int, smallest: float = 40) -> list[str]:
    """Of all views, turned by key as a clicker does; twice nine steps would come round again."""
    all_found, seen = list[str](), set[str | None]()
    for _ in View:
        seen.add(page.locator(".view.on").get_attribute("data-view"))
        all_found += faults(page, smallest * height / 1080)
        page.keyboard.press("PageDown")
    assert seen == {view.value for view in View}
    return all_found


@pytest.mark.parametrize("made", [None, triple_names, leave_nothing], ids=["sample", "long names", "nothing"])
def test_every_view_fits_every_picture(
    url: str, walls: str, opened: Callable[..., Page], made: Callable[[str], None] | None
) -> None:
    if made is not None:
        made(url)
    page = opened(f"{walls}?nama=ya&detik=600")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        page.evaluate("document.fonts.ready.then(() => true)")
        assert all_faults(page, height) == [], (width, height)


@pytest.mark.parametrize(("metres", "inches"), [(8, 55), (8, 40)])
def test_letters_for_the_last_row_still_fit(
    url: str, walls: str, opened: Callable[..., Page], metres: float, inches: float
) -> None:
    triple_names(url)
    address, smallest = f"{walls}?nama=ya&detik=600&jarak={metres}&inci={inches}", type_scale(metres, inches).smallest
    assert all_faults(opened(address, (1920, 1080)), 1080, smallest) == []
    begin_meeting(make_engine(url))
    for _ in range(7):
        next_item(make_engine(url))
    assert faults(opened(address, (1920, 1080)), smallest) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_meeting_fits_its_picture(url: str, walls: str, opened: Callable[..., Page], size: tuple[int, int]) -> None:
    triple_names(url)
    begin_meeting(make_engine(url))
    page = opened(walls, size)
    faults_seen = faults(page, 40 * size[1] / 1080)
    for _ in range(7):
        next_item(make_engine(url))
    expect(page.locator(".step.here b")).to_have_text("7", timeout=TWO_SECONDS)
    faults_seen += faults(page, 40 * size[1] / 1080)
    write(url)
    expect(page.locator(".waiting")).to_have_text("1 pembaruan menunggu", timeout=TWO_SECONDS)
    assert faults_seen + faults(page, 40 * size[1] / 1080) == []


def showing(page: Page) -> str | None:
    return page.locator(".view.on").get_attribute("data-view")


def test_pages_turn_by_themselves_and_stop_when_paused(walls: str, opened: Callable[..., Page]) -> None:
    page = opened(walls, has_clock=True)
    page.clock.fast_forward(24_000)
    assert showing(page) == "kota"
    for view in ("dimensi", "opd"):
        page.clock.fast_forward(25_000)
        assert showing(page) == view
    page.keyboard.press("p")
    page.clock.fast_forward(100_000)
    assert showing(page) == "opd"
    expect(page.locator(".view.on .pause")).to_be_visible()
    page.keyboard.press("p")
    page.clock.fast_forward(25_000)
    assert showing(page) == "quick-win"


@pytest.mark.parametrize(("hours", "expected"), [(1.5, r"1 (hour|day) ago"), (50, r"[23] days ago")])
def test_an_age_bends_its_words(walls: str, opened: Callable[..., Page], hours: float, expected: str) -> None:
    page = opened(f"{walls}?bahasa=en", has_clock=True)
    age = page.locator(".view.on time[data-at]").first
    age.evaluate("(time, hours) => { time.dataset.at = Date.now() / 1000 - hours * 3600 }", hours)
    page.clock.fast_forward(2_000)
    expect(age).to_have_text(re.compile(f"^{expected}$"))


def test_keys_turn_darken_name_and_blacken(walls: str, opened: Callable[..., Page]) -> None:
    page = opened(walls, has_clock=True)
    for key, view in (("ArrowRight", "dimensi"), ("PageDown", "opd"), ("ArrowLeft", "dimensi"), ("PageUp", "kota"),
                      ("ArrowLeft", "sejak-rapat"), ("ArrowRight", "kota")):  # fmt: skip
        page.keyboard.press(key)
        assert showing(page) == view
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.keyboard.press("d")
    assert page.evaluate(background) != light
    page.keyboard.press("b")
    assert page.evaluate(background) == "rgb(0, 0, 0)"
    expect(page.locator(".view.on h1")).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".view.on h1")).to_be_visible()
    expect(page.get_by_text("Diskominfo")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_text("Diskominfo").first).to_be_attached(timeout=TWO_SECONDS)
    page.keyboard.press("n")
    expect(page.get_by_text("Diskominfo")).to_have_count(0, timeout=TWO_SECONDS)


def test_f_fills_the_screen(walls: str, opened: Callable[..., Page]) -> None:
    page = opened(walls)
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(1, timeout=TWO_SECONDS)
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(0, timeout=TWO_SECONDS)


def test_the_pointer_hides_when_nobody_moves_it(walls: str, opened: Callable[..., Page]) -> None:
    page = opened(walls, has_clock=True)
    page.mouse.move(200, 200)
    cursor = "getComputedStyle(document.body).cursor"
    assert page.evaluate(cursor) != "none"
    page.clock.fast_forward(3_000)
    assert page.evaluate(cursor) == "none"
    page.mouse.move(300, 300)
    assert page.evaluate(cursor) != "none"


@pytest.mark.usefixtures("url")
def test_a_silent_server_is_told_after_a_minute_and_forgotten_when_it_is_back(opened: Callable[..., Page]) -> None:
    port = free_port()
    with serving(port) as address:
        page = opened(f"{address}/layar?tampilan=dimensi", has_clock=True)
        page.clock.fast_forward(2_000)
        before = page.locator(".view.on h1").text_content()
    page.clock.fast_forward(55_000)
    expect(page.locator("#pita")).not_to_be_visible()
    page.clock.fast_forward(8_000)
    banner = page.locator("#pita")
    expect(banner).to_have_text(re.compile(r"^Data terakhir \d\d\.\d\d — sambungan terputus$"))
    expect(banner).to_be_visible()
    assert page.locator(".view.on h1").text_content() == before, "the last good picture is kept"
    assert "grayscale" in page.evaluate("getComputedStyle(document.querySelector('.wall')).filter")
    assert faults(page, 40 * 768 / 1080) == []
    page.clock.fast_forward(120_000)
    words = set(re.findall(r"[a-z]+", page.locator("body").inner_text().lower()))
    assert not words & {"error", "failed", "connection", "lost", "undefined", "null", "nan", "ago"}
    with serving(port):
        page.clock.run_for(3_000)
        expect(banner).not_to_be_visible(timeout=5_000)
        assert page.evaluate("getComputedStyle(document.querySelector('.wall')).filter") == "none"


def test_a_database_that_fails_is_silence_too(
    url: str, walls: str, opened: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = opened(f"{walls}?sunyi=1")
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    expect(page.locator("#pita")).to_be_visible(timeout=6_000)
    expect(page.locator(".view.on h1")).to_contain_text("tahapan terlambat")
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    expect(page.locator("#pita")).not_to_be_visible(timeout=4_000)


@pytest.fixture
def paired(url: str) -> str:
    """The token of a wall of a city that has its own plan."""
    now = datetime.now(UTC)
    with writing(make_engine(url)) as session:
        for plan in session.exec(select(Masterplan)):
            plan.is_sample = False
        session.add(WallDevice(name="Aula", token_sha256=digest("tok"), created_at=now, confirmed_at=now))
    return "tok"


def test_a_revoked_wall_says_so_by_itself(url: str, walls: str, opened: Callable[..., Page], paired: str) -> None:
    page = opened(f"{walls}/{paired}")
    with writing(make_engine(url)) as session:
        number = session.exec(select(WallDevice.id)).one()
        pairing.revoke(session, ADMINISTRATOR_AT_TERMINAL, number or 0, at=datetime.now(UTC))
    expect(page.locator(".view.on h1")).to_have_text("Layar ini tidak dipakai lagi.", timeout=TWO_SECONDS)
    assert faults(page, 40 * 768 / 1080) == []


@pytest.mark.usefixtures("paired")
def test_a_television_is_paired_without_a_keyboard(url: str, walls: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{walls}?tema=gelap")
    code = page.locator(".code").inner_text()
    assert faults(page, 40 * 768 / 1080) == []
    with writing(make_engine(url)) as session:
        pairing.confirm(session, ADMINISTRATOR_AT_TERMINAL, code, "Lobi", at=datetime.now(UTC))
    expect(page.locator(".view.on h1")).to_contain_text("tahapan terlambat", timeout=2 * TWO_SECONDS)
    assert page.url.startswith(f"{walls}/")
    assert page.url.endswith("?tema=gelap")


def test_the_walls_follow_the_presenter_within_two_seconds(url: str, walls: str, opened: Callable[..., Page]) -> None:
    engine, page = make_engine(url), opened(walls)
    begin_meeting(engine)
    expect(page.locator(".view.on")).to_have_attribute("data-view", "agenda")
    for view in (View.INDICATORS, View.CONCERNS):
        start = time.monotonic()
        show(engine, view)
        expect(page.locator(".view.on")).to_have_attribute("data-view", view.value, timeout=TWO_SECONDS)
        assert time.monotonic() - start < 2
    next_item(engine)
    expect(page.locator(".step.here b")).to_have_text("1", timeout=TWO_SECONDS)
    expect(page.locator(".left")).to_have_text(re.compile(r"^sisa \d\.5\d$"))


def test_a_report_is_on_the_wall_within_two_seconds(url: str, walls: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{walls}?tampilan=opd")
    expect(page.locator("h1")).to_have_text("Enam dari 27 OPD belum lapor TW IV 2026.")
    now = datetime.now(UTC)
    with reading(make_engine(url)) as session:
        period = session.exec(select(Statement.period_id).order_by(col(Statement.id).desc())).first()
        talawi = select(Programme.id).join(Agency, col(Programme.lead_agency_id) == col(Agency.id))
        quiet = session.exec(talawi.where(Agency.code == "KEC-TL")).one()
    start = time.monotonic()
    with writing(make_engine(url)) as session:
        session.add(
            Statement(
                programme_id=present(quiet),
                period_id=present(period),
                recorded_at=now,
                recorded_by="opd",
                happened="Ada.",
            )
        )
        append(session, ADMINISTRATOR_AT_TERMINAL, "report.submit", "x", at=now)
    expect(page.locator("h1")).to_have_text("Lima dari 27 OPD belum lapor TW IV 2026.", timeout=TWO_SECONDS)
    assert time.monotonic() - start < 2
