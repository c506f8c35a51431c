"""Impor on the screen: tried first, brought in as a whole, taken back as a whole; errors bring in nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.queries import ledger
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.sitemap import IMPORTS
from tests.exchange.books import rows, write
from tests.ui.opening import html, refused_in_popover
from tests.ui.walks.test_screens import visit


@pytest.fixture
def url(sqlite_url: str, signed_in_as: Callable[..., Actor]) -> str:
    """An empty database and an administrator: the first plan comes in on this screen."""
    signed_in_as(sqlite_url, Role.ADMINISTRATOR)
    return sqlite_url


def uploaded(page: AppTest, folder: Path, content: dict[str, Any], name: str = "rencana.xlsx") -> AppTest:
    file = write(folder / name, content)
    page.file_uploader[0].upload(name, file.read_bytes())
    page = page.run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def pressed(page: AppTest, label: str) -> AppTest:
    page = next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def entries(url: str) -> int:
    engine = make_engine(url)
    with reading(engine) as session:
        newest_id = ledger.newest(session)
    engine.dispose()
    return newest_id


def test_a_plan_is_tried_brought_in_and_taken_back(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = uploaded(visit(url, IMPORTS, monkeypatch), tmp_path, rows())
    assert "Yang akan terjadi" in html(page)
    assert entries(url) == 0
    page = pressed(page, "Impor")
    assert "rencana.xlsx selesai diimpor" in page.success[0].value
    assert "#1" in html(page)
    assert entries(url) == 1
    page = pressed(page, "Ya, batalkan")
    assert "dibatalkan" in html(page)
    engine = make_engine(url)
    with reading(engine) as session:
        (line,) = ledger.newest_imports(session, 5)
    engine.dispose()
    assert (line.name, line.withdrawn_at is not None, entries(url)) == ("rencana.xlsx", True, 2)


def test_p19_what_is_verified_gives_way_with_a_reason_only(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pressed(uploaded(visit(url, IMPORTS, monkeypatch), tmp_path, rows()), "Impor")
    page = uploaded(page, tmp_path, rows(Pembaruan=[{"Tahapan": "P1-A1", "Status": "Berjalan", "Persen": 40}]))
    assert "mengganti 1 angka yang sudah terverifikasi" in page.warning[0].value
    page = pressed(page, "Impor")
    assert (page.error[0].value, entries(url)) == (
        "Impor ini mengganti 1 angka yang sudah terverifikasi; tulis alasannya.",
        1,
    )
    page.text_input(key="imports-reason").input("Peluncuran diulang")
    page = pressed(page, "Impor")
    assert "Peluncuran diulang" in html(page)
    assert entries(url) == 2


def test_a_changed_row_is_told_old_and_new_before_it_is_brought_in(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pressed(uploaded(visit(url, IMPORTS, monkeypatch), tmp_path, rows()), "Impor")
    content = rows()
    content["Program"][0] |= {"Nama": "Portal <b>Warga</b>", "OPD Penanggung Jawab": "BAPPEDA"}
    page = uploaded(page, tmp_path, content)
    shown = html(page)
    assert "Portal Layanan</s> → Portal &lt;b&gt;Warga&lt;/b&gt;" in shown
    assert "KOMINFO</s> → BAPPEDA" in shown
    assert entries(url) == 1
    page = pressed(page, "Impor").button(key="undo-1").click().run()
    (message,) = refused_in_popover(page, "Batalkan")
    assert message == page.error[0].value
    assert entries(url) == 2


def test_errors_are_told_row_by_row_and_nothing_can_be_brought_in(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = rows()
    content["Program"][1] |= {"Bobot": -1, "OPD Penanggung Jawab": "Dinas Antah"}
    page = uploaded(visit(url, IMPORTS, monkeypatch), tmp_path, content)
    assert "2 galat" in page.error[0].value
    assert "Dinas Antah" in html(page)
    assert "Impor" not in [button.label for button in page.button]
    assert entries(url) == 0


def test_what_is_no_workbook_is_said_in_one_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(url, IMPORTS, monkeypatch)
    page.file_uploader[0].upload("virus.xlsx", b"MZ this is no workbook")
    page = page.run()
    assert not page.exception
    assert "bukan buku kerja Excel" in page.error[0].value
