"""The door in a real Chromium: one tap in; F5 and a restart keep one in; an open tab notices the end at once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from smartcity.commands.access import account_endings, accounts
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, writing
from tests.browser.axe import ONLY_FAULTS
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("devices")
WAIT = 30_000
OWN = "jalan panjang ke bukit"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    url = sample_database(tmp_path_factory.mktemp("door"))
    engine = make_engine(url)
    with writing(engine) as session:
        account_endings.add_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=datetime.now(UTC))
    engine.dispose()
    with Server(url) as made:
        yield made


def taps_in(windows: BrowserContext, server: Server, name: str, following: str = "/quick-win") -> Page:
    page = windows.new_page()
    page.goto(f"{server.site}/masuk?next={following}")
    page.get_by_role("button", name=name).click()
    expect(page.locator(".account")).to_contain_text("Keluar", timeout=WAIT)
    return page


def test_one_tap_in_and_a_reload_and_a_restart_keep_one_in(windows: BrowserContext, server: Server) -> None:
    page = taps_in(windows, server, "Kepala DLH")
    assert page.url == f"{server.site}/quick-win"
    page.reload()
    expect(page.locator(".account")).to_contain_text("Kepala DLH", timeout=WAIT)
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible(timeout=WAIT)
    server.stop()
    assert not Path(f"{server.url.removeprefix('sqlite:///')}-wal").exists(), "the database was left in order"
    server.start()
    page.goto(f"{server.site}/")
    expect(page.locator(".account")).to_contain_text("Kepala DLH", timeout=WAIT)


def test_an_open_tab_notices_the_end_at_its_next_click(windows: BrowserContext, server: Server) -> None:
    page = taps_in(windows, server, "Verifikator", "/quick-win")
    other = windows.new_page()
    other.goto(f"{server.site}/keluar")
    other.get_by_role("button", name="Keluar").click()
    expect(other.locator(".account")).to_contain_text("Masuk", timeout=WAIT)
    page.get_by_role("link", name="Dimensi", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Sesi berakhir", timeout=WAIT)
    page.get_by_role("link", name="Masuk lagi").click()
    page.wait_for_url("**/masuk?next=*", timeout=WAIT)
    assert "dimensi" in page.url


def test_a_one_time_password_leads_through_the_own_one(windows: BrowserContext, server: Server) -> None:
    engine = make_engine(server.url)
    draft = accounts.AccountDraft("sekda", "Sekda", Role.VIEWER)
    with writing(engine) as session:
        issued = accounts.add(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC))
    engine.dispose()
    page = windows.new_page()
    page.goto(f"{server.site}/masuk?next=/quick-win")
    page.get_by_label("Nama akun").fill(issued.name)
    page.get_by_label("Kata sandi").fill(issued.password)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Buat kata sandi sendiri")
    page.goto(f"{server.site}/quick-win")
    expect(page.locator("h1")).to_have_text("Buat kata sandi sendiri dulu", timeout=WAIT)
    page.get_by_role("link", name="Buat kata sandi").click()
    page.get_by_label("Kata sandi baru", exact=True).fill(OWN)
    page.get_by_label("Ulangi kata sandi baru").fill(OWN)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(f"{server.site}/quick-win*", timeout=WAIT)
    expect(page.locator(".account")).to_contain_text("Sekda", timeout=WAIT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1366])
def test_the_door_can_be_used_by_everybody(browser: Browser, server: Server, scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme, locale="id-ID")  # type: ignore[arg-type]
    page.goto(f"{server.site}/masuk")
    result = Axe().run(page, options=ONLY_FAULTS)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('button,input:not([type=hidden])')].filter(e => e.offsetHeight < 44).length"
    )
    assert small == 0
    page.close()
