"""The screens in a real Chromium: title, charts, no sideways scroll, links that lead somewhere."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from smartcity.domain.addresses import AddressKey
from smartcity.ui.frame.sitemap import DIMENSIONS, IMPORTS, OVERVIEW, PROGRAMMES, SCREENS, Screen, address
from tests.browser.opening import DAY, SIZES, WAIT, fits_every_window, opened, walked
from tests.browser.picture import faults

pytestmark = pytest.mark.xdist_group("screens")


@pytest.fixture(scope="module")
def wanderer(browser: Browser, site: str) -> Iterator[Page]:
    """A page that goes from screen to screen."""
    page = opened(browser, site, address(IMPORTS, {AddressKey.AS_OF: DAY}))
    yield page
    page.close()


# Those that are looked at are measured where they are read (test_accessibility).
OTHERS = [screen for screen in SCREENS if screen.section != OVERVIEW.section]


@pytest.mark.parametrize("screen", OTHERS, ids=lambda screen: screen.key)
def test_a_screen_fits_its_window(wanderer: Page, screen: Screen) -> None:
    walked(wanderer, address(screen, {AddressKey.AS_OF: DAY}))
    expect(wanderer.locator("h1")).to_have_count(1)
    fits_every_window(wanderer)


def test_every_chart_of_the_overview_is_drawn_and_named(wanderer: Page) -> None:
    walked(wanderer, address(OVERVIEW, {AddressKey.AS_OF: DAY}))
    expect(wanderer.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=WAIT)
    expect(wanderer.locator(".js-plotly-plot")).to_have_count(2, timeout=WAIT)
    assert wanderer.locator("[aria-label*='paling tertinggal'], [alt*='paling tertinggal']").count() >= 1


def test_a_figure_opens_down_to_its_sources(wanderer: Page) -> None:
    walked(wanderer, address(OVERVIEW, {AddressKey.AS_OF: DAY}))
    wanderer.get_by_text("dari mana angka ini?").first.click()
    expect(wanderer.locator(".formula")).to_contain_text("terverifikasi", timeout=WAIT)
    assert wanderer.locator(".scroll tbody tr").count() == 46
    wanderer.keyboard.press("Escape")


def ranks(page: Page, column: int) -> list[str]:
    """What the rows that are shown are sorted by, from the top."""
    cells = page.locator(f"[data-table=programmes] tbody tr:not(.unmatched,.beyond) td:nth-child({column})")
    return [cell.get_attribute("data-sort") or "" for cell in cells.all()]


def numbers_of(listed: list[str]) -> list[float]:
    """What is unknown stands last."""
    numbers = [float(rank) for rank in listed if rank]
    assert listed[len(numbers) :] == [""] * (len(listed) - len(numbers))
    return numbers


def test_a_table_is_sorted_and_searched_and_stays_so_when_it_is_drawn_anew(wanderer: Page) -> None:
    page = wanderer
    walked(page, address(PROGRAMMES, {AddressKey.AS_OF: DAY}))
    head = page.locator("[data-table=programmes] th").filter(has_text="Deviasi")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = numbers_of(ranks(page, 6))
    assert up == sorted(up)
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert numbers_of(ranks(page, 6)) == sorted(numbers_of(ranks(page, 6)), reverse=True)
    search, status = page.get_by_role("searchbox", name="Cari"), page.locator(".table-tools [role=status]")
    search.fill("ÓMBILIN")
    expect(status).to_have_text("2 dari 46 baris")
    page.get_by_text("Smart Branding", exact=True).click()
    expect(status).to_have_text(re.compile(r"^1 dari \d+ baris$"), timeout=WAIT)
    expect(search).to_have_value("ÓMBILIN")
    expect(head).to_have_attribute("aria-sort", "descending")
    search.fill("zzz")
    expect(status).to_have_text("Tidak ada yang cocok")
    search.fill("")


def test_on_a_phone_a_list_sorts_what_has_no_headings(browser: Browser, site: str) -> None:
    page = opened(browser, site, address(PROGRAMMES, {AddressKey.AS_OF: DAY}), "phone")
    page.get_by_label("Urutkan").select_option("Terverifikasi")
    page.get_by_role("button", name="Naik").click()
    down = numbers_of(ranks(page, 2))
    assert down == sorted(down, reverse=True)
    page.get_by_role("button", name="Tampilkan semua 46 baris").click()
    assert len(ranks(page, 2)) == 46
    page.close()


def test_a_concern_leads_to_its_programme_without_a_new_page(browser: Browser, site: str) -> None:
    page = opened(browser, site, "/")
    page.evaluate("() => { window.isSamePage = true }")
    link = page.locator("ol.list a").first
    name = link.inner_text()
    link.click()
    page.wait_for_url(re.compile(r"/program\?kode="), timeout=WAIT)
    expect(page.locator("h1")).to_contain_text(name[:30], timeout=WAIT)
    assert page.evaluate("() => window.isSamePage") is True
    page.go_back()
    expect(page.locator("ol.list a").first).to_have_text(name, timeout=WAIT)
    page.close()


def test_the_language_switch_turns_the_page(browser: Browser, site: str) -> None:
    page = opened(browser, site, f"/?per={DAY}")
    page.get_by_role("radio", name="en").or_(page.get_by_role("button", name="en", exact=True)).first.click()
    expect(page.locator("h1")).to_contain_text("milestones late", timeout=WAIT)
    page.get_by_role("link", name="Quick Wins").first.click()
    expect(page.locator("h1")).to_contain_text("quick wins", timeout=WAIT)
    page.close()


def test_the_chosen_day_stays_when_the_screen_changes_until_one_goes_back_to_today(wanderer: Page, site: str) -> None:
    page = wanderer
    walked(page, address(OVERVIEW, {AddressKey.AS_OF: "2026-10-20"}))
    page.get_by_role("link", name="Quick Win").first.click()
    page.wait_for_url("**/quick-win?per=2026-10-20", timeout=WAIT)
    expect(page.locator(".past")).to_contain_text("20 Oktober 2026", timeout=WAIT)
    page.locator(".past a").click()
    page.wait_for_url(f"{site}/", timeout=WAIT)
    expect(page.locator(".past")).to_have_count(0, timeout=WAIT)


def test_the_products_own_server_shows_the_wall(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{site}/layar")
    expect(page.locator(".view.on")).to_have_count(1)
    assert faults(page, 40 * 768 / 1080) == []
    page.close()


PLACES = """(selectors) => selectors.map((selector) => {
  const { left, top } = document.querySelector(selector).getBoundingClientRect();
  return [Math.round(left), Math.round(top)];
})"""


@pytest.mark.parametrize("screen", [OVERVIEW, DIMENSIONS], ids=lambda screen: screen.key)
def test_the_first_words_stand_where_the_screen_will_put_them(browser: Browser, site: str, screen: Screen) -> None:
    """They come with the page; what takes them over does not move them."""
    page, placed = opened(browser, site, address(screen), "phone"), {}
    expect(page.locator(".st-key-bahasa button")).to_have_count(2, timeout=WAIT)
    for size in SIZES.values():
        page.set_viewport_size({"width": size[0], "height": size[1]})
        placed[size] = page.evaluate(PLACES, ["#root h1", "#root .headline p", "#root .city b"])
    expect(page.locator("#opening")).to_have_count(0)
    page.route_web_socket("**/_stcore/stream", lambda _: None)
    page.goto(site + address(screen))
    for (width, height), places in placed.items():
        page.set_viewport_size({"width": width, "height": height})
        first = page.evaluate(PLACES, ["#opening .headline > div", "#opening .headline p", "#opening .city b"])
        apart = [abs(a - b) for one, other in zip(first, places, strict=True) for a, b in zip(one, other, strict=True)]
        assert max(apart) <= 2, (first, places)
    page.close()
