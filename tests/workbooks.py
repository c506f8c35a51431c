"""A miniature masterplan as it stands in a workbook, for tests of the import: every sheet has at least one row.

Two dimensions, three agencies, two programmes with three milestones of weights 1, 2 and 3; one update is verified,
one date was moved from 30 June to 31 August 2026.
"""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from typer.testing import CliRunner, Result

from smartcity.__main__ import cli

Book = dict[str, list[list[Any]]]
SAID = datetime.fromisoformat("2026-07-02 09:30")
SAID_LATER = datetime.fromisoformat("2026-07-11 08:00")

BOOK: Book = {
    "Rencana Induk": [["Nama", "Kota", "Tahun Awal", "Tahun Akhir"], ["Rencana Uji", "Kota Uji", 2024, 2028]],
    "Dimensi": [["Kode", "Nama", "Urutan"], ["GV", "Smart Governance", 1], ["EN", "Smart Environment", 2]],
    "Sub-dimensi": [
        ["Kode", "Nama", "Dimensi", "Urutan"],
        ["GV.1", "Layanan Publik", "GV", 1],
        ["EN.1", "Pengelolaan Limbah", "EN", 2],
    ],
    "OPD": [
        ["Kode", "Nama", "Nama Singkat", "Alias"],
        ["KOMINFO", "Dinas Komunikasi dan Informatika", "Diskominfo", "Kominfo; Dinas Kominfo, Kota"],
        ["BAPPEDA", "Badan Perencanaan Pembangunan Daerah", "Bappeda", None],
        ["DLH", "Dinas Lingkungan Hidup", "DLH", None],
    ],
    "Wilayah": [["Kode", "Nama", "Jenis"], ["13.73", "Kota Uji", "kota"]],
    "Misi": [["Kode", "Nama"], ["M1", "Pelayanan yang dekat"]],
    "Program": [
        [
            "Kode", "Nama", "Sub-dimensi", "OPD Penanggung Jawab", "OPD Pendukung", "Jangka", "Quick Win", "Bobot",
            "Mulai", "Selesai", "Misi",
        ],
        [
            "P1", "Satu Loket", "GV.1", "KOMINFO", "BAPPEDA", "Jangka Pendek", "Ya", 1, date(2026, 1, 1),
            date(2026, 12, 31), "M1",
        ],
        ["P2", "Bank Sampah", "EN.1", "DLH", None, "Jangka Menengah", "Tidak", 2.5, "1 Feb 2026", "31 Des 2027", None],
    ],
    "Rencana Aksi": [
        ["Kode", "Program", "Nama", "Jenis"],
        ["P1.A", "P1", "Aplikasi loket", "application"],
        ["P2.A", "P2", "Rumah bank sampah", "infrastructure"],
    ],
    "Tahapan": [
        ["Kode", "Rencana Aksi", "Nama", "Bobot", "Mulai", "Tenggat", "Tenggat Pertama"],
        ["P1.A.1", "P1.A", "Rancangan", 1, date(2026, 1, 1), date(2026, 3, 31), None],
        ["P1.A.2", "P1.A", "Peluncuran", 2, date(2026, 4, 1), date(2026, 8, 31), date(2026, 6, 30)],
        ["P2.A.1", "P2.A", "Lahan", 3, date(2026, 2, 1), date(2026, 12, 1), None],
    ],
    "Periode": [
        ["Jenis", "Tahun", "Nomor", "Dibuka", "Ditutup", "Hari Tenggang"],
        ["Triwulan", 2026, "TW II", date(2026, 6, 20), date(2026, 7, 10), 5],
    ],
    "Pembaruan": [
        [
            "Tahapan", "Status", "Persen", "Tercapai Pada", "Catatan", "Bukti Dukung", "Tautan Bukti", "Dicatat Pada",
            "Dicatat Oleh", "Putusan", "Diputus Pada", "Diputus Oleh",
        ],
        [
            "P1.A.1", "Selesai", None, date(2026, 3, 20), "+ beres", "Berita acara", "https://contoh.id/1", SAID, "opd",
            "Terverifikasi", datetime.fromisoformat("2026-07-05 10:00"), "verifikator",
        ],
        ["P1.A.2", "Berjalan", 40, None, "- dua modul", None, None, None, None, None, None, None],
    ],
    "Perubahan Tenggat": [
        ["Tahapan", "Tenggat Lama", "Tenggat Baru", "Alasan", "Dicatat Pada", "Disetujui Pada", "Disetujui Oleh"],
        ["P1.A.2", date(2026, 6, 30), date(2026, 8, 31), "Lelang ulang", SAID, SAID, "verifikator"],
    ],
    "Menunggu": [
        [
            "Tahapan", "Menunggu Tahapan", "Menunggu OPD", "Menunggu Pihak Lain", "Sejak", "Catatan", "Dicatat Pada",
            "Dicatat Oleh", "Berakhir Pada", "Akhir Dicatat Pada",
        ],
        ["P1.A.2", "P2.A.1", None, None, date(2026, 7, 1), "- menunggu lahan", SAID, "opd", None, None],
        ["P2.A.1", None, "KOMINFO", None, "3 Jul 2026", None, SAID, None, date(2026, 7, 9), SAID_LATER],
        ["P2.A.1", None, None, "Kantor Pertanahan", date(2026, 7, 3), None, None, None, None, None],
    ],
    "Laporan Program": [
        ["Program", "Tahun", "Triwulan", "Penilaian OPD", "Yang Terjadi", "Hambatan", "Tahapan Terhambat"],
        ["P1", 2026, "II", "Sesuai Rencana", "Rancangan selesai", "Lelang", "P1.A.2"],
    ],
    "Indikator": [
        ["Kode", "Nama", "Satuan", "Arah", "Cara Hitung", "Nilai Awal", "Sub-dimensi", "OPD", "Program"],
        ["I1", "Kepuasan", "indeks", "higher", "latest", 70.25, "GV.1", "KOMINFO", "P1"],
    ],
    "Target": [["Indikator", "Tahun", "Triwulan", "Target"], ["I1", 2026, "II", 80], ["I1", 2026, None, 85.12345678]],
    "Realisasi": [["Indikator", "Tahun", "Triwulan", "Realisasi", "Dicatat Pada"], ["I1", 2026, "II", "79,5", SAID]],
    "Anggaran": [["Program", "Tahun", "Sumber", "Pagu"], ["P1", 2026, "APBD", 1385437875]],
    "Realisasi Anggaran": [["Program", "Tahun", "Sumber", "Triwulan", "Realisasi"], ["P1", 2026, "APBD", 2, 500000]],
    "Quick Win Tahunan": [["Program", "Tahun", "Keadaan"], ["P1", 2026, "running"]],
    "Rapat": [["Kode", "Nama", "Tanggal", "Jam"], ["R1", "Rapat Juli", date(2026, 7, 15), "09.30"]],
    "Arahan": [["Kode", "Rapat", "Arahan", "OPD", "Tenggat"], ["D1", "R1", "Percepat lelang", "KOMINFO", "1 Agt 2026"]],
}  # fmt: skip


