"""The devices screen: confirm a code, rename, revoke, build an address; and nobody else's business."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import WallDevice
from smartcity.ui.frame.sitemap import WALLS
from tests.ui.opening import html, open_screen

SignIn = Callable[..., Actor]


def put(url: str, **facts: Any) -> None:
    now = datetime.now(UTC)
    with writing(make_engine(url)) as session:
        values: dict[str, Any] = {"name": "", "token_sha256": "a" * 64, "created_at": now} | facts
        session.add(WallDevice(**values))


def stored_walls(url: str) -> list[tuple[str, bool, bool]]:
    with reading(make_engine(url)) as session:
        wall_devices = session.exec(select(WallDevice)).all()
        return [(s.name, s.confirmed_at is not None, s.revoked_at is not None) for s in wall_devices]


def opened() -> AppTest:
    return open_screen(WALLS)


def button(page: AppTest, label: str) -> object:
    return next(candidate for candidate in page.button if candidate.label == label)


def test_a_code_is_confirmed_with_a_name(url: str, signed_in_as: SignIn) -> None:
    signed_in_as(url, Role.ADMINISTRATOR)
    put(url, code="ACD347", code_expires_at=datetime.now(UTC) + timedelta(minutes=5))
    page = opened()
    assert "Belum ada layar yang tersambung." in html(page)
    assert "1 layar sedang menunggu dengan kodenya." in html(page)
    page.text_input[0].set_value("acd 347")
    page.text_input[1].set_value("Aula")
    page = button(page, "Sambungkan").click().run()  # type: ignore[attr-defined]
    assert not page.error
    assert "Layar Aula tersambung" in page.success[0].value
    assert "1 layar tersambung; 0 sedang menyala." in html(page)
    assert stored_walls(url) == [("Aula", True, False)]


def test_a_wrong_code_is_refused_and_what_was_typed_stays(url: str, signed_in_as: SignIn) -> None:
    signed_in_as(url, Role.ADMINISTRATOR)
    page = opened()
    page.text_input[0].set_value("XXX999")
    page.text_input[1].set_value("Aula")
    page = button(page, "Sambungkan").click().run()  # type: ignore[attr-defined]
    assert "Tidak ada layar yang menunggu dengan kode XXX999" in page.error[0].value
    assert page.text_input[1].value == "Aula"


def test_each_wall_shows_what_it_shows_and_when_it_was_last_seen(url: str, signed_in_as: SignIn) -> None:
    signed_in_as(url, Role.ADMINISTRATOR)
    now = datetime.now(UTC)
    put(url, name="Aula", confirmed_at=now, last_seen_at=now, showing="opd")
    put(url, name="Lobi", confirmed_at=now, last_seen_at=now - timedelta(hours=3), showing="", token_sha256="b" * 64)
    text = re.sub(r"<[^>]+>", " ", html(opened()))
    assert "2 layar tersambung; 1 sedang menyala." in text
    assert re.search(r"Aula\s+OPD\s+●\s+menyala\s+baru saja", text)
    assert re.search(r"Lobi\s+agenda rapat\s+▨\s+tidak terlihat\s+3 jam lalu", text)


def test_a_wall_is_renamed_and_revoked(url: str, signed_in_as: SignIn) -> None:
    signed_in_as(url, Role.ADMINISTRATOR)
    put(url, name="Aula", confirmed_at=datetime.now(UTC))
    page = opened()
    page.text_input[0].set_value("Aula Utama")
    page = button(page, "Simpan").click().run()  # type: ignore[attr-defined]
    assert "Aula Utama" in html(page)
    page = button(page, "Akhiri").click().run()  # type: ignore[attr-defined]
    assert stored_walls(url) == [("Aula Utama", True, True)]


def test_an_address_is_built(url: str, signed_in_as: SignIn) -> None:
    signed_in_as(url, Role.ADMINISTRATOR)
    page = opened()
    assert page.code[0].value == "http://localhost:8501/layar"
    page.text_input(key="address-metres").input("8,0")
    page.text_input(key="address-inches").input("55")
    page.toggle[0].set_value(True)
    page = page.run()
    assert page.code[0].value == "http://localhost:8501/layar?jarak=8&inci=55&tema=gelap"
    assert "Huruf terkecil 47 dari 1080 garis, 5 baris" in html(page)
    page = page.text_input(key="address-inches").input("20").run()
    assert "terlalu kecil" in page.warning[0].value


@pytest.mark.parametrize("role", [Role.GUEST, Role.VIEWER, Role.AGENCY, Role.VERIFIER, Role.ADVISER])
def test_nobody_else_sees_it(url: str, signed_in_as: SignIn, role: Role) -> None:
    signed_in_as(url, role, "DLH" if role is Role.AGENCY else None)
    assert not opened().text_input
