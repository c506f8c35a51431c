"""A screen as a browser that enters its address gets it: one run of the frame, on that screen."""

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from smartcity.settings import ROOT
from smartcity.ui.frame.sitemap import OVERVIEW, Screen

_FRAME = str(ROOT / "smartcity" / "ui" / "run.py")
_SECONDS = 60


def open_screen(screen: Screen = OVERVIEW, **query: str) -> AppTest:
    """A new session's first run, on that screen; Streamlit identifies a page by the hash of its path."""
    page = AppTest.from_file(_FRAME, default_timeout=_SECONDS)
    page._page_hash = calc_hash(screen.path)
    run(with_query(page, query))
    assert page._finished_page_script_hash == calc_hash(screen.path), f"{screen.key} was not found"
    return page


def turn_to(page: AppTest, screen: Screen, **query: str) -> AppTest:
    """The same session on another screen, by the menu."""
    return run(with_query(page.switch_page(screen.address), query))


def with_query(page: AppTest, query: dict[str, str]) -> AppTest:
    for key, value in query.items():
        page.query_params[key] = value
    return page


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def refused_in_popover(page: AppTest, label: str) -> list[str]:
    """What was refused beside the question of the popover of this label."""
    inside = [popover for popover in page.get("popover") if popover.proto.popover.label == label]
    return [node.value for popover in inside for node in popover if node.type == "error"]  # type: ignore[union-attr]


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html") if not element.proto.body.startswith("<style"))
