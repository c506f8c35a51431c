"""How the tests open a screen: the day, the windows, the wait for its title."""

from playwright.sync_api import Browser, Page, expect

DAY = "2026-11-24"
SIZES = {"wall": (1920, 1080), "office": (1366, 768), "tablet": (768, 1024), "phone": (390, 844)}
WAIT = 30_000
# The framework remembers an open menu by address, and addresses come again from test to test.
MENU_AS_NEVER_OPENED = """
  for (const key of Object.keys(localStorage)) if (key.startsWith("stSidebarCollapsed")) localStorage.removeItem(key);
"""


def opened(browser: Browser, site: str, path: str, size: str = "office") -> Page:
    """For a guest, in a window of this size."""
    width, height = SIZES[size]
    page = browser.contexts[0].new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(MENU_AS_NEVER_OPENED)
    page.goto(site + path)
    expect(page.locator("h1")).to_be_visible(timeout=WAIT)
    return page


GROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"


def darkened(page: Page) -> None:
    """The system turns dark, and the page follows."""
    bright = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"bright => ({GROUND})() !== bright", arg=bright, timeout=WAIT)
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')", timeout=WAIT)


# True once nothing of the page reaches beyond the window, the header least of all, and no part of that lies on another.
FITS = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const parts = [...document.querySelectorAll(".st-key-header > *")].map((part) => part.getBoundingClientRect());
  const inside = parts.length && Math.max(...parts.map((part) => part.right)) <= window.innerWidth;
  const seen = (link) => link.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const links = [...document.querySelectorAll("[data-testid=stTopNav] a")].filter(seen);
  const menu = links.map((link) => link.getBoundingClientRect());
  const clear = menu.every((link) => parts.every((part) => link.right <= part.left || part.right <= link.left));
  return main.scrollWidth <= main.clientWidth && inside && clear;
}"""


def fits_every_window(page: Page) -> None:
    before = page.viewport_size
    try:
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(FITS, timeout=WAIT)
    finally:
        page.set_viewport_size(before or {"width": 1366, "height": 768})


# The way a link goes: the address is pushed, and Streamlit told.
WALK = """(path) => {
  history.pushState({}, "", path);
  window.dispatchEvent(new PopStateEvent("popstate"));
}"""
# The way in leads back to the screen that is shown.
ARRIVED = """(path) => {
  const shown = new URL(document.querySelector(".account a").href).searchParams.get("next");
  const [here, there] = [shown, path].map((address) => new URL(address, location.origin));
  return here.pathname === there.pathname && here.searchParams.get("kode") === there.searchParams.get("kode");
}"""


def walked(page: Page, path: str) -> None:
    """A guest goes from screen to screen in an open page."""
    page.evaluate(WALK, path)
    page.wait_for_function(ARRIVED, arg=path, timeout=WAIT)
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible(timeout=WAIT)
    expect(page.locator("h1")).to_be_visible(timeout=WAIT)
