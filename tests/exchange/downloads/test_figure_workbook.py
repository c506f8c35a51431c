"""The workbook of a screen: unknown is empty, text is never a formula, every column says what it means."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from smartcity.domain.calendar import CITY_ZONE
from smartcity.exchange.downloads.files import figure_workbook
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table

SAY = Formatter(Words("id"), date(2026, 11, 24), CITY_ZONE.key)
Line = tuple[str, Fraction | None, date | None]
COLUMNS: tuple[Column[Line], ...] = (
    Column("name", formats.TEXT, lambda row: row[0], name="Nama", meaning="Nama program."),
    Column("verified", formats.SHARE, lambda row: row[1], name="Terverifikasi", meaning="Bobot selesai."),
    Column("due", formats.DAY, lambda row: row[2], name="Tenggat", meaning="Janji sekarang."),
)
ROWS: list[Line] = [
    ("=1+1", Fraction(57, 100), date(2026, 11, 24)),
    ("@cmd", Fraction(0), None),
    ("Biasa", None, None),
]


def table(title: str, columns: tuple[Column[Line], ...] = COLUMNS, rows: Sequence[Line] = tuple(ROWS)) -> Table[Line]:
    return Table("lines", title, SAY, rows, columns)


def opened(*tables: Table[Line]) -> object:
    content = figure_workbook(SAY.words, "Judul", [("Hari", "24 November 2026")], tables)
    return load_workbook(BytesIO(content))


def test_values_stand_as_they_are_and_unknown_is_empty() -> None:
    page = opened(table("Program"))["Program"]  # type: ignore[index]
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [57, 0, None]
    assert [row[2] and row[2].date() for row in rows] == [date(2026, 11, 24), None, None]
    assert page["B2"].number_format.endswith('%"')


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("Anggaran: keuangan dan fisik", "Anggaran keuangan dan fisik"),
        ("APBD/Non-APBD [Rp]", "APBDNon-APBDRp"),
        ("Tahapan yang menunggu pihak lain", "Tahapan yang menunggu pihak lai"),
    ],
)
def test_a_title_becomes_a_tab_that_excel_takes(title: str, tab: str) -> None:
    book = opened(table(title))
    assert book.sheetnames[0] == tab  # type: ignore[attr-defined]
    assert (tab, "Nama") in [row[:2] for row in book["Definisi"].iter_rows(values_only=True)]  # type: ignore[index]


def test_no_text_is_taken_for_a_formula() -> None:
    page = opened(table("Program"))["Program"]  # type: ignore[index]
    assert [page[f"A{row}"].data_type for row in (2, 3, 4)] == ["s", "s", "s"]
    assert [page[f"A{row}"].value for row in (2, 3, 4)] == ["'=1+1", "'@cmd", "Biasa"]


def test_the_last_sheet_defines_every_column() -> None:
    book = opened(table("Program"), table("Kosong", COLUMNS[:1], []))
    sheet_rows = list(book["Definisi"].iter_rows(values_only=True))  # type: ignore[index]
    assert sheet_rows[0][0] == "Judul"
    assert sheet_rows[1][:2] == ("Hari", "24 November 2026")
    wanted = [("Program", c.name, c.meaning) for c in COLUMNS] + [("Kosong", "Nama", "Nama program.")]
    assert sheet_rows[-4:] == wanted
