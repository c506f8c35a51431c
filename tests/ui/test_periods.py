"""Periode: states, opening, moving, excepting and ending. Program: comments, and changes that are asked for."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.sitemap import PERIODS, PROGRAMMES, Screen
from tests.ui.opening import html, open_screen

Enter = Callable[..., Actor]


@pytest.fixture
def city(url: str) -> Engine:
    return make_engine(url)


def opened(screen: Screen = PERIODS, **query: str) -> AppTest:
    return open_screen(screen, **query)


def pressed(page: AppTest, label: str) -> AppTest:
    page = next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def test_periods_stand_with_their_states(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    text = html(opened(per="2026-11-20"))
    assert "TW IV 2026 dibuka sampai 20\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026" in text
    assert text.count("Terkunci<") == 7
    assert "dalam masa tenggang" in html(opened(per="2026-11-21"))
    assert "TW III 2026 terkunci sejak" in html(opened(per="2026-10-31"))


def test_the_next_period_is_opened_with_its_usual_dates(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.ADMINISTRATOR)
    page = pressed(opened(), "Buka")
    assert page.toast[0].value.startswith("Periode ")
    with reading(city) as session:
        newest = session.exec(select(t.Period).order_by(t.Period.id.desc())).first()  # type: ignore[union-attr]
    assert newest is not None
    assert (newest.year, newest.number, newest.opens_on, newest.closes_on, newest.grace_days) == (
        2027, 1, date(2027, 4, 1), date(2027, 4, 20), 5
    )  # fmt: skip


def test_an_exception_is_granted_listed_and_ended(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened()
    page.selectbox(key="except-agency").select("DLH")
    page.selectbox(key="except-period").select_index(1)
    page.text_input(key="except-reason").input("Banjir di Talawi")
    page = pressed(page, "Beri pengecualian")
    assert "Banjir di Talawi" in html(page)
    page = pressed(page, "Akhiri")
    assert page.error[0].value == "Tulis alasannya."
    page.text_input(key="end-reason").input("Sudah surut")
    page = pressed(page, "Akhiri")
    assert "Banjir di Talawi" not in html(page)
    with reading(city) as session:
        assert len(session.exec(select(t.LockException.id)).all()) == 2


def test_a_bound_verifier_is_not_offered_the_own_agency(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER, "DLH")
    page = opened()
    assert "Dinas Lingkungan Hidup" not in page.selectbox(key="except-agency").options


def test_the_past_has_no_forms(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    assert not opened(per="2026-11-20").button


def test_an_adviser_comments_and_everybody_reads(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.ADVISER)
    page = opened(PROGRAMMES, kode="EN-02")
    page.text_area(key="comment-text").input("<b>Libatkan warga</b>")
    page = pressed(page, "Kirim")
    assert "&lt;b&gt;Libatkan warga&lt;/b&gt;" in html(page)
    assert page.text_area(key="comment-text").value == ""
    signed_in_as(str(city.url), Role.VIEWER)
    page = opened(PROGRAMMES, kode="EN-02")
    assert "Libatkan warga" in html(page)
    assert not page.text_area


@pytest.mark.parametrize("what", ["date", "weight", "cancel", "postpone"])
def test_an_agency_asks_for_a_change_of_its_milestone(city: Engine, signed_in_as: Enter, what: str) -> None:
    signed_in_as(str(city.url), Role.AGENCY, "DLH")
    page = opened(PROGRAMMES, kode="EN-02")
    page = pressed(page.selectbox(key="propose-what").select(what).run(), "Kirim usulan")
    assert page.error[0].value == "Tulis alasannya."
    if what == "weight":
        (box,) = [one for one in page.text_input if str(one.key).endswith("-weight")]
        assert "Terbaca 2,5." in html(box.input("2,5").run())
    for sentence in ("menunggu persetujuan", "Usulan serupa masih menunggu jawaban verifikator."):
        page.text_input(key="propose-reason").input("Bibit terlambat")
        page = pressed(page, "Kirim usulan")
        assert sentence in html(page) + "".join(news.value for news in page.info)
        assert not page.error


def test_nobody_asks_for_another_agency(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.AGENCY, "PUPR")
    assert not [box for box in opened(PROGRAMMES, kode="EN-02").selectbox if box.key == "propose-what"]
