"""A full disk under the screens: forms, buttons, photos, drafts and downloads say so and change nothing."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Claim, Role
from smartcity.exchange.downloads.offers import OFFERS, Offer
from smartcity.exchange.workbook.writing import write_workbook
from smartcity.i18n.words import Words
from smartcity.queries import integrity, ledger, workbook
from smartcity.store.engine import make_engine, reading, writing
from smartcity.ui.frame.sitemap import MEETING, MINE, PERIODS, PROGRAMMES
from smartcity.web.cookies import SIGN_IN
from smartcity.web.routes import routes
from tests.hold.disks import brim, checkpoint, small_disk
from tests.people import make_account, open_door
from tests.plan import FOURTH, M2, NOON, TODAY, write
from tests.ui.opening import html, open_screen, run
from tests.web.visitors import ORIGIN, Visitor

SAY = Words("id").say
FULL = SAY("store.full")
Count = Callable[[str, object], None]
Enter = Callable[..., Actor]
PHOTO = b"\xff\xd8\xff" + bytes(60_000)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 4) as folder, time_machine.travel(NOON, tick=True):
        yield folder


@pytest.fixture
def city(disk: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Database, evidence and what the machine keeps for a moment, all on that disk."""
    shutil.copy(sqlite_template, disk / "plan.db")
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{disk / 'plan.db'}")
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(disk / "bukti"))
    monkeypatch.setenv("SMARTCITY_HOSTS", "kota.example")
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    made = make_engine(f"sqlite:///{disk / 'plan.db'}")
    with writing(made) as session:
        write(session)
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "plan", at=NOON)
    yield made
    made.dispose()


def state_of(engine: Engine) -> tuple[tuple[int, str], dict[str, int]]:
    """The ledger's end and how many rows each table holds; the ledger is proved."""
    with reading(engine) as session:
        assert integrity.verify(session).breach is None
        tables = ("statement", "milestone_update", "evidence", "comment", "meeting", "snapshot", "period")
        counts = {
            name: session.connection().exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608
            for name in tables
        }
        return ledger.newest_entry(session), counts


def labelled(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return run(page)


def by_key(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return run(page)


def report_begun() -> AppTest:
    page = open_screen(MINE, kode="P-1")
    page.segmented_control(key=f"lapor-P-1-{FOURTH}-{M2}-claim").set_value(Claim.RUNNING)
    page = run(page)
    for name in ("happened", "obstacle", "next_step"):
        page.text_area(key=f"lapor-P-1-{FOURTH}-0-{name}").set_value("Penuh")
    return run(page)


def commented() -> AppTest:
    page = open_screen(PROGRAMMES, kode="P-1")
    page.text_area(key="comment-text").input("Penuh")
    return page


def planned() -> AppTest:
    page = open_screen(MEETING)
    page.text_input(key="plan-new-code").set_value("RK-1")
    return labelled(page, "Rencanakan rapat")


# Who, what is prepared while there is room, and the press that finds none. Starting a meeting freezes data.
PRESSES: dict[str, tuple[Role, str | None, Callable[[], AppTest], Callable[[AppTest], AppTest]]] = {
    "report": (Role.AGENCY, "A", report_begun, lambda page: by_key(page, "send")),
    "comment": (Role.ADVISER, None, commented, lambda page: labelled(page, "Kirim")),
    "freeze": (Role.VERIFIER, None, planned, lambda page: by_key(page, "begin")),
    "period": (Role.ADMINISTRATOR, None, lambda: open_screen(PERIODS), lambda page: labelled(page, "Buka")),
}


def test_every_form_and_button(city: Engine, disk: Path, signed_in_as: Enter, record_property: Count) -> None:
    for name, (role, agency, prepare, action) in PRESSES.items():
        signed_in_as(str(city.url), role, agency)
        page, before = prepare(), state_of(city)
        checkpoint(city)
        ballast = brim(disk)
        page = action(page)
        assert FULL in html(page) + " ".join(message.value for message in page.error), name
        assert state_of(city) == before, name
        ballast.unlink()
        page = action(page)
        assert not page.error, name
        assert state_of(city) != before, name
    record_property("presses on a full disk", len(PRESSES))


def test_a_photo(city: Engine, disk: Path, signed_in_as: Enter) -> None:
    """It goes into the evidence folder as soon as it is chosen."""
    signed_in_as(str(city.url), Role.AGENCY, "A")
    page = report_begun()
    page.segmented_control(key=f"lapor-P-1-{FOURTH}-{M2}-claim").set_value(Claim.DONE)
    page, before = run(page), state_of(city)
    ballast = brim(disk)
    place = f"lapor-P-1-{FOURTH}-{M2}-proofs"
    next(f for f in page.file_uploader if (f.key or "").startswith(place)).set_value(
        [("foto.jpg", PHOTO, "image/jpeg")]
    )
    page = run(page)
    assert FULL in html(page)
    assert state_of(city) == before
    assert [path for path in (disk / "bukti").rglob("*") if path.is_file()] == []
    ballast.unlink()
    next(f for f in page.file_uploader if (f.key or "").startswith(place)).set_value(
        [("foto.jpg", PHOTO, "image/jpeg")]
    )
    assert "✓ foto.jpg" in html(run(page))


def test_a_draft(city: Engine, disk: Path) -> None:
    """507: from it the footer of the page says that nothing is saved because the disk is full."""
    adviser, browser = make_account(city, Role.ADVISER), Visitor()
    browser.cookies.set(SIGN_IN, open_door(city, adviser) or "")
    ours = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    typed = {"form": "comment", "thing": "P-1", "field": "text", "text": "Penuh", "turn": 0}
    content, before = {**typed, "account": adviser.account_id}, state_of(city)
    checkpoint(city)
    ballast = brim(disk)
    assert browser.post("/draf", json=content, headers=ours).status_code == 507
    assert state_of(city) == before
    ballast.unlink()
    assert browser.post("/draf", json=content, headers=ours).status_code == 200


def test_a_download(city: Engine, disk: Path) -> None:
    """A workbook needs no room; what needs some says so."""

    def whole_plan() -> bytes:
        content = BytesIO()
        with reading(city) as session:
            write_workbook(content, workbook.workbook_rows(session, TODAY), Words("id"))
        return content.getvalue()

    def by_way_of_a_file() -> bytes:
        with tempfile.TemporaryFile() as file:
            file.write(bytes(100_000))
        return b""

    viewer, visitor = make_account(city, Role.VIEWER), TestClient(Starlette(routes=routes()))
    makers = {"whole": whole_plan, "file": by_way_of_a_file}
    offers = {token: Offer(token, viewer.account_id, "x.xlsx", make) for token, make in makers.items()}
    OFFERS.update(offers)
    visitor.cookies.set(SIGN_IN, open_door(city, viewer) or "")
    before = state_of(city)
    brim(disk)
    assert visitor.get("/unduh/whole").content[:2] == b"PK"
    answer = visitor.get("/unduh/file")
    assert (answer.status_code, FULL in answer.text) == (507, True)
    assert state_of(city) == before
