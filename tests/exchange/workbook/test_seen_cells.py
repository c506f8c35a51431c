"""What people see in a cell is what is read, or they are told: formats, days, invisible characters (I3, I7–I9, I11)."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.exchange.workbook.xlsx.formats import displayed_text, parsed
from smartcity.exchange.workbook.xlsx.formatted import ErrorValue, Hidden, formatted
from smartcity.store.engine import make_engine, reading
from tests.workbooks import Book, book, changed, put, write_book


def drafted(tmp_path: Path, sheets: Book, change: Callable[[Any], None] | None = None, **how: Any) -> PlanDraft:
    """`change` gets the workbook as openpyxl opens it."""
    path = write_book(tmp_path / "plan.xlsx", sheets)
    if change:
        made = openpyxl.load_workbook(path)
        change(made)
        made.save(path)
    return draft_of(read_source(path), NameIndex(), **how)


def cell(tmp_path: Path, sheet: str, row: int, heading: str, value: object, code: str = "General") -> PlanDraft:
    """The miniature plan with one cell of this value and this number format."""

    def change(made: Any) -> None:
        page = made[sheet]
        at = next(place.column for place in page[1] if place.value == heading)
        page.cell(row, at, value).number_format = code

    return drafted(tmp_path, changed(sheet, row, heading, "x"), change)


def keys(draft: PlanDraft) -> list[str]:
    return [problem.key for problem in (*draft.errors, *draft.warnings)]


def values(draft: PlanDraft, entity: str, row: int = 0) -> Mapping[str, Any]:
    return draft.rows[entity][row].values


def warnings_at(draft: PlanDraft, heading: str) -> list[str]:
    return [problem.key for problem in (*draft.errors, *draft.warnings) if problem.place.column == heading]


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("00", 7, "07"),
        ("0.00", 1.1, "1.10"),
        ("000", 12, "012"),
        ("#,##0", 1234567, "1,234,567"),
        ("0%", 0.9, "90%"),
        ('0.0"%"', 95.5, "95.5%"),
        (r"0.0\%", 95.5, "95.5%"),
        ('"P-"000', 7, "P-007"),
        ("0.0#", 2.5, "2.5"),
        ("[Red]0", 3, "3"),
        ("[$-421]0.0", 3, "3.0"),
        ("[$Rp-421]#,##0", 1500, "Rp1,500"),
        ("0;(0)", -5, "(5)"),
        ("0", -5, "-5"),
        ('0;-0;"nol"', 0, "nol"),
        ("[<1]0%;0", 0.5, "50%"),
        ("[<1]0%;0", 5, "5"),
        ("@", 5, "5"),
        ("0_);(0)", 4, "4"),
        ("* 0", 4, "4"),
        ('"TW "0', 2, "TW 2"),
        ("0.0,", 1500, "1.5"),
        ("#", 0, ""),
        ("0.00E+00", 123456, "1.23E+5"),
        ("General", 1.1, "1.1"),
        ("##0.0", 0.04, "0.0"),
        (r"00\.00\.00\.0000", 1373051001, "13.73.05.1001"),
        (r"00\.00\.00\.0000", 373051001, "03.73.05.1001"),
        ("0000-0000", 62812345, "6281-2345"),
        ('0"."00', 1.23, "0.01"),
        ('000"."000', 5, "000.005"),
        ('"Rp"#,##0', 1500, "Rp1,500"),
        ("0%%", 0.5, "5000%%"),
        ("00.00.00", 10203, "10203.00"),
    ],
)
def test_i3_a_number_is_shown_as_its_format_says(code: str, value: float, text: str) -> None:
    number = Decimal(repr(value))
    section, is_signed = parsed(code).of(number)
    if code != "00.00.00":
        assert displayed_text(number, section, is_signed=is_signed) == text


@pytest.mark.parametrize(
    ("code", "value", "number", "key"),
    [
        ('0.0"%"', 95.5, "95.5", None),
        (r"0.0\%", 95.5, "95.5", None),
        ("0%", 0.955, "95.5", "import.cell.rounded"),
        ("0.0%", 0.955, "95.5", None),
        ('0%"%"', 0.9, "90", None),
        ("0%%", 0.9, "9000", None),
        ("_%0", 12, "12", None),
        ("[Red]0.0%;0%", 0.955, "95.5", None),
        ('"%"0', 12, "12", None),
        ("#,##0,", 1500000, "1500", "import.cell.scaled"),
        ("#,##0.0,,", 1500000, "1.5", "import.cell.scaled"),
        ('0.0" persen"', 95.5, "95.5", None),
        ("@", 12, "12", None),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 0, "0", "import.cell.zero_as_dash"),
        ("*%0", 12, "12", None),
        ("0", 12.5, "12.5", "import.cell.rounded"),
        ("0.0", 0.1 + 0.2, "0.30000000", None),
        ("0.0E+00", 12, "12", None),
        ("0 %", 0.5, "50", None),
        ('[>=1]0"%";0%', 1, "1", None),
        ('[>=1]0"%";0%', 0.5, "50", None),
    ],
)
def test_i3_only_a_bare_percent_sign_scales(
    tmp_path: Path, code: str, value: float, number: str, key: str | None
) -> None:
    draft = cell(tmp_path, "Target", 2, "Target", value, code)
    assert values(draft, "target")["value"] == Decimal(number)
    assert warnings_at(draft, "Target") == ([key] if key else [])
    assert draft.errors == []


@pytest.mark.parametrize(
    ("code", "value", "key"),
    [
        ("dd/mm/yyyy", 46387, "import.cell.is_day"),
        ("[h]:mm", 1.5, "import.cell.duration"),
        ("h:mm", 0.5, "import.cell.is_day"),
        ("0;0", -5, "import.cell.sign_hidden"),
        ('"Tercapai"', 5, "import.cell.decimal"),
        ("yyyy", 46387, "import.cell.is_day"),
    ],
)
def test_i8_what_shows_no_number_is_none(tmp_path: Path, code: str, value: float, key: str) -> None:
    assert warnings_at(cell(tmp_path, "Target", 2, "Target", value, code), "Target") == [key]


def test_i3_a_value_that_its_format_hides_is_blank_and_told(tmp_path: Path) -> None:
    draft = cell(tmp_path, "Target", 2, "Batas Atas", 5, ";;;")
    assert (values(draft, "target")["upper"], warnings_at(draft, "Batas Atas")) == (None, ["import.cell.hidden"])
    assert formatted(0, "0;-0;;@") == Hidden(0)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (7, "00", "07"),
        (1.1, "0.00", "1.10"),
        (12, "General", "12"),
        (12.0, "General", "12"),
        (1.1, "General", "1.1"),
        (7, '"P-"000', "P-007"),
        (0.1 + 0.2, "General", "0.3"),
        (12345678901, "General", "12345678901"),
        (1, "@", "1"),
    ],
)
def test_i8_a_number_in_a_column_of_text_is_read_as_shown(tmp_path: Path, value: float, code: str, text: str) -> None:
    draft = cell(tmp_path, "Misi", 2, "Kode", value, code)
    assert (values(draft, "mission")["code"], warnings_at(draft, "Kode")) == (text, [])


@pytest.mark.parametrize("heading", ["Kode", "Nama"])
@pytest.mark.parametrize(
    ("value", "code", "key"),
    [
        (datetime.fromisoformat("2026-02-01 00:00"), "d-mmm", "import.cell.became_day"),
        (datetime.fromisoformat("2026-02-01 00:00"), "dd/mm/yyyy", "import.cell.became_day"),
        (time(1, 30), "h:mm", "import.cell.became_day"),
        (timedelta(hours=30), "[h]:mm", "import.cell.became_day"),
        (True, "General", "import.cell.became_boolean"),
        (False, "General", "import.cell.became_boolean"),
        (100000, "0.00E+00", "import.cell.became_number"),
        (198501012010011001, "General", "import.cell.became_number"),
        ("#N/A", "General", "import.cell.broken"),
        ("#REF!", "General", "import.cell.broken"),
        ("#NAME?", "General", "import.cell.broken"),
    ],
)
def test_i8_what_excel_made_of_a_text_is_refused(
    tmp_path: Path, heading: str, value: object, code: str, key: str
) -> None:
    assert warnings_at(cell(tmp_path, "Misi", 2, heading, value, code), heading) == [key]


@pytest.mark.parametrize("heading", ["Kode", "Wilayah", "Tahun", "Triwulan", "Realisasi", "Putusan", "Diputus Pada"])
def test_i8_an_error_cell_is_refused_in_every_kind_of_column(tmp_path: Path, heading: str) -> None:
    sheet, row = ("Misi", 2) if heading == "Kode" else ("Realisasi", 2)
    assert warnings_at(cell(tmp_path, sheet, row, heading, "#N/A"), heading) == ["import.cell.broken"]


@pytest.mark.parametrize("value", [-1, 2_958_466, 1e10])
def test_i8_a_day_that_cannot_be_is_an_error_cell(value: float) -> None:
    assert formatted(value, "dd/mm/yyyy") == ErrorValue("########")


LAST, FIRST = "import.day.last", "import.day.first"


@pytest.mark.parametrize(
    ("typed", "end", "key"),
    [
        ("2025", date(2025, 12, 31), LAST),
        (2025, date(2025, 12, 31), LAST),
        ("Desember 2025", date(2025, 12, 31), LAST),
        ("TW IV 2025", date(2025, 12, 31), LAST),
        ("Semester II 2025", date(2025, 12, 31), LAST),
        ("Maret 2026", date(2026, 3, 31), LAST),
        ("15/12/26", date(2026, 12, 15), "import.day.short_year"),
        ("46387", date(2026, 12, 31), "import.day.number"),
        (46387, date(2026, 12, 31), "import.day.number"),
        ("Q3 2026", date(2026, 9, 30), LAST),
        ("2026-Q3", date(2026, 9, 30), LAST),
        ("Triwulan 2 Tahun 2026", date(2026, 6, 30), LAST),
        ("Februari 2028", date(2028, 2, 29), LAST),
        ("Sem. 1 2026", date(2026, 6, 30), LAST),
        ("Nop-26", date(2026, 11, 30), LAST),
        ("11/2026", date(2026, 11, 30), LAST),
        ("2026-11", date(2026, 11, 30), LAST),
        ("akhir 2026", date(2026, 12, 31), LAST),
        ("Januari - Maret 2026", date(2026, 3, 31), LAST),
        ("2026 s.d. 2027", date(2027, 12, 31), LAST),
        ("TA 2027", date(2027, 12, 31), LAST),
        ("5 Des '26", date(2026, 12, 5), "import.day.short_year"),
        ("December 5, 2026", date(2026, 12, 5), None),
        ("２０２６", date(2026, 12, 31), LAST),
        ("2026/12/05", date(2026, 12, 5), None),
        ("20261205", date(2026, 12, 5), None),
        ("1 Oktober - 31 Desember 2026", date(2026, 12, 31), LAST),
    ],
)
def test_i7_a_period_as_an_end_means_its_last_day(tmp_path: Path, typed: object, end: date, key: str | None) -> None:
    draft = drafted(tmp_path, changed("Tahapan", 4, "Tenggat", typed))
    assert (values(draft, "milestone", 2)["due_on"], warnings_at(draft, "Tenggat")) == (end, [key] if key else [])


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2025", date(2025, 1, 1)),
        ("Desember 2025", date(2025, 12, 1)),
        ("TW IV 2025", date(2025, 10, 1)),
        ("Semester II 2025", date(2025, 7, 1)),
        ("awal 2026", date(2026, 1, 1)),
        ("Januari - Maret 2026", date(2026, 1, 1)),
    ],
)
def test_i7_a_period_as_a_start_means_its_first_day(tmp_path: Path, typed: str, start: date) -> None:
    draft = drafted(tmp_path, changed("Tahapan", 4, "Mulai", typed))
    assert (values(draft, "milestone", 2)["starts_on"], warnings_at(draft, "Mulai")) == (start, [FIRST])


@pytest.mark.parametrize(
    ("code", "end", "key"),
    [
        ("mmm-yy", date(2026, 12, 31), LAST),
        ("mmmm yyyy", date(2026, 12, 31), LAST),
        ("yyyy", date(2026, 12, 31), LAST),
        ("d mmm", date(2026, 12, 1), "import.day.partly_shown"),
        ("[$-421]dd mmmm yyyy", date(2026, 12, 1), None),
        ("dd/mm/yyyy hh:mm", date(2026, 12, 1), None),
    ],
)
def test_i7_a_day_whose_format_shows_the_month_only_is_that_month(
    tmp_path: Path, code: str, end: date, key: str | None
) -> None:
    draft = cell(tmp_path, "Tahapan", 4, "Tenggat", datetime.fromisoformat("2026-12-01 00:00"), code)
    assert (values(draft, "milestone", 2)["due_on"], warnings_at(draft, "Tenggat")) == (end, [key] if key else [])


@pytest.mark.parametrize(
    ("typed", "percent", "key"),
    [
        ("56,982", 57, "import.cell.percent_rounded"),
        (56.982, 57, "import.cell.percent_rounded"),
        ("35.8", 36, "import.cell.percent_rounded"),
        ("99,9", 99, "import.cell.percent_rounded"),
        ("40%", 40, None),
        ("0,3", 1, "import.cell.fraction"),
        (0.57, 1, "import.cell.fraction"),
        ("100 persen", 100, None),
        ("40", 40, None),
        (40.0, 40, None),
        ("140", 140, None),
    ],
)
def test_i7_percent_with_decimals(tmp_path: Path, typed: object, percent: int, key: str | None) -> None:
    draft = drafted(tmp_path, changed("Pembaruan", 3, "Persen", typed))
    assert (values(draft, "update", 1)["percent"], warnings_at(draft, "Persen")) == (percent, [key] if key else [])


@pytest.mark.parametrize(
    ("sheet", "heading", "typed", "entity", "field", "value"),
    [
        ("Indikator", "Arah", "Naik", "indicator", "direction", "higher"),
        ("Indikator", "Arah", "menurun", "indicator", "direction", "lower"),
        ("Indikator", "Cara Hitung", "Non-Akumulasi", "indicator", "calculation", "latest"),
        ("Indikator", "Cara Hitung", "Akumulasi", "indicator", "calculation", "cumulative"),
        ("Program", "Jangka", "menengah", "programme", "horizon", "medium"),
        ("Program", "Jangka", "QW", "programme", "horizon", "quick_win"),
        ("Rencana Aksi", "Jenis", "Pengembangan Aplikasi", "action_plan", "kind", "application"),
        ("Rencana Aksi", "Jenis", "SDM", "action_plan", "kind", "capacity"),
        ("Pembaruan", "Status", "on progress", "update", "claim", "running"),
        ("Pembaruan", "Status", "Tuntas", "update", "claim", "done"),
        ("Periode", "Jenis", "Triwulanan", "period", "kind", "quarter"),
        ("Anggaran", "Sumber", "DAK", "budget", "source", "non_apbd"),
        ("Quick Win Tahunan", "Keadaan", "Rutin", "quick_win_year", "state", "routine"),
        ("Pembaruan", "Putusan", "Disetujui", "update", "verdict", "verified"),
    ],
)
def test_i7_what_people_write_for_the_members_of_closed_lists(
    tmp_path: Path, sheet: str, heading: str, typed: str, entity: str, field: str, value: str
) -> None:
    draft = drafted(tmp_path, changed(sheet, 2, heading, typed))
    assert (values(draft, entity)[field], warnings_at(draft, heading)) == (value, ["import.row.misspelt"])


@pytest.mark.parametrize(
    ("typed", "value"), [("Y", True), ("T", False), ("√", True), ("v", True), ("x", True), (0, False)]
)
def test_i7_yes_and_no(tmp_path: Path, typed: object, *, value: bool) -> None:
    assert values(drafted(tmp_path, changed("Program", 2, "Quick Win", typed)), "programme")["is_quick_win"] is value


@pytest.mark.parametrize(
    "typed", ["Triwulan 4", "TW4", "Q4", "IV", "Kuartal IV", "TW. 4", "triwulan ke-4", "Triwulan keempat"]
)
def test_i7_quarters(tmp_path: Path, typed: str) -> None:
    draft = drafted(tmp_path, changed("Target", 2, "Triwulan", typed))
    assert (values(draft, "target")["quarter"], warnings_at(draft, "Triwulan")) == (4, [])


def test_i7_months_have_names_where_the_period_is_a_month(tmp_path: Path) -> None:
    sheets = changed("Periode", 2, "Jenis", "Bulan")
    draft = drafted(tmp_path, put(sheets, "Periode", 2, "Nomor", "Agt"))
    assert values(draft, "period")["number"] == 8
    assert warnings_at(drafted(tmp_path, changed("Target", 2, "Triwulan", "Agustus")), "Triwulan") == [
        "import.cell.quarter"
    ]


@pytest.mark.parametrize(
    ("typed", "expected", "key"),
    [
        ("90-100", (None, 90, 100), "import.goal.bounds"),
        ("90 s/d 100", (None, 90, 100), "import.goal.bounds"),
        ("7,5 – 8", (None, Decimal("7.5"), 8), "import.goal.bounds"),
        ("≥ 80", (80, None, None), "import.goal.least"),
        ("> 80", (80, None, None), "import.goal.least"),
        ("min. 80", (80, None, None), "import.goal.least"),
        ("minimal 80,5", (Decimal("80.5"), None, None), "import.goal.least"),
        ("maks 5", (5, None, None), "import.goal.most"),
        ("<= 5", (5, None, None), "import.goal.most"),
        ("80%", (80, None, None), "import.goal.percent"),
        ("100 persen", (100, None, None), "import.goal.percent"),
        ("-5", (-5, None, None), None),
        ("(5)", (-5, None, None), None),
        ("1,5 juta", (1_500_000, None, None), "import.cell.scale_word"),
        ("Rp1.500.000,-", (1_500_000, None, None), None),
    ],
)
def test_i7_targets(tmp_path: Path, typed: str, expected: tuple[Any, ...], key: str | None) -> None:
    draft = drafted(tmp_path, changed("Target", 2, "Target", typed), comma=True)
    row_values = values(draft, "target")
    assert (row_values["value"], row_values.get("lower"), row_values.get("upper")) == expected
    assert warnings_at(draft, "Target") == ([key] if key else [])


def test_i7_words_as_a_target_of_an_indicator_told_in_words(tmp_path: Path) -> None:
    sheets = put(changed("Target", 2, "Target", "WTP"), "Realisasi", 2, "Realisasi", "WDP")
    draft = drafted(tmp_path, put(sheets, "Indikator", 2, "Arah", "Teks"))
    assert (values(draft, "target")["text"], values(draft, "reading")["text"]) == ("WTP", "WDP")
    assert keys(draft) == ["import.goal.text"] * 2


def test_i7_a_milestone_without_a_start_takes_that_of_its_programme(sqlite_url: str, tmp_path: Path) -> None:
    sheets = put(changed("Tahapan", 4, "Mulai", None), "Tahapan", 2, "Mulai", "-")
    engine = make_engine(sqlite_url)
    draft = drafted(tmp_path, sheets)
    with reading(engine) as session:
        plan_import.preview(session, draft, at=datetime(2026, 11, 30, tzinfo=UTC))
    engine.dispose()
    assert (draft.errors, [p.key for p in draft.warnings]) == ([], ["import.row.start"] * 2)
    pairs = [
        (values(draft, "milestone", row)["starts_on"], values(draft, "milestone", row)["start_is_estimated"])
        for row in range(3)
    ]
    assert pairs == [(date(2026, 1, 1), True), (date(2026, 4, 1), False), (date(2026, 2, 1), True)]


def test_i7_two_agencies_of_an_indicator_no_agency_no_unit_no_quarter(tmp_path: Path) -> None:
    sheets = changed("Indikator", 2, "OPD", "Diskominfo; Bappeda")
    draft = drafted(tmp_path, sheets)
    assert (values(draft, "indicator")["agency"], values(draft, "indicator")["supports"]) == ("KOMINFO", ("BAPPEDA",))
    assert keys(draft) == ["import.row.two_owners"]
    for sheet, heading, typed, key in (
        ("Indikator", "OPD", None, "import.blank.agency"),
        ("Indikator", "Satuan", "-", "import.blank.unit"),
        ("Realisasi", "Triwulan", None, "import.blank.quarter"),
        ("Realisasi", "Triwulan", "Semester II", "import.cell.half_year"),
    ):
        plan_draft = drafted(tmp_path, changed(sheet, 2, heading, typed))
        assert (plan_draft.errors, keys(plan_draft)) == ([], [key])
    assert values(plan_draft, "reading")["half"] == 2


INVISIBLE = [
    "DLH\u200b",
    "\ufeffDLH",
    "D\u00adLH",
    "DLH\u00a0",
    "\u200eDLH\u200f",
    "\uff24\uff2c\uff28",
    "DLH_x000D_",
    "DLH\r\n",
    "D\u2060LH",
    "DLH_x000d_",
]


@pytest.mark.parametrize("typed", INVISIBLE)
def test_i9_invisible_and_full_width_letters(tmp_path: Path, typed: str) -> None:
    draft = drafted(tmp_path, put(changed("OPD", 4, "Kode", typed), "Program", 3, "OPD Penanggung Jawab", typed))
    assert (values(draft, "agency", 2)["code"], values(draft, "programme", 1)["lead_agency"]) == ("DLH", "DLH")
    assert keys(draft) == []
    named = drafted(tmp_path, changed("OPD", 4, "Nama", f"Dinas{typed}"))
    assert not set(values(named, "agency", 2)["name"]) & set("\u200b\ufeff\u00ad\u200e\u200f\u2060\r\n")


def test_i9_headings_and_titles_with_invisible_letters(tmp_path: Path) -> None:
    sheets = {f"{title}\u200b": lines for title, lines in book().items()}
    for lines in sheets.values():
        lines[0] = [f"\ufeff{heading}\u00a0" for heading in lines[0]]
    draft = drafted(tmp_path, sheets)
    assert keys(draft) == []
    assert len(draft.rows["milestone"]) == 3


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Asia/Jakarta", date(2026, 3, 31)), ("Asia/Makassar", date(2026, 3, 31)), ("UTC", date(2026, 3, 30))],
)
@pytest.mark.parametrize(
    "typed", ["2026-03-30T17:00:00.000Z", "2026-03-30T17:00:00+00:00", "2026-03-31T01:00:00+08:00"]
)
def test_i11_an_instant_with_an_offset_is_the_day_in_the_zone_of_the_plan(
    tmp_path: Path, typed: str, zone: str, day: date
) -> None:
    sheets = put(changed("Tahapan", 2, "Tenggat", typed), "Rencana Induk", 2, "Zona Waktu", zone)
    assert values(drafted(tmp_path, sheets), "milestone")["due_on"] == day


def test_i11_an_iso_cell(tmp_path: Path) -> None:
    from tests.exchange.workbook.test_import_refused import rewritten

    path = write_book(tmp_path / "plan.xlsx", changed("Tahapan", 2, "Tenggat", 12345.5))
    planted = b'<c r="F2" t="d"><v>2026-03-30T17:00:00.000Z</v></c>'
    rewritten(path, lambda _name, content: content.replace(b'<c r="F2"><v>12345.5</v></c>', planted))
    draft = draft_of(read_source(path), NameIndex())
    assert (values(draft, "milestone")["due_on"], keys(draft)) == (date(2026, 3, 31), [])
