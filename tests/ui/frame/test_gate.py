"""The gate before the screens: whoever may not pass reads why, and finds the way."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from smartcity.commands.access import accounts
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, GUEST, Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Account
from tests.ui.opening import html, open_screen


def test_who_is_in_is_named_beside_the_way_out(url: str, signed_in_as: Callable[..., Actor]) -> None:
    actor = signed_in_as(url, Role.VIEWER)
    text = html(open_screen())
    assert actor.label in text
    assert 'href="/keluar?next=%2F&amp;bahasa=id"' in text


@pytest.mark.usefixtures("url")
def test_a_guest_finds_the_way_in() -> None:
    assert 'href="/masuk?next=%2F&amp;bahasa=id"' in html(open_screen())


@pytest.mark.parametrize("verb", [accounts.disable, accounts.renew_password, accounts.hand_over])
def test_an_open_tab_notices_at_its_next_click(
    url: str, verb: Callable[..., object], signed_in_as: Callable[..., Actor]
) -> None:
    actor = signed_in_as(url, Role.VIEWER)
    page = open_screen()
    assert "Sesi berakhir" not in html(page)
    engine = make_engine(url)
    with writing(engine) as session:
        verb(session, ADMINISTRATOR_AT_TERMINAL, actor.login, at=datetime.now(UTC))
    engine.dispose()
    text = html(page.run())
    assert "Sesi berakhir" in text
    assert "/masuk?next=" in text
    assert "Terverifikasi" not in text
    assert page.session_state["actor"] == GUEST


@pytest.mark.parametrize("guests", ["on", "off"])
@pytest.mark.usefixtures("url")
def test_an_ended_session_may_look_on_as_a_guest_where_guests_may(guests: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", guests)
    monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: "not issued by us")
    text = html(open_screen())
    assert "Sesi berakhir" in text
    assert ("Lihat sebagai tamu" in text) is (guests == "on")


def test_a_one_time_password_is_not_enough(url: str, signed_in_as: Callable[..., Actor]) -> None:
    actor = signed_in_as(url, Role.ADMINISTRATOR)
    engine = make_engine(url)
    with writing(engine) as session:
        session.get_one(Account, actor.account_id).must_change_password = True
    engine.dispose()
    page = open_screen()
    assert "Buat kata sandi sendiri dulu" in html(page)
    assert 'href="/sandi?next=%2F&amp;bahasa=id"' in html(page)
    assert page.session_state["actor"] == GUEST


@pytest.mark.parametrize(("guests", "is_shown"), [("on", True), ("auto", True), ("off", False)])
@pytest.mark.usefixtures("url")
def test_guests_look_where_they_may(guests: str, *, is_shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", guests)
    text = html(open_screen())
    assert ("Halaman ini perlu akun" not in text) is is_shown
    assert ("Terverifikasi" in text) is is_shown
