"""Workbooks that no door lets in, for the terminal and the screen alike."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.workbooks import Book, book, changed, put, write_book


def bad_cells() -> Iterator[Any]:
    """Sheet, row, heading, what is typed, and the sentence about it."""
    typed: str | int
    for typed in ("31 Februari 2026", "31/02/2026", "2026-02-31", "30 Feb 2026", "00/01/2026"):
        yield "Tahapan", 4, "Tenggat", typed, "import.cell.no_such_day"
    for typed in ("besok", "5 Juli", "awal 2026", "minggu ke-2 Maret 2026", 1500):
        yield "Tahapan", 4, "Tenggat", typed, "import.cell.day"
    yield "Tahapan", 4, "Tenggat", "5/7/0206", "import.row.year"
    yield "Tahapan", 4, "Tenggat", "31 Januari 2026", "import.row.due_before_start"
    yield "Tahapan", 3, "Tenggat Pertama", "1 Januari 2026", "import.row.due_before_start"
    yield "Tahapan", 2, "Bobot", 0, "import.row.weight"
    yield "Tahapan", 2, "Bobot", -1, "import.row.weight"
    yield "Tahapan", 2, "Bobot", 0.00001, "import.row.weight"
    yield "Tahapan", 2, "Bobot", 1e12, "import.cell.too_large"
    yield "Tahapan", 2, "Bobot", "1_000", "import.cell.decimal"
    yield "Tahapan", 2, "Bobot", "1.2.3", "import.cell.decimal"
    yield "Tahapan", 2, "Bobot", "#REF!", "import.cell.broken"
    yield "Tahapan", 2, "Kode", None, "cell.required"
    yield "Tahapan", 2, "Nama", "  ", "cell.required"
    yield "Tahapan", 2, "Rencana Aksi", "P9.A", "import.row.unknown_action_plan"
    yield "Pembaruan", 2, "Tahapan", "P9.A.9", "import.row.unknown_milestone"
    yield "Pembaruan", 3, "Persen", 140, "import.row.percent"
    yield "Pembaruan", 3, "Persen", "banyak", "import.cell.decimal"
    yield "Pembaruan", 2, "Diputus Pada", "kemarin", "import.cell.day"
    yield "Program", 3, "OPD Penanggung Jawab", "Dinas Angin", "import.row.unknown_agency"
    yield "Program", 3, "OPD Pendukung", "Bappeda; Dinas Angin", "import.row.unknown_agency"
    yield "Program", 3, "Selesai", "31 Januari 2026", "import.row.order"
    yield "Program", 3, "Quick Win", "mungkin", "import.cell.yes_no"
    yield "Dimensi", 2, "Urutan", 1e30, "import.cell.too_large"
    yield "Periode", 2, "Nomor", "TW V", "import.cell.quarter"
    yield "Periode", 2, "Nomor", 5, "import.cell.quarter"
    yield "Periode", 2, "Jenis", "Pekan", "import.cell.choice"
    yield "Laporan Program", 2, "Triwulan", "TW III", "import.row.unknown_period"
    yield "Realisasi Anggaran", 2, "Tahun", 2025, "import.row.unknown_budget"
    yield "Target", 2, "Tahun", 20260, "import.row.year"
    yield "Rapat", 2, "Jam", "25.00", "import.cell.time"
    yield "Rencana Induk", 2, "Zona Waktu", "Asia/Padang", "import.cell.zone"
    yield "Rencana Induk", 2, "Skema Kesehatan", "0,9 Selesai", "import.cell.scheme"
    yield "Rencana Induk", 2, "Nama", "Rencana Lain", "import.another_plan"


def many_problems() -> Book:
    """300 rows of milestones with five kinds of errors."""
    sheets = book()
    for number in range(300):
        row = [f"P1.B.{number}", "P1.A", f"Tahapan {number}", 1, "1 Jan 2026", "31 Mar 2026", None]
        spoilt = ((1, "P9.A"), (2, None), (3, "berat"), (4, "besok"), (5, "1 Jan 2025"))[number * 5 // 300]
        row[spoilt[0]] = spoilt[1]
        sheets["Tahapan"].append(row)
    return sheets


def doubled_code() -> Book:
    """The last milestone once more, under its code in small letters."""
    sheets = book()
    sheets["Tahapan"].append(["p2.a.1", *sheets["Tahapan"][-1][1:]])
    return sheets


def ambiguous_name() -> Book:
    """Two agencies of one short name, of which one is to lead."""
    sheets = put(changed("OPD", 2, "Nama Singkat", "Dinas"), "OPD", 4, "Nama Singkat", "dinas")
    return put(sheets, "Program", 3, "OPD Penanggung Jawab", "Dinas")


def bad_files(folder: Path) -> Iterator[tuple[Path, str, Mapping[str, object]]]:
    """One file a kind: where it is, the key of a sentence that both doors say about it, and its facts."""
    no_book = folder / "virus.xlsx"
    no_book.write_bytes(b"MZ this is no workbook")
    yield no_book, "import.file.not_workbook", {"path": no_book.name}
    foreign = write_book(folder / "gaji.xlsx", {"Gaji": [["Nama", "Gaji"], ["Ani", 1]]})
    yield foreign, "import.sheet.none", {"path": foreign.name}
    sheets = {title: lines for title, lines in book().items() if title != "OPD"}
    yield write_book(folder / "tanpa-opd.xlsx", sheets), "import.sheet.missing", {"sheet": "OPD"}
    facts = {"other": "P2.A.1", "row": 4}
    yield write_book(folder / "kembar.xlsx", doubled_code()), "import.row.alike", facts
    two = {"sheet": "OPD", "name": "Dinas", "one": "KOMINFO", "one_row": 2, "two": "DLH", "two_row": 4}
    yield write_book(folder / "mendua.xlsx", ambiguous_name()), "import.row.ambiguous", two
    for number, (sheet, row, heading, typed, key) in enumerate(bad_cells()):
        if number % 6 == 0:
            yield write_book(folder / f"sel-{number}.xlsx", changed(sheet, row, heading, typed)), key, {}