def book() -> Book:
    """A copy to change."""
    return copy.deepcopy(BOOK)


def put(sheets: Book, sheet: str, row: int, heading: str, value: object) -> Book:
    """Sets one cell; `row` as the spreadsheet numbers it. A missing column is added."""
    lines = sheets[sheet]
    if heading not in lines[0]:
        for line in lines:
            line.append(None)
        lines[0][-1] = heading
    lines[row - 1][lines[0].index(heading)] = value
    return sheets


def changed(sheet: str, row: int, heading: str, value: object) -> Book:
    return put(book(), sheet, row, heading, value)


CURVE = ((date(2026, 3, 31), None), (date(2026, 6, 30), 25), (date(2026, 9, 30), 25), (date(2026, 12, 31), 100))


def physical(
    *reported: tuple[date, Any], curve: Sequence[tuple[date, Any]] = CURVE, measure: str | None = "Fisik"
) -> Book:
    """The miniature with P1 measured physically; what is reported is verified."""
    sheets = changed("Program", 2, "Ukuran", measure)
    sheets["Kurva Rencana"] = [["Program", "Per Tanggal", "Rencana (%)"], *(["P1", *point] for point in curve)]
    sheets["Realisasi Fisik"] = [
        ["Program", "Per Tanggal", "Realisasi (%)", "Putusan"],
        *(["P1", *report, "Terverifikasi" if report[1] is not None else None] for report in reported),
    ]
    return sheets


def write_book(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], finish: Callable[[Any], None] | None = None
) -> Path:
    """As .xlsx; a text beginning with `{=` becomes a formula. `finish` gets the open workbook last."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as made:
        day, instant = (made.add_format({"num_format": shape}) for shape in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
        for title, lines in sheets.items():
            page = made.add_worksheet(title)
            for number, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, date):
                        page.write_datetime(number, column, cell, instant if isinstance(cell, datetime) else day)
                    elif isinstance(cell, str) and cell.startswith("{="):
                        page.write_formula(number, column, cell[1:])
                    elif cell is not None:
                        page.write(number, column, cell)
        if finish is not None:
            finish(made)
    return path


def write_folder(
    path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]], mark: str = ";", code: str = "utf-8"
) -> Path:
    """As CSV, the way office programs in Indonesia save it: decimal commas, dd/mm/yyyy."""
    path.mkdir(parents=True, exist_ok=True)
    for title, lines in sheets.items():
        text = "".join(mark.join(_quoted(cell) for cell in line) + "\r\n" for line in lines)
        (path / f"{title}.csv").write_bytes(text.encode(code))
    return path


def _quoted(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = str(cell).replace(".", ",") if isinstance(cell, float) else str("" if cell is None else cell)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ';,"\n') else text


def command(*words: object) -> Result:
    """The back door in this process, on the database of the environment."""
    return CliRunner().invoke(cli(), [str(word) for word in words], env={"COLUMNS": "220"})
