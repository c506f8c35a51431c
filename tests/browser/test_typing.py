"""Nothing typed is lost: the line is cut under the hands, the server dies, the page begins anew, a device changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.i18n.words import Words
from smartcity.queries.submissions import account_field_drafts
from smartcity.store import tables as t
from smartcity.store.engine import reading
from smartcity.web.cookies import SIGN_IN
from tests.browser.test_meeting import CODE, Meeting
from tests.browser.test_reporting import WAIT, box_of, prepare, settled
from tests.lines import Line
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("typing")
# What the law allows between the last key and the draft.
SOON = 2_000
CONNECTED = "() => document.querySelector('[data-test-connection-state=CONNECTED]')"
# The browser's own copy goes once the server has the text.
NOTHING_KEPT_HERE = "() => !Object.keys(localStorage).some((key) => key.startsWith('smartcity-draf'))"
# A toast goes by itself after some seconds, whether or not somebody looked.
WATCH = """(text) => {
  const look = () => { window.wasSeen ||= document.body.innerText.includes(text); };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
CUT, WAITING = "Sambungan terputus", "Belum tersimpan — menunggu sambungan"


@dataclass(frozen=True)
class Site:
    """The server can be killed and started; people reach it over a line that can be cut."""

    server: Server
    line: Line
    engine: Engine
    meeting: Meeting


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("ketik")
    meeting = Meeting(sample_database(folder))
    prepare(meeting.engine)
    with meeting.server as server, Line(server.port) as line:
        yield Site(server, line, meeting.engine, meeting)
    meeting.engine.dispose()


@contextmanager
def device(browser: Browser, site: Site, actor: Actor) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="id-ID", reduced_motion="reduce")
    made.add_cookies([{"name": SIGN_IN, "value": open_door(site.engine, actor) or "", "url": site.line.site}])
    yield made
    made.close()


@pytest.fixture(autouse=True)
def whole_line(site: Site) -> None:
    site.line.mend()


def stored_minutes(site: Site) -> str | None:
    with reading(site.engine) as session:
        return session.exec(select(t.Meeting.minutes).where(t.Meeting.code == CODE)).one()


def opened(context: BrowserContext, site: Site, path: str) -> Page:
    page = context.new_page()
    page.goto(site.line.site + path)
    expect(page.locator("h1")).to_be_visible(timeout=WAIT)
    settled(page)
    page.wait_for_function("() => window.smartcityTyping", timeout=WAIT)
    return page


def stored_texts(site: Site, actor: Actor) -> set[str]:
    with reading(site.engine) as session:
        return {draft.text for draft in account_field_drafts(session, actor.account_id).values() if draft.text}


def type_(page: Page, box: Locator, text: str) -> None:
    """Key by key, without leaving the field."""
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def reconnected(page: Page) -> None:
    page.wait_for_function(CONNECTED, timeout=WAIT)
    expect(page.locator("#line-status")).to_be_hidden(timeout=WAIT)
    settled(page)


def test_a_report_outlives_a_cut_line_a_killed_server_f5_and_a_change_of_device(browser: Browser, site: Site) -> None:
    actor = make_account(site.engine, Role.AGENCY, "DLH", name="pengetik-dlh")
    with device(browser, site, actor) as context:
        page = opened(context, site, "/lapor?kode=UJI-2")
        box, status = box_of(page, "Apa yang terjadi?"), page.locator(".saved .draft-status")
        type_(page, box, "Lokakarya")
        expect(status).to_contain_text("Draf tersimpan", timeout=SOON)
        assert stored_texts(site, actor) == {"Lokakarya"}
        site.line.cut()
        type_(page, box, " di Talawi")
        expect(status).to_have_text(WAITING)
        expect(page.locator("#line-status")).to_contain_text(CUT)
        expect(page.get_by_text("Tahapan", exact=True)).to_be_visible()
        type_(page, box, ", dua hari")
        expect(box).to_have_value("Lokakarya di Talawi, dua hari")
        site.line.mend()
        reconnected(page)
        expect(status).to_contain_text("Draf tersimpan", timeout=WAIT)
        assert stored_texts(site, actor) == {"Lokakarya di Talawi, dua hari"}
        site.server.kill()
        type_(page, box, ", lalu")
        expect(status).to_have_text(WAITING)
        site.server.start()
        type_(page, box, " rapat")
        reconnected(page)
        expect(status).to_contain_text("Draf tersimpan", timeout=WAIT)
        whole = "Lokakarya di Talawi, dua hari, lalu rapat"
        expect(box).to_have_value(whole)
        page.reload()
        with device(browser, site, actor) as other:
            for window in (page, opened(other, site, "/lapor?kode=UJI-2")):
                expect(box_of(window, "Apa yang terjadi?")).to_have_value(whole, timeout=WAIT)
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_text("Laporan terkirim")).to_be_visible(timeout=WAIT)
        assert stored_texts(site, actor) == set()


