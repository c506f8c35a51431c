"""What a visitor sees, in a real Chromium: bytes of a first load, time to the text, to all charts, to a redraw."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DRAWN = ".js-plotly-plot:has(.main-svg)"
WATCH = """
(() => { const seen = window.__seen = {}; const look = () => {
  const now = performance.now();
  if (!seen.title && document.querySelector('h1')) seen.title = now;
  if (!seen.text && document.querySelector('h1') && document.querySelectorAll('.figure').length >= 4
      && document.querySelectorAll('ol.list li').length >= 7) seen.text = now;
  const drawn = document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length;
  if (drawn !== seen.count) { seen.count = drawn; seen.charts = now; }
  requestAnimationFrame(look); }; look(); })()
"""
REDRAW = """
(label) => new Promise((done) => {
  const first = () => document.querySelector('.st-key-agencies .ytick text')?.textContent;
  const before = first(); let start;
  const button = [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === label);
  start = performance.now(); button.click();
  const look = () => first() !== before && first() ? done(performance.now() - start)
    : performance.now() - start > 5000 ? done(-1) : requestAnimationFrame(look);
  look(); })
"""


class Weight(NamedTuple):
    """A first load: bytes as they crossed the wire, and requests."""

    bytes: int
    requests: int


class Reload(NamedTuple):
    """Milliseconds of a warm reload until title, text (headline, figures, list) and the last chart."""

    title: float
    text: float
    charts: float


@contextmanager
def chromium() -> Iterator[Browser]:
    path = next(
        (
            executable
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (executable := shutil.which(name))
        ),
        None,
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def first_load(browser: Browser, address: str, charts: int) -> Weight:
    """With an empty cache; waits until `charts` are drawn."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    _open(page, address, charts)
    context.close()
    return Weight(sum(sizes), len(sizes))


def _open(page: Any, address: str, charts: int) -> None:
    page.goto(address)
    page.wait_for_selector("h1", timeout=30_000)
    page.wait_for_function(f"() => document.querySelectorAll('{DRAWN}').length >= {charts}", timeout=30_000)
    page.wait_for_timeout(1500)


def warm_reload(browser: Browser, address: str, charts: int, count: int = 5) -> Reload:
    """Medians over `count` reloads after one that filled the cache."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    context.add_init_script(WATCH)
    page = context.new_page()
    _open(page, address, charts)
    seen = []
    for _ in range(count):
        _open(page, address, charts)
        seen.append(page.evaluate("window.__seen"))
    context.close()
    return Reload(*(median(times.get(name) or 0 for times in seen) for name in ("title", "text", "charts")))


def filter_redraw(browser: Browser, address: str, labels: tuple[str, ...], count: int = 6) -> float:
    """Milliseconds from the click on an order to the redrawn chart, median."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    page = context.new_page()
    _open(page, address, 2)
    taken = [page.evaluate(REDRAW, labels[number % len(labels)]) for number in range(count)]
    context.close()
    return float(median(time for time in taken if time >= 0))
