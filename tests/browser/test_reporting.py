"""Reporting from a phone in a real Chromium: how many taps, seconds and bytes; drafts, conflicts, double clicks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import Engine
from sqlmodel import col, func, select

from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE, quarter_of
from smartcity.domain.enums import ActionKind, Horizon, Role
from smartcity.domain.errors import present
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.web.cookies import SIGN_IN
from tests.browser.axe import fault_text, faults
from tests.browser.opening import darkened
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("screens")
WAIT = 30_000
# A slow 3G line, in bytes per second and milliseconds.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 25_000}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "locale": "id-ID",
    "reduced_motion": "reduce",
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/156 Mobile Safari/537.36",
}
TODAY = datetime.now(CITY_ZONE).date()
MILESTONES = ("Uji coba di tiga kelurahan", "Pelatihan operator", "Serah terima")


@dataclass(frozen=True)
class Site:
    """`operator` and `head` hold accounts of DLH."""

    address: str
    evidence: Path
    engine: Engine
    operator: Actor
    head: Actor


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample with a period that is open today, and a programme of DLH on which nothing is late."""
    folder = tmp_path_factory.mktemp("lapor")
    url = sample_database(folder)
    engine = make_engine(url)
    prepare(engine)
    with Server(url, SMARTCITY_EVIDENCE_FOLDER=str(folder / "bukti")) as server:
        people = (make_account(engine, Role.AGENCY, "DLH", name=name) for name in ("operator-dlh", "kepala-dlh"))
        yield Site(server.site, folder / "bukti", engine, *people)
    engine.dispose()


def prepare(engine: Engine) -> None:
    with writing(engine) as session:
        period = session.exec(select(t.Period).order_by(col(t.Period.opens_on).desc())).first()
        assert period is not None
        name = quarter_of(TODAY)
        period.year, period.number = name.year, name.number
        period.opens_on, period.closes_on = TODAY - timedelta(days=9), TODAY + timedelta(days=9)
        agency = session.exec(select(t.Agency.id).where(t.Agency.code == "DLH")).one()
        fields: dict[str, Any] = {"batch_id": 1, "recorded_at": datetime.now(CITY_ZONE) - timedelta(days=30)}
        for number in range(1, 6):
            _programme(session, fields, number, agency or 0)


def _programme(session: Any, fields: dict[str, Any], number: int, agency: int) -> None:
    begun, ends = TODAY - timedelta(days=60), TODAY + timedelta(days=120)
    programme = t.Programme(
        **fields,
        code=f"UJI-{number}",
        name=f"Kampung Hijau {number}",
        sub_dimension_id=1,
        lead_agency_id=agency,
        horizon=Horizon.SHORT,
        starts_on=begun,
        ends_on=ends,
    )
    session.add(programme)
    session.flush()
    plan = t.ActionPlan(
        **fields, code=f"UJI-{number}-A", name="Aksi", kind=ActionKind.CAPACITY, programme_id=present(programme.id)
    )
    session.add(plan)
    session.flush()
    for place, name in enumerate(MILESTONES, start=1):
        due: date = TODAY + timedelta(days=20 * place)
        dates: dict[str, Any] = {"starts_on": begun, "due_on": due, "first_due_on": due}
        session.add(
            t.Milestone(**fields, **dates, code=f"UJI-{number}-{place}", name=name, action_plan_id=present(plan.id))
        )


def entered(context: BrowserContext, site: Site, actor: Actor) -> BrowserContext:
    """The account is signed in from now on."""
    token = open_door(site.engine, actor)
    assert token is not None
    context.add_cookies([{"name": SIGN_IN, "value": token, "url": site.address}])
    return context


@pytest.fixture
def phone(browser: Browser, reported: Site) -> Iterator[BrowserContext]:
    """The operator's."""
    made = browser.new_context(**PHONE)
    yield entered(made, reported, reported.operator)
    made.close()


@pytest.fixture
def office(windows: BrowserContext, reported: Site) -> BrowserContext:
    """The operator's."""
    return entered(windows, reported, reported.operator)


def form(context: BrowserContext, site: Site, code: str) -> Page:
    page = context.new_page()
    page.goto(f"{site.address}/lapor?kode={code}")
    expect(page.get_by_role("button", name="Kirim")).to_be_visible(timeout=WAIT)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Until the script has run out."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)


def box_of(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label)


