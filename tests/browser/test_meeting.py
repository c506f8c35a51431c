"""The meeting in a real Chromium: arrow keys, a timer that turns red by itself, devices that follow each other."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import col, delete, select

from smartcity.commands.meetings import agenda, meetings
from smartcity.commands.meetings.agenda import ItemDraft
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.queries import ledger, portfolio
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import AgendaItem, FieldDraft, PresenterState
from tests.browser.opening import SIZES, WAIT, fits_every_window
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("devices")
CODE = "RK-2099-01"
LONG = "Penataan kawasan kota lama beserta pemindahan pedagang dan seluruh kabel udara " * 2


class Meeting:
    """A running meeting of four items on a server of its own, and the chair's cookie."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.chair = make_account(self.engine, Role.VERIFIER)
        self.token = open_door(self.engine, self.chair) or ""
        self._begin(self.chair)
        self.server = Server(url)

    def _begin(self, chair: Actor) -> None:
        now = datetime.now(UTC)
        today = now.astimezone(CITY_ZONE).date()
        with writing(self.engine) as session:
            meetings.plan(session, chair, MeetingDraft(CODE, LONG, today, 60), at=now)
            for title in ("Satu", "Dua", LONG):
                agenda.put_on(session, chair, CODE, ItemDraft(title, 1), at=now)
            agenda.put_on(session, chair, CODE, ItemDraft("", 10, programme="EN-02"), at=now)
        with reading(self.engine) as session:
            plan, audit_id = portfolio.load_portfolio(session, today), ledger.newest(session)
        assert plan is not None
        with writing(self.engine) as session:
            meetings.start(session, chair, CODE, take_snapshot(plan, (), ()), audit_id=audit_id, at=now)

    def rewind(self) -> None:
        """As it was when it began: nothing on the walls, nothing talked about."""
        with writing(self.engine) as session:
            session.execute(delete(FieldDraft))
            for item in session.exec(select(AgendaItem)).all():
                item.spent_seconds, item.started_at = 0, None
            state = session.get(PresenterState, 1)
            assert state is not None
            state.item_id = state.view = None

    def talked(self, title: str, seconds: int) -> None:
        """As if the item had been talked about for so long."""
        with writing(self.engine) as session:
            item = session.exec(select(AgendaItem).where(col(AgendaItem.title) == title)).one()
            item.spent_seconds, item.started_at = 0, datetime.now(UTC) - timedelta(seconds=seconds)

    def opened(self, windows: BrowserContext, size: str = "office") -> Page:
        """For the chair, in a window of this size."""
        width, height = SIZES[size]
        windows.add_cookies([{"name": "smartcity_sesi", "value": self.token, "url": self.server.site}])
        page = windows.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{self.server.site}/rapat?kode={CODE}")
        expect(page.get_by_role("button", name="Berikutnya")).to_be_visible(timeout=WAIT)
        expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)
        return page


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    made = Meeting(sample_database(tmp_path_factory.mktemp("meeting")))
    with made.server:
        yield made
    made.engine.dispose()


@pytest.fixture
def meeting(begun: Meeting) -> Meeting:
    begun.rewind()
    return begun


def step(page: Page, key: str, title: str) -> None:
    page.keyboard.press(key)
    expect(page.locator("h1")).to_have_text(title, timeout=WAIT)


def test_a_wall_view_that_was_chosen_leaves_the_arrow_keys_alone(windows: BrowserContext, meeting: Meeting) -> None:
    page = meeting.opened(windows)
    step(page, "ArrowRight", "Satu")
    page.get_by_role("button", name="Layar: butir ini").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Layar: butir ini")).to_have_count(0, timeout=WAIT)
    step(page, "ArrowRight", "Dua")
    step(page, "ArrowLeft", "Satu")


def test_arrow_keys_step_through_the_items_and_not_while_typing(windows: BrowserContext, meeting: Meeting) -> None:
    page = meeting.opened(windows)
    step(page, "ArrowRight", "Satu")
    step(page, "ArrowRight", "Dua")
    step(page, "ArrowLeft", "Satu")
    field = page.get_by_label("Arahan", exact=True)
    expect(field).to_have_count(1, timeout=WAIT)  # that of the item before goes when its run has ended
    field.click()
    page.keyboard.type("tetap di sini")
    page.keyboard.press("ArrowRight")
    page.locator("h1").click()
    step(page, "ArrowRight", "Dua")
    step(page, "ArrowLeft", "Satu")


def test_the_timer_ticks_and_turns_red_by_itself(windows: BrowserContext, meeting: Meeting) -> None:
    page = meeting.opened(windows)
    step(page, "ArrowRight", "Satu")
    meeting.talked("Satu", 35)
    page.reload()
    clock = page.locator(".timer b")
    expect(clock).to_be_visible(timeout=WAIT)
    calm = clock.evaluate("e => getComputedStyle(e).color")
    clock.evaluate("e => e.getAnimations({ subtree: true }).forEach((one) => { one.currentTime += 23_000 })")
    shown = "getComputedStyle(document.querySelector('.timer b span'), '::before').getPropertyValue('counter-reset')"
    first = page.evaluate(shown)
    expect(clock).not_to_have_css("color", calm, timeout=WAIT)
    page.wait_for_function(f"first => {shown} !== first", arg=first, timeout=WAIT)


def test_another_device_of_the_presenter_follows(windows: BrowserContext, meeting: Meeting) -> None:
    one, other = meeting.opened(windows), meeting.opened(windows, "phone")
    step(one, "ArrowRight", "Satu")
    expect(other.locator("h1")).to_have_text("Satu", timeout=6000)
    decision = one.get_by_label("Arahan", exact=True)
    decision.click()
    one.keyboard.type("Tanam pohon")
    expect(one.locator("#draft-footer")).to_contain_text("Draf tersimpan", timeout=WAIT)
    other.get_by_role("button", name="Berikutnya").click()
    expect(one.get_by_role("button", name="Ikuti layar")).to_be_visible(timeout=WAIT)
    expect(decision).to_be_focused(timeout=WAIT)
    one.keyboard.type(" peneduh")
    expect(decision).to_have_value("Tanam pohon peneduh")


def test_long_names_fit_the_window(windows: BrowserContext, meeting: Meeting) -> None:
    page = meeting.opened(windows)
    for title in ("Satu", "Dua", LONG.strip()):
        step(page, "ArrowRight", title)
    for view in ("bahas", "agenda", "hadir", "risalah"):
        page.goto(f"{meeting.server.site}/rapat?kode={CODE}&lihat={view}")
        expect(page.locator("h1")).to_be_visible(timeout=WAIT)
        expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible(timeout=WAIT)
        fits_every_window(page)
