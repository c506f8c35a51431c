"""Rencana on the screen: old and new are seen before saving, a reason is owed, every edit can be taken back."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.queries import portfolio
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.sitemap import PLAN
from tests.people import make_account
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit


@pytest.fixture
def url(tmp_path: Path, signed_in_as: Callable[..., Actor]) -> str:
    database_url = sample_database(tmp_path)
    signed_in_as(database_url, Role.ADMINISTRATOR)
    return database_url


def opened(url: str, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    return visit(url, PLAN, monkeypatch, per="", **query)


def pressed(page: AppTest, label: str) -> AppTest:
    page = next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def field(page: AppTest, label: str, kind: str = "text_input") -> object:
    return next(element for element in getattr(page, kind) if element.label == label)


def typed(page: AppTest, **fields: str) -> AppTest:
    for label, text in fields.items():
        field(page, label.replace("_", " ")).set_value(text)  # type: ignore[attr-defined]
    return page


def plan(url: str) -> Portfolio:
    engine = make_engine(url)
    with reading(engine) as session:
        shown_plan = portfolio.load_portfolio(session, datetime.now(CITY_ZONE).date())
    engine.dispose()
    assert shown_plan is not None
    return shown_plan


def name_of(url: str, code: str) -> str:
    shown_programme = plan(url).programme(code)
    assert shown_programme is not None
    return shown_programme.name


def test_an_edit_is_seen_reasoned_saved_and_taken_back(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(url, monkeypatch, kode="EN-02")
    old = name_of(url, "EN-02")
    field(page, "Nama *").set_value("Sampah <b>Terpilah</b>")  # type: ignore[attr-defined]
    page = pressed(page, "Lihat perubahan")
    assert f"{old}</s>" in html(page)
    assert "Sampah &lt;b&gt;Terpilah&lt;/b&gt;" in html(page)
    assert name_of(url, "EN-02") == old
    page = pressed(page, "Simpan")
    assert "alasan" in page.error[0].value.casefold()
    page = pressed(typed(page, Alasan="Salah ketik di buku rencana"), "Simpan")
    assert name_of(url, "EN-02") == "Sampah <b>Terpilah</b>"
    assert "Salah ketik di buku rencana" in html(page)
    pressed(page, "Ya, batalkan")
    assert name_of(url, "EN-02") == old


def test_a_person_in_place_of_a_position_is_warned_of_and_may_be_saved(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(url, monkeypatch, kode="EN-02")
    page = pressed(typed(page, Jabatan_Penanggung_Jawab="Drs. Budi, M.Si"), "Lihat perubahan")
    assert [warning.value for warning in page.warning if "nama orang" in warning.value]
    pressed(typed(page, Alasan="Dari buku rencana"), "Simpan")
    assert [p.responsible_position for p in plan(url).programmes if p.code == "EN-02"] == ["Drs. Budi, M.Si"]


def test_what_breaks_a_rule_is_said_before_it_is_saved(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(url, monkeypatch, kode="EN-02")
    field(page, "Selesai *", "date_input").set_value(date(2001, 1, 1))  # type: ignore[attr-defined]
    page = pressed(page, "Lihat perubahan")
    assert "Akhir mendahului awal" in page.error[0].value
    assert "Simpan" not in [button.label for button in page.button]


@pytest.mark.parametrize("text", ["dua", "=1+1", "1,2,3", "-5"])
def test_a_weight_that_is_none_is_said(url: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(url, monkeypatch, kode="EN-02")
    page = pressed(typed(page, Bobot=text), "Lihat perubahan")
    assert page.error
    assert "Simpan" not in [button.label for button in page.button]


def test_nothing_typed_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("programme", "action_plan", "milestone", "indicator", "dimension", "sub_dimension", "masterplan"):
        page = pressed(opened(url, monkeypatch, bagian=part), "Lihat perubahan")
        assert not page.error, part
        assert "Simpan" not in [button.label for button in page.button], part


def test_a_milestone_is_added_beside_the_others(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(url, monkeypatch, bagian="milestone", cara="baru")
    for label, text in (("Kode *", "EN-02-A9"), ("Nama *", "Uji coba"), ("Bobot", "1,5")):
        field(page, label).set_value(text)  # type: ignore[attr-defined]
    field(page, "Rencana Aksi *", "selectbox").set_value("EN-02-A")  # type: ignore[attr-defined]
    for label, day in (("Mulai", date(2027, 1, 1)), ("Tenggat *", date(2027, 3, 31))):
        field(page, label, "date_input").set_value(day)  # type: ignore[attr-defined]
    page = pressed(typed(pressed(page, "Lihat perubahan"), Alasan="Tambahan APBD-P"), "Simpan")
    assert not page.error
    milestone = next(m for _, m in plan(url).milestones if m.code == "EN-02-A9")
    assert (milestone.name, str(milestone.facts.weight), milestone.facts.first_due_on) == (
        "Uji coba",
        "3/2",
        date(2027, 3, 31),
    )


def test_a_milestone_says_where_its_date_and_weight_are_proposed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(url, monkeypatch, bagian="milestone", kode="EN-02-A1")
    assert "Tenggat *" not in [field.label for field in page.date_input]
    assert "/program?kode=EN-02" in html(page)


def test_an_agency_gets_another_name_and_ends(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(url)
    make_account(engine, Role.AGENCY, "DISHUB", name="dishub.satu")
    engine.dispose()
    page = opened(url, monkeypatch, bagian="agency", kode="DISHUB")
    field(page, "Nama baru").set_value("Dinas Transportasi")  # type: ignore[attr-defined]
    field(page, "Alasan").set_value("Perda")  # type: ignore[attr-defined]
    page = pressed(page, "Ganti nama")
    assert next(a.name for a in plan(url).agencies if a.code == "DISHUB") == "Dinas Transportasi"
    page.text_input(key="end-DISHUB-reason").set_value("Perda SOTK")
    page = pressed(page, "Akhiri")
    assert "sebut OPD penerusnya" in page.error[0].value
    page.selectbox(key="end-DISHUB-into").set_value("PUPR")
    page = page.text_input(key="end-DISHUB-reason").set_value("Perda SOTK").run()
    led = [p.code for p in plan(url).programmes if p.lead.code == "DISHUB" and not p.is_wholly_verified]
    before = html(page)
    assert "pindah ke Dinas Pekerjaan Umum dan Penataan Ruang" in before
    assert led
    assert all(code in before for code in led)
    page = pressed(page, "Akhiri")
    assert not page.error
    assert page.query_params["kode"] in ("DISHUB", ["DISHUB"]), "the screen stays where it is"
    assert page.selectbox(key="kode").value == "DISHUB"
    after = html(page)
    assert "Dishub.Satu" in after
    assert "account:" not in after
    assert "Yang tetap nonaktif: Akun Dishub.Satu." in " ".join(markdown.value for markdown in page.markdown)
    assert "Dinas Transportasi berakhir pada" in after
    assert "Perda SOTK" in after
    assert all(code in after for code in led)
    ended = next(a for a in plan(url).agencies if a.code == "DISHUB")
    assert ended.ended_on is not None
    assert not [p for p in plan(url).programmes if p.lead.code == "DISHUB" and not p.is_wholly_verified]
    assert "DISHUB" not in page.selectbox(key="kode").options


def test_several_agencies_merge(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(url, monkeypatch, bagian="agency")
    page.multiselect(key="merge-codes").set_value(["DISHUB", "SATPOLPP"])
    page.selectbox(key="merge-into").set_value("PUPR")
    page.text_input(key="merge-reason").set_value("Perda SOTK")
    page = pressed(page, "Gabungkan")
    assert not page.error
    assert {a.code for a in plan(url).agencies if a.ended_on} >= {"DISHUB", "SATPOLPP"}
    assert "DISHUB" in html(page)


def test_the_past_is_not_edited(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(url, PLAN, monkeypatch, per="2026-10-01")
    assert "keadaan hari ini" in html(page)
    assert not page.button