def write(page: Page, label: str, text: str) -> None:
    box = box_of(page, label)
    box.fill(text)
    box.blur()
    expect(page.get_by_text("Draf tersimpan")).to_be_visible(timeout=WAIT)
    settled(page)


def statements(site: Site, code: str) -> int:
    with reading(site.engine) as session:
        mine = select(t.Programme.id).where(t.Programme.code == code)
        where = col(t.Statement.programme_id).in_(mine)
        return session.exec(select(func.count()).select_from(t.Statement).where(where)).one()


@dataclass
class Counter:
    """Taps by the finger, and bytes over the wire, WebSocket included."""

    page: Page
    taps: int = 0
    down: float = 0
    frames: int = 0
    began: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW)
        wire.on("Network.loadingFinished", self._loaded)
        wire.on("Network.webSocketFrameReceived", self._framed)

    def _loaded(self, event: dict[str, Any]) -> None:
        self.down += event["encodedDataLength"]

    def _framed(self, event: dict[str, Any]) -> None:
        self.frames += len(event["response"]["payloadData"]) * 3 // 4

    def tap(self, target: Locator) -> None:
        target.scroll_into_view_if_needed(timeout=WAIT)
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 43.5, f"a target of {box['height']} px is too small for a finger"
        target.tap(timeout=WAIT)
        self.taps += 1


