"""A real server with the sample and a real Chromium, each started once per worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.chromium import installed
from tests.sample import sample_database
from tests.servers import Server

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running dashboard."""
    with Server(sample_database(tmp_path_factory.mktemp("site"))) as server:
        yield server.site


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its own windows (`contexts[0]`) keep on disk what they compiled of Streamlit; every other context begins anew.

    They ask for less motion: nothing shimmers while it waits.
    """
    with sync_playwright() as playwright:
        folder: Path = tmp_path_factory.mktemp("browser")
        windows = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=installed(),
            args=FLAGS,
            locale="id-ID",
            viewport={"width": 1366, "height": 768},
            reduced_motion="reduce",
        )
        assert windows.browser is not None
        yield windows.browser
        windows.close()


@pytest.fixture
def windows(browser: Browser) -> Iterator[BrowserContext]:
    """The browser's own, in which nobody is signed in before or after."""
    context = browser.contexts[0]
    before = context.pages
    yield context
    for page in context.pages:
        if page not in before:
            page.close()
    context.clear_cookies()
