"""Pengguna: the list, a new account, one-time passwords shown once, hand-over with its sheet."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from smartcity.commands.access.credentials import matches
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, writing
from smartcity.ui.frame.sitemap import ACCOUNTS
from tests.people import make_account, stored_account
from tests.sample import sample_database
from tests.ui.opening import html, open_screen, refused_in_popover


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]) -> str:
    """The sample city, an administrator looking, and two accounts of one agency."""
    made = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", made)
    signed_in_as(made, Role.ADMINISTRATOR, name="admin")
    engine = make_engine(made)
    make_account(engine, Role.AGENCY, "DLH", name="dlh.kepala")
    make_account(engine, Role.AGENCY, "DLH", name="dlh.operator")
    engine.dispose()
    return made


def opened(code: str | None = None) -> AppTest:
    return open_screen(ACCOUNTS, **({"kode": code} if code else {}))


def message_of(page: AppTest) -> str | None:
    """The one-time password on the screen."""
    lines = [line for code in page.code for line in code.value.splitlines() if "sekali pakai" in line]
    return lines[0].rpartition(": ")[2] if lines else None


def pressed(page: AppTest, key: str) -> AppTest:
    next(button for button in page.button if button.key == key).click()
    page = page.run()
    assert not page.exception
    return page


@pytest.mark.usefixtures("url")
def test_the_list_says_who_never_came_and_which_agencies_have_nobody() -> None:
    text = html(opened())
    assert "3 pengguna aktif; 3 belum pernah masuk." in text
    assert "26 OPD belum punya akun" in text
    assert "dlh.operator" in text
    assert "kode=dlh.operator" in text


def add(page: AppTest, label: str, name: str, role: Role, agency: str | None = None) -> AppTest:
    fields = {field.label: field for field in page.text_input}
    fields["Sebutan"].input(label)
    fields["Akun"].input(name)
    choices = {field.label: field for field in page.selectbox}
    choices["Peran"].select(role)
    if agency:
        choices["OPD"].select(agency)
    next(button for button in page.button if button.label == "Tambah").click()
    page = page.run()
    assert not page.exception
    return page


def put_away(page: AppTest) -> AppTest:
    page = page.button(key="put-away").click().run()
    assert not page.exception
    return page


def test_a_new_account_shows_its_password_until_it_is_put_away(url: str) -> None:
    """P20: a second tap, on the form that is gone already, loses no password."""
    page = add(opened(), "Operator PUPR", "pupr.operator", Role.AGENCY, "PUPR")
    password = message_of(page)
    assert password
    assert matches(stored_account(url, "pupr.operator").password_hash, password)
    assert "4 pengguna aktif" in html(page)
    assert message_of(page.run()) == password
    next(button for button in page.button if button.label == "Tambah").click()
    assert message_of(page.run()) == password
    assert message_of(put_away(page)) is None


@pytest.mark.usefixtures("url")
def test_a_refused_account_keeps_what_was_typed() -> None:
    page = add(opened(), "Operator PUPR", "dlh.kepala", Role.AGENCY, "PUPR")
    assert [error.value for error in page.error] == ["Nama akun dlh.kepala sudah ada."]
    assert "Operator PUPR" in [field.value for field in page.text_input]
    assert message_of(page) is None


def test_a_one_time_password_for_one_account(url: str) -> None:
    page = pressed(opened("dlh.kepala"), "password-dlh.kepala")
    password = message_of(page)
    assert password
    assert matches(stored_account(url, "dlh.kepala").password_hash, password)
    assert "menunggu kata sandi sendiri" in html(page)
    assert message_of(put_away(page)) is None


def test_an_account_is_disabled_and_enabled_again(url: str) -> None:
    page = pressed(opened("dlh.operator"), "disable-dlh.operator")
    assert stored_account(url, "dlh.operator").disabled_at is not None
    assert "nonaktif" in html(page)
    page = pressed(page.run(), "enable-dlh.operator")
    assert message_of(page)
    assert stored_account(url, "dlh.operator").disabled_at is None


@pytest.mark.usefixtures("url")
def test_the_last_administrator_cannot_lock_the_door_behind_himself() -> None:
    page = pressed(opened("admin"), "disable-admin")
    no = ["Ini administrator terakhir. Buat administrator lain dulu."]
    assert refused_in_popover(page, "Nonaktifkan") == [error.value for error in page.error] == no


def test_a_hand_over_shows_the_sheet_and_gives_the_successor_a_password(url: str) -> None:
    page = opened("dlh.kepala")
    assert "Janji yang masih terbuka" in html(page)
    assert any(code.value.startswith("SERAH TERIMA — Dlh.Kepala") for code in page.code)
    next(button for button in page.button if button.label == "Serahkan").click()
    page = page.run()
    assert not page.exception
    password = message_of(page)
    assert password
    assert stored_account(url, "dlh.kepala").disabled_at is not None
    successor = stored_account(url, "dlh.kepala-2")
    assert matches(successor.password_hash, password)
    assert successor.agency_id == stored_account(url, "dlh.operator").agency_id


@pytest.mark.usefixtures("url")
def test_an_account_of_no_agency_leaves_no_sheet() -> None:
    assert "Janji yang masih terbuka" not in html(opened("admin"))


@pytest.mark.usefixtures("url")
def test_an_unknown_account_is_a_designed_state() -> None:
    assert "Kode “siapa” tidak ada" in html(opened("siapa"))


def test_who_waits_at_the_door_is_seen(url: str) -> None:
    engine, now = make_engine(url), datetime.now(UTC)
    with writing(engine) as session:
        for number in range(60):
            name = "dlh.kepala" if number < 12 else f"nama{number}"
            session.add(t.SignInAttempt(at=now, name=name, address="203.0.113.7", succeeded=False))
    engine.dispose()
    text = html(opened())
    assert "1 terkunci sekarang" in text
    assert "terkunci sampai" in text
    assert "Alamat yang harus menunggu karena terlalu banyak percobaan: 203.0.113.7 sampai" in text
