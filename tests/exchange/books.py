"""Small workbooks to try the import on: a good one, and ways to spoil it."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout import SHEETS
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from tests.rows import write_once


def _step(code: str, name: str, weight: int, start: str, due: str) -> dict[str, Any]:
    return {"Kode": code, "Rencana Aksi": code[:4], "Nama": name, "Bobot": weight, "Mulai": start, "Tenggat": due}


GOOD: dict[str, list[dict[str, Any]]] = {
    "Rencana Induk": [{"Nama": "Rencana Uji", "Kota": "Kota Uji", "Tahun Awal": 2025, "Tahun Akhir": 2027}],
    "Dimensi": [{"Kode": "GV", "Nama": "Smart Governance", "Urutan": 1}],
    "Sub-dimensi": [{"Kode": "GV1", "Nama": "Layanan Publik", "Dimensi": "GV", "Urutan": 1}],
    "OPD": [
        {"Kode": "KOMINFO", "Nama": "Dinas Komunikasi", "Nama Singkat": "Diskominfo", "Alias": "Kominfo"},
        {"Kode": "BAPPEDA", "Nama": "Bappeda", "Nama Singkat": "Bappeda"},
    ],
    "Program": [
        {
            "Kode": "P1", "Nama": "Portal Layanan", "Sub-dimensi": "GV1", "OPD Penanggung Jawab": "KOMINFO",
            "Jangka": "Jangka Pendek", "Bobot": 2, "Mulai": "1 Januari 2025", "Selesai": "31/12/2026",
        },
        {
            "Kode": "P2", "Nama": "Satu Data", "Sub-dimensi": "GV1", "OPD Penanggung Jawab": "BAPPEDA",
            "Jangka": "Jangka Menengah", "Bobot": 1, "Mulai": "2025-02-01", "Selesai": "2027-06-30",
        },
    ],
    "Rencana Aksi": [
        {"Kode": "P1-A", "Program": "P1", "Nama": "Bangun portal", "Jenis": "Pengembangan Aplikasi Pendukung"},
        {"Kode": "P2-A", "Program": "P2", "Nama": "Latih operator", "Jenis": "Peningkatan Kapasitas SDM"},
    ],
    "Tahapan": [
        _step("P1-A1", "Rancangan", 1, "1 Jan 2025", "30 Jun 2025"),
        _step("P1-A2", "Peluncuran", 3, "1 Jul 2025", "31 Ags 2026"),
        _step("P2-A1", "Pelatihan", 1, "2025-03-01", "2025-12-31"),
    ],
    "Pembaruan": [
        {
            "Tahapan": "P1-A1", "Status": "Selesai", "Tercapai Pada": "20/06/2025", "Bukti Dukung": "Berita acara",
            "Dicatat Pada": "2025-06-21 09:30", "Putusan": "Terverifikasi", "Diputus Pada": "2025-06-23 10:00",
        },
    ],
}  # fmt: skip


def rows(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    """A fresh copy of the good book; `Sheet=…` replaces a sheet's rows, None leaves the sheet out."""
    copied: dict[str, Any] = {sheet: [dict(row) for row in lines] for sheet, lines in GOOD.items()}
    copied.update({sheet.replace("_", " "): lines for sheet, lines in changes.items()})
    return {sheet: lines for sheet, lines in copied.items() if lines is not None}


def write(path: Path, content: dict[str, list[dict[str, Any]]], *, without: tuple[str, str] | None = None) -> Path:
    """Writes the rows; `without` = (sheet, heading) leaves one heading out."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in SHEETS:
        if sheet.title not in content:
            continue
        headings = [column.heading for column in sheet.columns if (sheet.title, column.heading) != without]
        page = book.create_sheet(sheet.title)
        page.append(headings)
        for row in content[sheet.title]:
            page.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


@cache
def good_draft() -> PlanDraft:
    """What the good book holds, written and read once."""
    with TemporaryDirectory() as place:
        return draft_of(read_source(write(Path(place) / "plan.xlsx", rows())), NameIndex())


def bring_in_good(engine: Engine) -> None:
    """The good book, imported in January into a database without rows."""
    at = datetime(2026, 1, 5, tzinfo=UTC)
    write_once(engine, "good", lambda session: plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, good_draft(), at=at))
