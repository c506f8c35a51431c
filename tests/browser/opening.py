"""How the tests open a screen: the day, the windows, the wait for its title."""

from playwright.sync_api import Browser, Page, expect

DAY = "2026-11-24"
SIZES = {"wall": (1920, 1080), "office": (1366, 768), "phone": (390, 844)}
WAIT = 30_000


def opened(browser: Browser, site: str, path: str, size: str = "office", scheme: str = "light") -> Page:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="id-ID")
    page.goto(site + path)
    expect(page.locator("h1")).to_be_visible(timeout=WAIT)
    return page