def test_one_milestone_done_with_a_photo_from_a_phone(
    phone: BrowserContext, reported: Site, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    photo = a_photo(tmp_path / "IMG_2041.jpg")
    page = phone.new_page()
    counter = Counter(page)
    page.goto(f"{reported.address}/lapor")
    counter.tap(page.get_by_role("link", name=re.compile("Kampung Hijau 1")))
    expect(page.get_by_role("button", name="Kirim")).to_be_visible(timeout=WAIT)
    card = page.locator("[class*=st-key-step-]").filter(has_text=MILESTONES[0])
    counter.tap(card.get_by_role("radio", name="Selesai"))
    with page.expect_file_chooser() as chooser:
        counter.tap(card.locator("[data-testid=stFileUploaderDropzone] button"))
    chooser.value.set_files(photo)
    counter.taps += 2  # in the phone's own picker: the camera or gallery, then the photo
    expect(page.locator("#upload-status")).to_contain_text("Mengunggah", timeout=WAIT)
    counter.tap(page.get_by_role("button", name="Kirim"))
    expect(page.get_by_text(re.compile(r"Mengunggah \d+% — dikirim begitu berkas sampai"))).to_be_visible()
    expect(page.get_by_text("Laporan terkirim")).to_be_visible(timeout=60_000)
    seconds = perf_counter() - counter.began
    expect(page.get_by_text("1 tahapan menunggu verifikator")).to_be_visible(timeout=WAIT)
    files = [path.read_bytes() for path in reported.evidence.rglob("*") if path.is_file()]
    measured = f"{counter.taps} taps, {seconds:.1f} s on a slow 3G line"
    received = f"{counter.down / 1e6:.2f} MB down and {counter.frames / 1e3:.0f} kB in frames"
    record_property(
        "one milestone with a photo", f"{measured}, {received}, photo of {photo.stat().st_size / 1e6:.1f} MB"
    )
    assert counter.taps <= 8
    assert seconds <= 60
    assert_is_small(*files)
    assert statements(reported, "UJI-1") == 1


SIZE = (3000, 2250)


def a_photo(path: Path) -> Path:
    """As a phone takes it: several megabytes, lying on its side, with the place where it was taken."""
    grain = Image.frombytes("RGB", (1000, 750), Random(path.name).randbytes(1000 * 750 * 3))
    about = Image.Exif()
    about[ExifTags.Base.Orientation] = 6
    about.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (0.0, 40.0, 0.0)
    grain.resize(SIZE, Image.Resampling.BICUBIC).save(path, "JPEG", quality=93, exif=about)
    assert path.stat().st_size > 4_000_000
    return path


def assert_is_small(*contents: bytes) -> None:
    (content,) = contents
    image = Image.open(BytesIO(content))
    assert len(content) <= 400_000
    assert max(image.size) <= 1600
    assert image.height > image.width  # upright
    assert dict(image.getexif()) == {}


def test_a_chosen_photo_outlives_f5_and_goes_as_it_is_where_asked(
    phone: BrowserContext, reported: Site, tmp_path: Path
) -> None:
    photo = a_photo(tmp_path / "IMG_2042.jpg")
    page = form(phone, reported, "UJI-5")
    before = set(reported.evidence.rglob("*"))
    card = page.locator("[class*=st-key-step-]").filter(has_text=MILESTONES[0])
    card.get_by_role("radio", name="Selesai").tap()
    uploader = card.locator("input[type=file]")
    expect(uploader).to_be_attached(timeout=WAIT)
    settled(page)
    wire = phone.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", {**SLOW, "downloadThroughput": -1})
    uploader.set_input_files(photo)
    expect(page.get_by_text(re.compile(r"Mengunggah [1-9]\d?%"))).to_be_visible(timeout=WAIT)
    page.reload()
    wire.send("Network.emulateNetworkConditions", {**SLOW, "downloadThroughput": -1, "uploadThroughput": -1})
    expect(card.get_by_text("✓ IMG_2042.jpg")).to_be_visible(timeout=60_000)
    small = [path for path in reported.evidence.rglob("*") if path not in before and path.is_file()]
    assert_is_small(*(path.read_bytes() for path in small))
    settled(page)
    card.get_by_text("Kirim foto asli").tap()
    card.locator("input[type=file]").set_input_files(photo)
    expect(card.get_by_text("✓ IMG_2042.jpg")).to_have_count(2, timeout=WAIT)
    assert photo.read_bytes() in [path.read_bytes() for path in reported.evidence.rglob("*") if path.is_file()]


def test_the_list_leads_to_a_form_and_back_without_a_new_page(office: BrowserContext, reported: Site) -> None:
    page = office.new_page()
    page.goto(f"{reported.address}/lapor")
    link = page.get_by_role("link", name=re.compile("Kampung Hijau 5"))
    expect(link).to_be_visible(timeout=WAIT)
    settled(page)
    page.evaluate("() => { window.isSamePage = true }")
    link.click()
    write(page, "Apa hambatannya?", "Hujan")
    page.get_by_role("link", name="← Laporan Saya").click()
    expect(link).to_contain_text("draf", timeout=WAIT)
    link.click()
    expect(box_of(page, "Apa hambatannya?")).to_have_value("Hujan", timeout=WAIT)
    assert page.evaluate("() => window.isSamePage") is True


def test_nothing_on_the_phone_is_wider_than_the_phone(phone: BrowserContext, reported: Site) -> None:
    for path in ("/lapor", "/lapor?kode=UJI-2", "/lapor?kode=EN-01"):
        page = phone.new_page()
        page.goto(reported.address + path)
        expect(page.locator("h1")).to_be_visible(timeout=WAIT)
        settled(page)
        wider = page.evaluate(
            "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
        )
        assert wider <= 0, path


def test_a_draft_outlives_f5_and_is_found_on_another_device(
    office: BrowserContext, phone: BrowserContext, reported: Site
) -> None:
    page = form(office, reported, "UJI-2")
    write(page, "Apa yang terjadi?", "Lokakarya di Talawi")
    page.locator("[class*=st-key-step-]").first.get_by_role("radio", name="Berjalan").click()
    settled(page)
    page.reload()
    for window in (page, form(phone, reported, "UJI-2")):
        expect(box_of(window, "Apa yang terjadi?")).to_have_value("Lokakarya di Talawi", timeout=WAIT)
        expect(window.get_by_text("Draf tersimpan")).to_be_visible(timeout=WAIT)
        running = window.locator("[class*=st-key-step-]").first.get_by_role("radio", name="Berjalan")
        expect(running).to_be_checked(timeout=WAIT)
    a_number_and_a_day_are_kept_without_leaving_their_field(page, reported)


def a_number_and_a_day_are_kept_without_leaving_their_field(page: Page, site: Site) -> None:
    steps = page.locator("[class*=st-key-step-]")
    percent, day = steps.nth(0).locator("input[type=number]"), steps.nth(1).get_by_role("spinbutton")
    steps.nth(1).get_by_role("radio", name="Selesai").click()
    for box, keys, stored in ((day.first, "30112025", "2025-11-30"), (percent, "45", "45")):
        expect(box).to_be_visible(timeout=WAIT)
        settled(page)
        box.click()
        page.keyboard.type(keys)
        drafted(page, site, stored)
    page.reload()
    expect(percent).to_have_value("45", timeout=WAIT)
    expect(day.last).to_have_text("2025")


def drafted(page: Page, site: Site, value: str) -> None:
    """Until some draft of a report holds it."""
    for _ in range(WAIT // 100):
        with reading(site.engine) as session:
            if any(f": {value}" in str(row).replace("'", "") for row in session.exec(select(t.ReportDraft.content))):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"{value} is in no draft")


def test_what_is_being_typed_survives_the_saving_of_another_field(office: BrowserContext, reported: Site) -> None:
    """The page is drawn anew while the next box is being filled."""
    page = form(office, reported, "UJI-2")
    first, second = box_of(page, "Apa langkah berikutnya?"), box_of(page, "Apa hambatannya?")
    first.fill("Lelang")
    second.click()
    second.press_sequentially("Menunggu izin lintasan dari provinsi", delay=30)
    settled(page)
    second.blur()
    settled(page)
    page.reload()
    expect(box_of(page, "Apa langkah berikutnya?")).to_have_value("Lelang", timeout=WAIT)
    expect(box_of(page, "Apa hambatannya?")).to_have_value("Menunggu izin lintasan dari provinsi", timeout=WAIT)


def test_two_people_at_one_programme_lose_nothing(browser: Browser, office: BrowserContext, reported: Site) -> None:
    other = entered(browser.new_context(locale="id-ID", reduced_motion="reduce"), reported, reported.head)
    mine, theirs = form(office, reported, "UJI-3"), form(other, reported, "UJI-3")
    write(mine, "Apa yang terjadi?", "Rapat dengan lurah")
    write(theirs, "Apa yang terjadi?", "Lokakarya warga")
    write(theirs, "Apa langkah berikutnya?", "Lelang pohon")
    theirs.get_by_role("button", name="Kirim").click()
    expect(theirs.get_by_text("Laporan terkirim")).to_be_visible(timeout=WAIT)
    mine.get_by_role("button", name="Kirim").click()
    expect(mine.get_by_text("Kepala-Dlh sudah mengirim laporan program ini")).to_be_visible(timeout=WAIT)
    for text in ("Rapat dengan lurah", "Lokakarya warga"):
        expect(mine.get_by_text(text).first).to_be_visible(timeout=WAIT)
    mine.get_by_role("button", name="Lanjutkan dengan pilihan ini").click()
    expect(box_of(mine, "Apa yang terjadi?")).to_have_value("Rapat dengan lurah", timeout=WAIT)
    expect(box_of(mine, "Apa langkah berikutnya?")).to_have_value("Lelang pohon", timeout=WAIT)
    mine.get_by_role("button", name="Kirim").click()
    expect(mine.get_by_text("Laporan terkirim")).to_be_visible(timeout=WAIT)
    assert statements(reported, "UJI-3") == 2
    other.close()


def test_a_double_click_sends_one_report(office: BrowserContext, reported: Site) -> None:
    page = form(office, reported, "UJI-4")
    box_of(page, "Apa yang terjadi?").fill("Ditanam 200 pohon")
    page.get_by_role("button", name="Kirim").dblclick()
    expect(page.get_by_text("Laporan terkirim")).to_be_visible(timeout=WAIT)
    settled(page)
    assert statements(reported, "UJI-4") == 1
    page.reload()
    expect(box_of(page, "Apa yang terjadi?")).to_have_value("Ditanam 200 pohon", timeout=WAIT)
    expect(page.get_by_text("sudah dikirim")).to_be_visible(timeout=WAIT)


# Streamlit's own markup: a heading inside its list of pages, a role on the frame of its uploader.
THEIRS = {"exclude": [["[data-testid=stSidebarNavItems]"], ["[data-testid=stFileUploaderDropzone]"]]}


def violations(page: Page) -> list[str]:
    return [fault_text(fault) for fault in faults(page, context=THEIRS)]


def test_the_form_can_be_read_by_everybody(phone: BrowserContext, reported: Site) -> None:
    page = phone.new_page()
    page.goto(f"{reported.address}/lapor")
    expect(page.locator("h1")).to_be_visible(timeout=WAIT)
    assert violations(page) == []
    darkened(page)
    assert violations(page) == []
    page = form(phone, reported, "EN-01")
    page.locator("[class*=st-key-step-]").first.get_by_role("radio", name="Selesai").tap()
    expect(page.get_by_text("Tanggal selesai").first).to_be_visible(timeout=WAIT)
    page.get_by_text("Pratinjau").tap()
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_text("Belum lengkap")).to_be_visible(timeout=WAIT)
    assert violations(page) == []
    darkened(page)
    assert violations(page) == []