def test_what_the_server_never_heard_stands_in_the_form_of_the_next_day(browser: Browser, site: Site) -> None:
    """The browser is closed while the line is cut."""
    actor = make_account(site.engine, Role.AGENCY, "DLH", name="pengetik-putus")
    with device(browser, site, actor) as context:
        page = opened(context, site, "/lapor?kode=UJI-5")
        site.line.cut()
        type_(page, box_of(page, "Apa hambatannya?"), "Izin lintasan")
        expect(page.locator(".saved .draft-status")).to_have_text(WAITING)
        page.close()
        site.line.mend()
        assert stored_texts(site, actor) == set()
        page = opened(context, site, "/lapor?kode=UJI-5")
        expect(box_of(page, "Apa hambatannya?")).to_have_value("Izin lintasan", timeout=WAIT)
        expect(page.locator(".saved .draft-status")).to_contain_text("Draf tersimpan", timeout=WAIT)
        page.wait_for_function(NOTHING_KEPT_HERE, timeout=WAIT)


FORMS = {
    "/verifikasi": "[class*=st-key-note-] input",
    f"/rapat?kode={CODE}": "[class*=st-key-decision-][class*=-text] textarea",
    f"/rapat?kode={CODE}&lihat=risalah": "[class*=st-key-minutes-] textarea",
}


def says_that_the_disk_is_full(page: Page, box: Locator) -> None:
    """While the server answers 507; what was typed last is taken away again."""
    page.route("**/draf", lambda route: route.fulfill(status=507))
    type_(page, box, "!")
    expect(page.locator("#draft-footer")).to_have_text(Words("id").say("field_draft.full"), timeout=WAIT)
    page.keyboard.press("Backspace")
    page.unroute("**/draf")
    expect(page.locator("#draft-footer")).to_contain_text("Draf tersimpan", timeout=WAIT)


def choose_receiver(page: Page) -> None:
    """Of the decision that is being typed."""
    page.bring_to_front()
    page.locator(".st-key-decide").get_by_role("combobox").click()
    page.get_by_role("option").first.click()
    expect(page.get_by_role("button", name="Catat arahan untuk")).to_be_visible(timeout=WAIT)


def test_note_decision_and_minutes_outlive_a_killed_server_and_are_empty_once_sent(
    browser: Browser, site: Site
) -> None:
    chair = site.meeting.chair
    with device(browser, site, chair) as context, device(browser, site, chair) as other:
        pages = {path: opened(context, site, path) for path in FORMS}
        deciding = pages[f"/rapat?kode={CODE}"]
        deciding.get_by_role("button", name="Berikutnya").click()
        boxes = {path: page.locator(FORMS[path]).first for path, page in pages.items()}
        for number, path in enumerate(FORMS):
            type_(pages[path], boxes[path], f"Kalimat {number}")
            expect(pages[path].locator("#draft-footer")).to_contain_text("Draf tersimpan", timeout=SOON)
        assert stored_texts(site, chair) == {"Kalimat 0", "Kalimat 1", "Kalimat 2"}
        says_that_the_disk_is_full(deciding, boxes[f"/rapat?kode={CODE}"])
        site.server.kill()
        for page in pages.values():
            page.keyboard.type(" utuh")  # the hands stay where they are: no key is lost when the line is
            expect(page.locator("#draft-footer")).to_have_text(WAITING)
        site.server.start()
        for number, (path, page) in enumerate(pages.items()):
            page.bring_to_front()
            reconnected(page)
            expect(page.locator("#draft-footer")).to_contain_text("Draf tersimpan", timeout=WAIT)
            page.reload()
            for window in (page, opened(other, site, path)):
                expect(window.locator(FORMS[path]).first).to_have_value(f"Kalimat {number} utuh", timeout=WAIT)
        choose_receiver(deciding)
        minuting = pages[f"/rapat?kode={CODE}&lihat=risalah"]
        minuting.evaluate(WATCH, Words("id").say("minutes.saved"))
        for path, name in ((f"/rapat?kode={CODE}", "Catat arahan"), (f"/rapat?kode={CODE}&lihat=risalah", "Simpan")):
            settled(pages[path])
            pages[path].get_by_role("button", name=name, exact=name == "Simpan").last.click()
        expect(boxes[f"/rapat?kode={CODE}"]).to_have_value("", timeout=WAIT)
        minuting.wait_for_function("() => window.wasSeen", timeout=WAIT)
        deciding.reload()
        expect(boxes[f"/rapat?kode={CODE}"]).to_have_value("", timeout=WAIT)
        assert stored_texts(site, chair) == {"Kalimat 0 utuh"}
        assert stored_minutes(site) == "Kalimat 2 utuh"
