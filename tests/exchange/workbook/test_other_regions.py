"""Files as other regions write them: what is seen is what is stored, or it is told (I3, I7–I10, I12)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.exchange.workbook.days import DayReading, day
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout.columns import Edge
from smartcity.exchange.workbook.letters import is_garbled
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.problems import grouped_lines
from smartcity.exchange.workbook.source import read_source
from smartcity.exchange.workbook.values import amount
from smartcity.exchange.workbook.xlsx.formatted import FormattedNumber, formatted
from smartcity.i18n.words import Words
from smartcity.store.engine import make_engine, reading
from tests.workbooks import Book, book, changed, write_book, write_folder


def drafted(tmp_path: Path, sheets: Book) -> PlanDraft:
    return draft_of(read_source(write_book(tmp_path / "plan.xlsx", sheets)), NameIndex())


def keys(draft: PlanDraft) -> list[str]:
    return [problem.key for problem in (*draft.errors, *draft.warnings)]


def values(draft: PlanDraft, entity: str, row: int = 0) -> Mapping[str, Any]:
    return draft.rows[entity][row].values


def renamed(sheet: str, heading: str, other: str) -> Book:
    sheets = book()
    sheets[sheet][0] = [other if cell == heading else cell for cell in sheets[sheet][0]]
    return sheets


@pytest.mark.parametrize(
    ("code", "value", "number"),
    [('0,,"jt"', 1_500_000, "1500000"), ('#,##0" jt"', 1500, "1500000000"), ('0.0,"rb"', 1500, "1500")],
)
def test_i3_a_word_in_the_format_multiplies(code: str, value: float, number: str) -> None:
    read_value = formatted(value, code)
    assert isinstance(read_value, FormattedNumber)
    assert (read_value.number, read_value.note) == (Decimal(number), "import.cell.scale_word")


@pytest.mark.parametrize(
    ("heading", "typed", "ceiling", "key"),
    [
        ("Pagu (Rp juta)", 1385.437875, "1385437875", "import.column.scale"),
        ("Pagu (dalam ribuan rupiah)", "1.385.437,5", "1385437500", "import.column.scale"),
        ("Pagu (Rp juta)", "1,5 miliar", "1500000000", "import.column.scale"),
        ("Pagu (Rp)", 1385437875, "1385437875", None),
    ],
)
def test_i14_money_in_thousands_or_millions(
    tmp_path: Path, heading: str, typed: object, ceiling: str, key: str | None
) -> None:
    sheets = renamed("Anggaran", "Pagu", heading)
    sheets["Anggaran"][1][3] = typed
    draft = drafted(tmp_path, sheets)
    assert values(draft, "budget")["ceiling"] == Decimal(ceiling)
    assert ("import.column.scale" in keys(draft), draft.errors) == (key is not None, [])


def test_i14_the_scale_may_stand_above_the_table(tmp_path: Path) -> None:
    sheets = book()
    sheets["Anggaran"] = [["PAGU TAHUN 2026 (dalam jutaan rupiah)"], *sheets["Anggaran"]]
    sheets["Anggaran"][2][3] = 1385.5
    assert values(drafted(tmp_path, sheets), "budget")["ceiling"] == Decimal(1_385_500_000)


def test_i14_the_scale_of_an_indicator_is_told_and_kept(tmp_path: Path) -> None:
    draft = drafted(tmp_path, renamed("Realisasi", "Realisasi", "Realisasi (ribu)"))
    assert (keys(draft), values(draft, "reading")["value"]) == (["import.column.scale_kept"], Decimal("79.5"))


@pytest.mark.parametrize(
    ("sheet", "rows", "columns"),
    [
        ("Target", [["Indikator", "Target 2025", "Target 2026"], ["I1", 70, 80]], "Target 2025, Target 2026"),
        ("Target", [["Indikator", 2025, 2026], ["I1", 70, 80]], "2025, 2026"),
        ("Realisasi", [["Indikator", "Tahun", "TW I", "TW II"], ["I1", 2026, 70, 80]], "TW I, TW II"),
        ("Realisasi", [["Indikator", "Tahun", "Jan", "Feb 2026"], ["I1", 2026, 7, 8]], "Jan, Feb 2026"),
    ],
)
def test_i12_years_beside_each_other_are_refused_with_what_to_do(
    tmp_path: Path, sheet: str, rows: list[list[Any]], columns: str
) -> None:
    draft = drafted(tmp_path, {**book(), sheet: rows})
    named = [problem.facts["columns"] for problem in draft.errors if problem.key == "import.column.beside"]
    assert (named, "import.column.unknown" in keys(draft)) == ([columns], False)


def test_i12_a_year_beside_a_filled_column_is_an_unknown_one(tmp_path: Path) -> None:
    sheets = book()
    sheets["Target"] = [[*line, extra] for line, extra in zip(sheets["Target"], ("Target 2025", 70, 75), strict=True)]
    assert keys(drafted(tmp_path, sheets)) == ["import.column.unknown"]


@pytest.mark.parametrize("title", ["OPD 2026", "Tabel 1. OPD", "Lampiran II OPD"])
def test_i12_more_names_of_sheets(tmp_path: Path, title: str) -> None:
    sheets = {title if sheet_title == "OPD" else sheet_title: rows for sheet_title, rows in book().items()}
    assert keys(drafted(tmp_path, sheets)) == ["import.sheet.read_as"]


def test_i12_headings_of_groups_and_headings_once_more_are_no_rows(tmp_path: Path) -> None:
    sheets = book()
    rows = sheets["Tahapan"]
    sheets["Tahapan"] = [rows[0], ["A. Dimensi Smart Governance"], *rows[1:3], rows[0], rows[3]]
    draft = drafted(tmp_path, sheets)
    assert (keys(draft), len(draft.rows["milestone"])) == (["import.row.group"] * 2, 3)


@pytest.mark.parametrize("typed", ["1. Bappeda\n2. DLH", "- Bappeda\n- DLH", "a) Bappeda; b) DLH", "• Bappeda\n• DLH"])
def test_numbered_agencies(tmp_path: Path, typed: str) -> None:
    draft = drafted(tmp_path, changed("Program", 2, "OPD Pendukung", typed))
    assert (values(draft, "programme")["supports"], keys(draft)) == (("BAPPEDA", "DLH"), [])


@pytest.mark.parametrize(
    "typed",
    [
        "s/d Desember 2026", "s.d. 31 Des 2026", "sampai dengan Des 2026", "paling lambat 31 Desember 2026",
        "31 Desember 2026 *)", "31 Desember 2026.", "'31/12/2026", "31-XII-2026", "31 Desember2026", "T.W. IV 2026",
        "TW III-IV 2026", "2025/2026",
    ],
)  # fmt: skip
def test_i7_ends_in_more_spellings(typed: str) -> None:
    assert day(typed, DayReading(Edge.END)).value == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["IV 2026", "IV/2026", "2026 IV"])
def test_i10_a_roman_numeral_with_a_year_is_refused_as_two_things(tmp_path: Path, typed: str) -> None:
    assert keys(drafted(tmp_path, changed("Tahapan", 2, "Tenggat", typed))) == ["import.day.roman"]


def test_i7_the_number_of_a_day_is_counted_as_the_workbook_counts(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", changed("Tahapan", 2, "Tenggat", "x"))
    made = openpyxl.load_workbook(path)
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904  # type: ignore[attr-defined]
    made["Tahapan"]["F2"] = 44925
    made.save(path)
    assert values(draft_of(read_source(path), NameIndex()), "milestone")["due_on"] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("typed", "number"), [("80 orang", "80"), ("1.250 Orang/Tahun", "1250"), ("2 juta orang", "2000000")]
)
def test_i7_a_unit_behind_a_number_is_left_out_and_told(typed: str, number: str) -> None:
    read_amount = amount(typed, 16, 8, comma=True)
    assert (read_amount.value, read_amount.note) == (Decimal(number), "import.cell.unit")


def test_a_number_with_a_word_is_the_text_of_an_indicator_told_in_words(tmp_path: Path) -> None:
    sheets = changed("Indikator", 2, "Arah", "text")
    sheets["Target"][1][3] = "12 dokumen"
    target = values(drafted(tmp_path, sheets), "target")
    assert (target["value"], target["text"]) == (None, "12 dokumen")


@pytest.mark.parametrize(
    ("sheet", "heading", "typed", "key"),
    [
        ("Anggaran", "Pagu", "1,5 M", "import.cell.scale_letter"),
        ("Anggaran", "Pagu", "1500 USD", "import.cell.decimal"),
        ("Target", "Target", "3 lusin", "import.cell.decimal"),
        ("Target", "Target", "3,5 skala 4", "import.cell.decimal"),
    ],
)
def test_what_could_be_another_number_is_refused(
    tmp_path: Path, sheet: str, heading: str, typed: str, key: str
) -> None:
    assert [problem.key for problem in drafted(tmp_path, changed(sheet, 2, heading, typed)).errors] == [key]


@pytest.mark.parametrize("typed", ["TA 2026", "Tahun 2026", "T.A. 2026"])
def test_i7_a_word_before_a_year(tmp_path: Path, typed: str) -> None:
    assert values(drafted(tmp_path, changed("Target", 2, "Tahun", typed)), "target")["year"] == 2026


@pytest.mark.parametrize(
    ("typed", "part", "notes"),
    [
        ("TW III 2026", 3, []),
        ("II/2026", 2, []),
        ("Triwulan 4 Tahun 2026", 4, []),
        ("TW III 2025", None, ["import.cell.quarter"]),
        ("Semester II 2026", None, ["import.cell.half_year"]),
    ],
)
def test_i7_the_year_of_the_row_may_stand_behind_a_part_of_it(
    tmp_path: Path, typed: str, part: int | None, notes: list[str]
) -> None:
    draft = drafted(tmp_path, changed("Target", 2, "Triwulan", typed))
    assert keys(draft) == notes
    assert part in {row.values["quarter"] for row in draft.rows.get("target", [])} | {None}


@pytest.mark.parametrize("typed", ["Tahunan", "I-II"])
def test_a_filled_quarter_is_not_told_as_blank(tmp_path: Path, typed: str) -> None:
    draft = drafted(tmp_path, changed("Realisasi", 2, "Triwulan", typed))
    assert keys(draft) in (["import.cell.whole_year"], ["import.cell.quarter"])


@pytest.mark.parametrize(
    ("text", "is_broken"),
    [("Café – dua", False), ("CafÃ© lama", True), ("Hidup â€“ CafÃ", True), ("a\ufffdb", True), ("مرحلة ½ Ü", False)],
)
def test_i10_broken_letters_are_known(text: str, *, is_broken: bool) -> None:
    assert is_garbled(text) == is_broken


def test_i10_a_wrong_byte_is_told_and_the_rest_stays(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "plan", changed("OPD", 4, "Nama", "Dinas – Hidup – Café"))
    page = folder / "OPD.csv"
    page.write_bytes(page.read_bytes().replace("é".encode(), b"\xc3"))
    draft = draft_of(read_source(folder), NameIndex(), month_first=False)
    assert values(draft, "agency", 2)["name"] == "Dinas – Hidup – Caf\ufffd"
    assert "import.cell.garbled" in keys(draft)


def test_i8_what_excel_made_true_is_told_as_it_shows(tmp_path: Path) -> None:
    [line] = grouped_lines(drafted(tmp_path, changed("OPD", 2, "Nama", value=True)), Words("id"))
    assert line.value == "TRUE"


@pytest.mark.parametrize(
    ("sheet", "row", "heading", "typed", "key"),
    [
        ("Pembaruan", 2, "Tercapai Pada", date(2027, 3, 20), "objection.day_to_come"),
        ("Realisasi", 2, "Tahun", 2028, "import.row.period_to_come"),
        ("Pembaruan", 2, "Tercapai Pada", date(2026, 3, 20), None),
    ],
)
def test_nothing_is_reported_before_it_is(
    sqlite_url: str, tmp_path: Path, sheet: str, row: int, heading: str, typed: object, key: str | None
) -> None:
    draft = drafted(tmp_path, changed(sheet, row, heading, typed))
    with reading(make_engine(sqlite_url)) as session:
        plan_import.preview(session, draft, at=datetime(2026, 11, 30, 3, tzinfo=UTC))
    assert [problem.key for problem in draft.errors] == ([key] if key else [])
