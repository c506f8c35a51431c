"""What people type in a cell: tables of spellings, each with its value or with the sentence that refuses it."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from smartcity.domain.enums import Horizon, PeriodKind
from smartcity.exchange.workbook import cells, days
from smartcity.exchange.workbook.cells import CellValue
from smartcity.exchange.workbook.choices import choice, scheme, scheme_text
from smartcity.exchange.workbook.conventions import decimal_marks
from smartcity.i18n.words import Words


@pytest.mark.parametrize(
    "typed",
    [
        "5 Juli 2023", "05 jul 2023", "5/7/2023", "05/07/2023", "5-7-2023", "5.7.2023", "2023-07-05", " 5  Juli  2023 ",
        "5-Jul-2023", "2023-Jul-05", "2023 Juli 5", "Rabu, 5 Juli 2023", "2023-07-05 00:00:00", date(2023, 7, 5),
        datetime.fromisoformat("2023-07-05 13:00"),
    ],
)  # fmt: skip
def test_a_day_in_many_spellings(typed: object) -> None:
    assert days.day(typed).value == date(2023, 7, 5)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("Januari", 1), ("Pebruari", 2), ("Mrt", 3), ("apr.", 4), ("MEI", 5), ("Juni", 6), ("jul", 7), ("Agt", 8),
        ("Ags", 8), ("Agu", 8), ("Agustus", 8), ("Sept", 9), ("Sep", 9), ("Okt", 10), ("Nop", 11), ("Des", 12),
    ],
)  # fmt: skip
def test_months_in_their_short_forms(typed: str, month: int) -> None:
    assert days.day(f"3 {typed} 2026").value == date(2026, month, 3)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("31 Februari 2026", "import.cell.no_such_day"), ("29/02/2025", "import.cell.no_such_day"),
        ("2026-13-01", "import.cell.no_such_day"), ("5 Jumadil 2026", "import.cell.day"),
        ("Juli 2026", "import.day.which"), ("2026", "import.day.which"),
        ("2023-07-055", "import.cell.day"), (1500, "import.cell.day"), (time(9), "import.cell.day"),
        ("1/1/1899", "import.row.year"), (date(2201, 1, 1), "import.row.year"),
    ],
)  # fmt: skip
def test_what_is_no_day(typed: object, key: str) -> None:
    with pytest.raises(cells.Unreadable) as no:
        days.day(typed)
    assert no.value.key == key


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("2026-10-20 09:30", datetime.fromisoformat("2026-10-20 09:30")),
        ("20/10/2026 09.30", datetime.fromisoformat("2026-10-20 09:30")),
        ("20 Okt 2026 09.30 WIB", datetime.fromisoformat("2026-10-20 09:30")),
        ("2026-10-20 09:30:15.250000", datetime.fromisoformat("2026-10-20 09:30:15.250000")),
        ("2026-10-20", datetime.fromisoformat("2026-10-20 12:00")),
        (date(2026, 10, 20), datetime.fromisoformat("2026-10-20 12:00")),
    ],
)
def test_an_instant_without_an_hour_is_noon(typed: object, at: datetime) -> None:
    assert days.instant(typed) == at


@pytest.mark.parametrize(("typed", "at"), [("9.30", time(9, 30)), ("09:30 WIB", time(9, 30)), (time(7), time(7))])
def test_an_hour(typed: object, at: time) -> None:
    assert days.clock(typed) == at


@pytest.mark.parametrize("typed", ["TW II", "tw.2", "II", "ii", "2", 2, 2.0, "Triwulan II", "Q2", " TW  II "])
def test_the_second_quarter(typed: object) -> None:
    assert cells.quarter(typed) == 2


@pytest.mark.parametrize("typed", ["V", "0", "13", "TW", "1,5", "dua", "Maret"])
def test_what_is_no_quarter(typed: str) -> None:
    with pytest.raises(cells.Unreadable):
        cells.quarter(typed)


@pytest.mark.parametrize(
    ("typed", "comma", "value"),
    [
        ("1.234,5", True, "1234.5"), ("1,234.5", False, "1234.5"), ("1.234", True, "1234"), ("1.234", False, "1.234"),
        ("-0,00000001", True, "-0.00000001"),
        ("Rp1.385.437.875", True, "1385437875"), ("Rp 25.000,50", True, "25000.50"),
        ("90,25 %", True, "90.25"), ("\N{MINUS SIGN}3", None, "-3"), (",5", True, "0.5"), ("+7", None, "7"),
        (0.1, None, "0.1"), (3, None, "3"), ("1'234'567.5", False, "1234567.5"),
    ],
)  # fmt: skip
def test_a_number_by_the_mark_of_its_column(typed: object, *, comma: bool | None, value: str) -> None:
    assert cells.decimal(typed, comma=comma) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["1.2.3", "1_000", "inf", "nan", "1e5", "12 orang", "-", ".", "1,2,3", "1.23.456", True, "٣x"]
)
def test_what_is_no_number(typed: object) -> None:
    with pytest.raises(cells.Unreadable):
        cells.decimal(typed, comma=True)


@pytest.mark.parametrize(
    ("column", "proved", "is_open"),
    [
        (["1,5", "2"], {True}, False), (["1.5", "1.234"], {False}, True), (["1.234"], set(), True),
        (["1.234.567"], {True}, False), (["1,234,567"], {False}, False), (["1.234,56"], {True}, False),
        (["1,234.56"], {False}, False), (["1,5", "2.5"], {True, False}, False), (["0.125"], {False}, False),
        (["12", "7"], set(), False), ([], set(), False), (["90,25 %", "Rp1.000"], {True}, True),
    ],
)  # fmt: skip
def test_comma_or_point_is_decided_for_the_whole_column(column: list[str], proved: set[bool], *, is_open: bool) -> None:
    assert decimal_marks(column) == (proved, is_open)


@pytest.mark.parametrize(("typed", "value"), [("2.026", 2026), ("2026,0", 2026), ("2026.0", 2026), (2026.0, 2026)])
def test_a_whole_number(typed: object, value: int) -> None:
    assert cells.whole(typed) == value


def test_a_number_is_rounded_to_what_its_column_keeps() -> None:
    assert cells.fitted(Decimal("33.333333333333336"), 16, 8) == Decimal("33.33333333")
    assert cells.fitted(Decimal("-99.99"), 2, 2) == Decimal("-99.99")
    with pytest.raises(cells.Unreadable):
        cells.fitted(Decimal(100), 2, 2)


@pytest.mark.parametrize("typed", [None, "", "  ", "-", "–", "—", "N/A", "n/a", "#N/A", "tidak ada data"])
def test_nothing_in_many_spellings(typed: object) -> None:
    assert cells.is_empty_cell(typed)


@pytest.mark.parametrize("typed", [0, "0", False, "'-", "nol"])
def test_zero_and_no_are_not_nothing(typed: object) -> None:
    assert not cells.is_empty_cell(typed)


@pytest.mark.parametrize(("typed", "value"), [("Ya", True), ("TIDAK", False), (True, True), (0, False), ("✓", True)])
def test_yes_and_no(typed: object, *, value: bool) -> None:
    assert cells.yes_no(typed) is value


@pytest.mark.parametrize("typed", ["Jangka Pendek", "jangka  pendek", "short", "Short term "])
def test_a_choice_by_its_label_in_either_language_or_its_value(typed: str) -> None:
    assert choice(typed, Horizon) == CellValue(Horizon.SHORT)


def test_a_choice_that_is_not_offered_says_what_is() -> None:
    with pytest.raises(cells.Unreadable) as no:
        choice("Pekan", PeriodKind)
    assert no.value.facts == {"allowed": "Bulan · Triwulan"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [(" a ", "a"), (12.0, "12"), ("'=x", "=x"), ("'-x", "-x"), ("'", "'"), ("'tis", "'tis"), ("a\x00\x07b", "ab")],
)
def test_a_text(typed: object, value: str) -> None:
    assert cells.text(typed) == value


def test_several_names_keep_their_commas() -> None:
    assert cells.listed("Dinas Kominfo, Kota; Diskominfo\nKominfo;") == ("Dinas Kominfo, Kota", "Diskominfo", "Kominfo")


def test_a_health_scheme_reads_back_as_it_is_told() -> None:
    levels = [["0.95", "on_track"], ["0.7", "attention"], ["0", "late"]]
    text = scheme_text(levels, Words("id"))
    assert text == "0,95 Sesuai Rencana; 0,7 Perlu Perhatian; 0 Terlambat"
    assert scheme(text) == levels


@pytest.mark.parametrize(
    "typed", ["0,9 Sesuai Rencana", "0,5 Terlambat; 0,9 Sesuai Rencana; 0 Terlambat", "baik; 0 Terlambat"]
)
def test_a_scheme_with_a_hole_or_out_of_order_is_refused(typed: str) -> None:
    with pytest.raises(cells.Unreadable):
        scheme(typed)
