"""A plan whose every text is turned against whoever draws it: over all screens, roles, walls, minutes and letters."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Request, expect

from smartcity.domain.enums import Role
from smartcity.domain.errors import present
from smartcity.store.engine import make_engine
from smartcity.store.schema_version import upgrade
from smartcity.ui.frame.sitemap import SCREENS
from smartcity.ui.verification.cases import QueuePart
from smartcity.web.cookies import SIGN_IN
from tests.browser.opening import WAIT, WALK
from tests.coroutines import run
from tests.hold.visitor import Visitor
from tests.hostile import AGENCY, CLOSED, DECISION, HOST, PROGRAMME, RUNNING, WALL, fill
from tests.people import make_account, open_door
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("devices")
DRAWN = Path(__file__).with_name("drawn_tricks.js").read_text()
DETAILS = (f"program?kode={PROGRAMME}", f"opd?kode={AGENCY}", "indikator?kode=IK-01", f"rapat?kode={CLOSED}")
FORMS = (
    f"arahan?arahan={DECISION}",
    f"rapat?kode={RUNNING}",
    f"lapor?kode={PROGRAMME}",
    *(f"verifikasi?bagian={part.value}" for part in QueuePart),
    *(f"rencana?bagian={entity}" for entity in ("milestone", "indicator", "masterplan", "agency")),
)
# What the framework reads as Markdown, and what of the tricks is left in it; the body of a block is HTML.
MARKDOWN = {"label", "help", "body", "content", "captions"}
AS_MARKDOWN = re.compile(
    r"(?<!\\)(?:\]\(|(?:\*\*|`|~~)jahat|\$\\)|:material/skull|:skull:|:red\[|https?://jahat|www\.jahat|^# "
)
AS_HTML = re.compile(r"""<(?:b id|img|svg on|iframe|sup>jahat|style>\*|a href="(?:http://jahat|javascript))""")
PATHS = (*(screen.path for screen in SCREENS), *DETAILS)
SETTLED = """(path) => {
  const way = document.querySelector(".account a");
  return location.pathname === path.split("?")[0] && way && document.querySelector("h1")
    && document.querySelector("[data-test-script-state=notRunning]");
}"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'city.db'}"
    engine = make_engine(url)
    upgrade(engine)
    fill(engine, folder)
    engine.dispose()
    with Server(url) as server:
        yield server


def token_of(city: Server, role: Role) -> str | None:
    engine = make_engine(city.url)
    token = open_door(engine, make_account(engine, role, AGENCY if role is Role.AGENCY else None))
    engine.dispose()
    return token


class Watch:
    """What a page asked of others, and what it asked its reader."""

    def __init__(self, page: Page, site: str) -> None:
        self.strangers: list[str] = []
        self.dialogs: list[str] = []
        self._own = (site, "data:", "blob:")
        page.on("request", self._request)
        page.on("dialog", self._dialog)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._own):
            self.strangers.append(request.url)

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def test_nothing_of_a_hostile_plan_is_drawn_but_text(
    windows: BrowserContext, city: Server, record_property: Any
) -> None:
    windows.add_cookies([{"name": SIGN_IN, "value": present(token_of(city, Role.ADMINISTRATOR)), "url": city.site}])
    page = windows.new_page()
    tricks: dict[str, Any] = {}
    watch = Watch(page, city.site)
    page.goto(f"{city.site}/cek-data")
    expect(page.locator("h1")).to_be_visible(timeout=WAIT)
    for path in PATHS:
        page.evaluate(WALK, f"/{path}")
        page.wait_for_function(SETTLED, arg=f"/{path}", timeout=WAIT)
        tricks[path] = page.evaluate(DRAWN, HOST)
    for asked in ("", "?nama=ya"):
        page.goto(f"{city.site}/layar/{WALL}{asked}")
        tricks[f"layar{asked}"] = page.evaluate(DRAWN, HOST)
    record_property("screens and walls of a hostile plan looked at in a browser", len(tricks))
    assert {path: faults for path, faults in tricks.items() if faults} == {}
    assert (watch.strangers, watch.dialogs) == ([], [])


def strings(message: Any) -> Iterator[tuple[str, str]]:
    """All texts of one of the framework's messages with the names of their fields."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if isinstance(one, str):
                yield field.name, one
            elif hasattr(one, "ListFields"):
                yield from strings(one)


def drawn(element: Any) -> list[str]:
    is_html = type(element).__name__ == "Html"
    tricks = AS_HTML if is_html else AS_MARKDOWN
    return [text[:200] for name, text in strings(element) if (is_html or name in MARKDOWN) and tricks.search(text)]


async def walked(city: Server, token: str | None, paths: Sequence[str]) -> dict[str, list[str]]:
    visitor, tricks = await Visitor.arrive(city.host, token), {}
    for path in paths:
        page, _, query = path.partition("?")
        await visitor.open(page, query)
        assert not visitor.has_exception, path
        tricks[path] = [text for element in visitor.elements for text in drawn(element)]
    await visitor.leave()
    return tricks


def test_no_role_is_sent_a_trick_of_the_plan_as_anything_but_text(city: Server, record_property: Any) -> None:
    tricks: dict[str, Any] = {}
    for role in Role:
        paths = (*PATHS, *FORMS) if role in (Role.AGENCY, Role.VERIFIER) else (*DETAILS, *FORMS)
        seen = run(walked(city, token_of(city, role), paths))
        tricks |= {(role, path): faults for path, faults in seen.items()}
    record_property("screens of a hostile plan looked at by role", len(tricks))
    assert {place: faults for place, faults in tricks.items() if faults} == {}
