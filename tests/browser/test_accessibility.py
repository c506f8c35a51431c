"""axe over every looking screen, light and dark; and the language the document says it is in."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from smartcity.domain.addresses import AddressKey
from smartcity.ui.frame.sitemap import (
    AGENCIES,
    DIMENSIONS,
    IMPORTS,
    INDICATORS,
    OVERVIEW,
    PROGRAMMES,
    QUICK_WINS,
    SCREENS,
    address,
)
from tests.browser.axe import fault_text, faults
from tests.browser.opening import DAY, WAIT, darkened, fits_every_window, opened, walked

pytestmark = pytest.mark.xdist_group("screens")
CARDS = {DIMENSIONS: "EN", AGENCIES: "DLH", PROGRAMMES: "EN-02", INDICATORS: "IK-05"}
LOOKING = [address(screen, {AddressKey.AS_OF: DAY}) for screen in SCREENS if screen.section == OVERVIEW.section]
OPENED = [address(screen, {AddressKey.AS_OF: DAY, AddressKey.CODE: code}) for screen, code in CARDS.items()]
# The rules that look at colours: in the dark nothing else is different.
COLOURED = ("color-contrast", "link-in-text-block")
# What Streamlit draws and we cannot change. The phone's menu sets its sections as div between its ul and their li.
MENU = "[data-testid=stSidebarNavItems]"
ITS_OWN = {"list": MENU, "listitem": MENU}


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Each as its rule, where and why; of these rules, or of all."""
    all_violations = faults(page, rules=rules)
    return [fault_text(fault) for fault in all_violations if not _is_its_own(page, fault["rule"], fault["target"][0])]


def _is_its_own(page: Page, rule: str, target: str) -> bool:
    place = ITS_OWN.get(rule)
    return place is not None and page.locator(f"{place}, {place} *").and_(page.locator(target)).count() > 0


@pytest.fixture(scope="module")
def wanderer(browser: Browser, site: str) -> Iterator[Page]:
    """A page that goes from screen to screen."""
    page = opened(browser, site, address(IMPORTS, {AddressKey.AS_OF: DAY}))
    yield page
    page.close()


@pytest.mark.parametrize("path", [*LOOKING, *OPENED])
def test_a_screen_fits_its_window_and_can_be_read_by_everybody(wanderer: Page, path: str) -> None:
    wanderer.emulate_media(color_scheme="light")
    walked(wanderer, path)
    expect(wanderer.locator("h1")).to_have_count(1)
    fits_every_window(wanderer)
    expect(wanderer.locator(MENU)).to_have_count(0, timeout=WAIT)  # the phone's menu leaves after its window
    assert violations(wanderer) == []
    darkened(wanderer)
    assert violations(wanderer, rules=COLOURED) == [], "only colours change"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_where_a_figure_comes_from_can_be_read_by_everybody(wanderer: Page, scheme: Literal["light", "dark"]) -> None:
    wanderer.emulate_media(color_scheme=scheme)
    walked(wanderer, address(OVERVIEW, {AddressKey.AS_OF: DAY}))
    wanderer.get_by_text("dari mana angka ini?").first.click()
    expect(wanderer.locator(".formula")).to_be_visible(timeout=WAIT)
    assert violations(wanderer) == []
    wanderer.keyboard.press("Escape")


def test_the_menu_of_a_phone_can_be_read_by_everybody(browser: Browser, site: str) -> None:
    page = opened(browser, site, address(QUICK_WINS, {AddressKey.AS_OF: DAY}), "phone")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_visible(timeout=WAIT)
    assert violations(page) == []
    page.close()


def test_the_document_says_which_language_it_is_in(browser: Browser, site: str) -> None:
    page = opened(browser, site, address(QUICK_WINS, {AddressKey.AS_OF: DAY}))
    expect(page.locator("html")).to_have_attribute("lang", "id", timeout=WAIT)
    page.get_by_role("radio", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=WAIT)
    page.close()
