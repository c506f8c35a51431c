"""A reading from the form to the screen: typed, doubted, sent, judged; the achievement moves when it is verified."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from smartcity.commands.reporting import submission
from smartcity.commands.reporting.submission import Sending
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.indicators.readings import Entry, Typed
from smartcity.domain.reporting.submission import Submission
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.ui.frame.sitemap import INDICATORS, MINE, VERIFICATION
from tests.measures import SCORE, VISITS, WEST, measure
from tests.people import make_account
from tests.plan import FOURTH, NOON
from tests.ui.opening import open_screen, run
from tests.ui.reporting.test_report import html, send

Enter = Callable[..., Actor]


@pytest.fixture
def plan(miniature: Engine) -> Iterator[Engine]:
    """The miniature plan with its indicators, at noon of its day."""
    measure(miniature)
    with time_machine.travel(NOON, tick=True):
        yield miniature


def typed(page: AppTest, value: str, indicator: int = SCORE, name: str = "value", area: str = "") -> AppTest:
    page.text_input(key=f"lapor-P-1-{FOURTH}-i{indicator}{area}-{name}").set_value(value)
    return run(page)


def reason(page: AppTest, text: str) -> AppTest:
    page.text_area(key=f"lapor-P-1-{FOURTH}-i{SCORE}-reason").set_value(text)
    return run(page)


def click(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return run(page)


@pytest.mark.usefixtures("plan")
def test_a_reading_goes_from_the_form_to_the_achievement(sqlite_url: str, signed_in_as: Enter) -> None:
    signed_in_as(sqlite_url, Role.AGENCY, "A", name="operator-a")
    assert "2 indikator belum diisi" in html(open_screen(MINE))
    page = open_screen(MINE, kode="P-1")
    assert "60 poin" in html(page)
    assert "Bukan angka" in html(typed(page, "enam"))
    page = typed(page, "164,5")
    assert "164,5 di atas nilai wajar tertinggi, 100. Betulkan, atau tulis alasannya." in html(page)
    page.text_area(key=f"lapor-P-1-{FOURTH}-0-obstacle").set_value("Menunggu anggaran")
    page = send(run(page))
    assert "Nilainya tidak biasa. Tulis alasannya." in html(page)
    page = send(reason(page, "Skala survei berubah"))
    assert "1 realisasi indikator menunggu verifikator" in html(page)
    assert "80,0%" in html(open_screen(INDICATORS, kode="I-1")), "what was verified before: 60 of 75"

    signed_in_as(sqlite_url, Role.VERIFIER, name="verifikator")
    page = open_screen(VERIFICATION, bagian="realisasi")
    assert "164,5 di atas nilai wajar tertinggi, 100." in html(page)
    assert "Skala survei berubah" in html(page)
    page.text_input(key="note-realisasi-f2").input("Pakai skala lama")
    click(page, "no-realisasi-f2")

    signed_in_as(sqlite_url, Role.AGENCY, "A", name="operator-b")
    assert "1 realisasi dikembalikan" in html(open_screen(MINE))
    page = open_screen(MINE, kode="P-1")
    assert "Pakai skala lama" in html(page)
    page = typed(page, "64,5")
    assert "Terbaca 64,5 poin. Bila terverifikasi, capaian sampai TW IV 2026: 80,6%." in html(page)
    send(page)

    signed_in_as(sqlite_url, Role.VERIFIER, name="verifikator-2")
    click(open_screen(VERIFICATION, bagian="realisasi"), "yes-realisasi-f3")
    assert "80,6%" in html(open_screen(INDICATORS, kode="I-1"))
    page = open_screen(VERIFICATION, bagian="realisasi-terverifikasi")
    page.text_input(key="note-realisasi-terverifikasi-f3").input("Salah hitung")
    click(page, "no-realisasi-terverifikasi-f3")
    assert "80,0%" in html(open_screen(INDICATORS, kode="I-1"))


def test_kecamatan_are_summed_for_the_city_and_answered_with_it(
    plan: Engine, sqlite_url: str, signed_in_as: Enter
) -> None:
    signed_in_as(sqlite_url, Role.AGENCY, "A", name="operator-a")
    page = open_screen(MINE, kode="P-1")
    for area, value in ((WEST, "1.200"), (WEST + 1, "300")):
        # A door that is shut has no fields; what is in the draft opens it.
        if not any(f"a{area}-value" in str(field.key) for field in page.text_input):
            page.session_state[f"areas-{VISITS}"] = True
            page = run(page)
        page = typed(page, value, VISITS, area=f"a{area}")
    page.session_state["preview"] = True
    page = run(page)
    assert "1.500 poin · Capaian sampai periode ini —" in html(page), "the preview"
    assert "75,0%" in html(page), "of the 2.000 that quarter IV asks for"
    assert "Jumlah kecamatan: 1.500" in html(page)
    assert "Terbaca 1.500 poin." in html(page)
    assert "Jumlah kecamatan 1.500, angka kota 1.600." in html(typed(page, "1600", VISITS))
    page = typed(page, "", VISITS)
    page.text_area(key=f"lapor-P-1-{FOURTH}-0-obstacle").set_value("Menunggu anggaran")
    send(run(page))

    signed_in_as(sqlite_url, Role.VERIFIER, name="verifikator")
    click(open_screen(VERIFICATION, bagian="realisasi"), "yes-realisasi-f2")
    with reading(plan) as session:
        answered = session.exec(select(t.ReadingReview.reading_id).order_by(col(t.ReadingReview.id))).all()
    assert list(answered) == [1, 2, 3, 4]


def test_two_people_with_one_indicator_choose(
    plan: Engine, sqlite_url: str, signed_in_as: Enter, tmp_path: Path
) -> None:
    colleague = make_account(plan, Role.AGENCY, "A", name="kepala-a")
    signed_in_as(sqlite_url, Role.AGENCY, "A", name="operator-a")
    page = typed(open_screen(MINE, kode="P-1"), "61")
    mine = Submission(obstacle="Menunggu anggaran", readings={SCORE: Entry(Typed("62"))})
    with writing(plan) as session:
        submission.submit(session, colleague, Sending("P-1", FOURTH, mine, "k", 1, tmp_path), at=NOON)
    page = send(page)
    assert "<b>61</b>" in html(page)
    assert "<b>62</b>" in html(page)
    page = click(page, "conflict-go")
    assert "Terbaca 61 poin." in html(page)
    send(page)
    with reading(plan) as session:
        values = session.exec(
            select(col(t.Reading.value)).where(t.Reading.quarter == 4).order_by(col(t.Reading.id))
        ).all()
    assert list(values) == [62, 61]
