"""Where the table stands in a sheet, what a sheet and a text file may look like (I10, I12, I13)."""

import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import Result

from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.problems import grouped_lines
from smartcity.exchange.workbook.source import read_source
from smartcity.i18n.words import Words
from tests.workbooks import Book, book, changed, command, put, write_book, write_folder

SAY = Words("id").say


def drafted(path: Path, **how: Any) -> PlanDraft:
    return draft_of(read_source(path), NameIndex(), **how)


def keys(draft: PlanDraft) -> list[str]:
    return [problem.key for problem in (*draft.errors, *draft.warnings)]


def counts(draft: PlanDraft) -> Mapping[str, int]:
    return {entity: len(rows) for entity, rows in draft.rows.items() if rows}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, int]:
    """Rows of the miniature plan by entity."""
    return counts(drafted(write_book(tmp_path_factory.mktemp("whole") / "plan.xlsx", book())))


def test_i12_title_rows_above_the_headings(tmp_path: Path, whole: Mapping[str, int]) -> None:
    sheets = {title: [["RENCANA INDUK KOTA UJI"], ["Tahun 2024, 2028"], [], *lines] for title, lines in book().items()}
    draft = drafted(write_book(tmp_path / "plan.xlsx", sheets))
    assert (keys(draft), counts(draft)) == ([], whole)
    assert draft.rows["milestone"][0].place.row == 5
    folder = drafted(write_folder(tmp_path / "plan", sheets))
    assert (folder.errors, counts(folder)) == ([], whole)


def test_i12_merged_titles_and_headings_in_two_rows(tmp_path: Path, whole: Mapping[str, int]) -> None:
    sheets = book()
    heads = sheets["Tahapan"][0]
    upper = [*heads[:4], "Jadwal", None, None]
    sheets["Tahapan"][:1] = [["TAHAPAN"], upper, [None] * 4 + heads[4:]]

    def merge(made: Any) -> None:
        page = made.sheetnames["Tahapan"]
        page.merge_range("A1:G1", "TAHAPAN")
        page.merge_range("E2:G2", "Jadwal")

    draft = drafted(write_book(tmp_path / "plan.xlsx", sheets, merge))
    assert (draft.errors, counts(draft)) == ([], whole)
    assert draft.rows["milestone"][1].values["due_on"] == date(2026, 8, 31)


def test_i12_numbering_totals_and_notes_are_no_rows(tmp_path: Path, whole: Mapping[str, int]) -> None:
    sheets = book()
    sheets["Tahapan"].insert(1, [1, 2, 3, 4, 5, 6, 7])
    sheets["Program"].insert(1, [f"({number})" for number in range(1, 12)])
    sheets["Anggaran"].append(["Jumlah", None, None, 1385437875])
    sheets["Tahapan"] += [
        [],
        ["Keterangan:"],
        ["Bobot dihitung dari biaya."],
        [],
        [None, None, "Kepala Bappeda"],
        [None, None, "NIP 1985"],
    ]
    sheets["OPD"].append(["Sumber: Bagian Organisasi"])
    draft = drafted(write_book(tmp_path / "plan.xlsx", sheets))
    assert (draft.errors, counts(draft)) == ([], whole)
    assert [(p.place.sheet, p.place.row, p.key) for p in draft.warnings] == [
        ("OPD", 5, "import.row.notes"),
        *(("Tahapan", row, "import.row.notes") for row in (7, 8, 10, 11)),
        ("Anggaran", 3, "import.row.totals"),
    ]


def test_i12_a_last_row_that_lacks_something_is_no_note(tmp_path: Path) -> None:
    sheets = book()
    sheets["Tahapan"].append(["P9.A.1"])
    sheets["Misi"].append(["M2"])
    assert {p.place.sheet for p in drafted(write_book(tmp_path / "plan.xlsx", sheets)).errors} == {"Tahapan", "Misi"}


TITLES = {
    "OPD": ("Perangkat Daerah", "SKPD", "1. OPD", "OPD (Perangkat Daerah)", "Daftar OPD"),
    "Tahapan": ("Tahapan (Milestone)", "Milestone", "Milestones"),
    "Rencana Induk": ("Masterplan", "Masterplan (Rencana Induk)"),
    "Program": ("03 Program", "Data Program", "Programmes"),
    "Indikator": ("Indicators",),
    "Pembaruan": ("Pembaruan Tahapan",),
    "Quick Win Tahunan": ("Status Quick Win Tahunan",),
    "Periode": ("Periode Pelaporan",),
}


@pytest.mark.parametrize(("title", "other"), [(title, other) for title, others in TITLES.items() for other in others])
def test_i12_what_else_a_sheet_is_called(tmp_path: Path, whole: Mapping[str, int], title: str, other: str) -> None:
    sheets = {other if sheet_title == title else sheet_title: lines for sheet_title, lines in book().items()}
    draft = drafted(write_book(tmp_path / "plan.xlsx", sheets))
    assert (keys(draft), counts(draft)) == (["import.sheet.read_as"], whole)


def test_i12_a_sheet_of_the_layout_goes_before_what_is_called_so(tmp_path: Path, whole: Mapping[str, int]) -> None:
    draft = drafted(write_book(tmp_path / "plan.xlsx", {"Perangkat Daerah": [["a"]], **book()}))
    assert (keys(draft), counts(draft)) == (["import.sheet.unknown"], whole)


@pytest.mark.parametrize(
    ("sheet", "heading", "other"),
    [
        ("Program", "Kode", "Kode Program"),
        ("Program", "Nama", "Nama Program"),
        ("Program", "OPD Penanggung Jawab", "Penanggung Jawab"),
        ("Tahapan", "Rencana Aksi", "Kode Rencana Aksi"),
        ("Tahapan", "Tenggat", "Jatuh Tempo"),
        ("Tahapan", "Bobot", "Bobot (%)"),
        ("OPD", "Nama", "Nama Perangkat Daerah"),
        ("Anggaran", "Pagu", "Pagu (Rp)"),
        ("Indikator", "Satuan", "Satuan *"),
        ("Target", "Target", "Nilai Target"),
        ("Pembaruan", "Persen", "Progres (%)"),
        ("Program", "Jangka", "Jangka Waktu"),
        ("Program", "OPD Penanggung Jawab", "Perangkat Daerah Pelaksana"),
        ("Program", "OPD Penanggung Jawab", "OPD PJ"),
        ("Program", "OPD Pendukung", "PD Terkait"),
        ("Program", "Selesai", "Tahun Selesai"),
        ("Tahapan", "Tenggat", "Tanggal Jatuh Tempo"),
        ("Anggaran", "Pagu", "Alokasi Anggaran"),
    ],
)
def test_i12_what_else_a_column_is_called(
    tmp_path: Path, whole: Mapping[str, int], sheet: str, heading: str, other: str
) -> None:
    sheets = book()
    sheets[sheet][0] = [other if cell == heading else cell for cell in sheets[sheet][0]]
    draft = drafted(write_book(tmp_path / "plan.xlsx", sheets))
    assert (draft.errors, counts(draft)) == ([], whole)
    assert set(keys(draft)) <= {"import.column.read_as"}
    as_read = [(line.value, line.advice) for line in grouped_lines(draft, Words("id"))]
    read_as = (other, Words("id").say("import.column.read_as", heading=heading))
    assert as_read == ([] if other.removeprefix(heading) in (" (%)", " (Rp)", " *") else [read_as])


def test_i12_what_is_hidden_is_read_and_told(tmp_path: Path, whole: Mapping[str, int]) -> None:
    def hide(made: Any) -> None:
        made.sheetnames["Misi"].hide()
        made.sheetnames["Tahapan"].set_row(2, None, None, {"hidden": True})
        made.sheetnames["Tahapan"].set_column(3, 3, None, None, {"hidden": True})

    draft = drafted(write_book(tmp_path / "plan.xlsx", book(), hide))
    assert (draft.errors, counts(draft)) == ([], whole)
    assert sorted(keys(draft)) == ["import.column.hidden", "import.row.hidden", "import.sheet.hidden"]


@pytest.mark.parametrize("writer", [write_book, write_folder])
def test_what_stands_behind_the_last_column_read_is_told(tmp_path: Path, writer: Any) -> None:
    sheets = book()
    sheets["Misi"] = [
        [*line, *[None] * (199 - len(line)), "akhir", " ", extra]
        for line, extra in zip(sheets["Misi"], ("Catatan", "x"), strict=True)
    ]
    draft = drafted(writer(tmp_path / "plan.xlsx", sheets))
    (warning,) = [p for p in draft.warnings if p.key == "import.column.beyond"]
    assert (warning.place.sheet, warning.place.row, warning.place.column, warning.facts) == (
        "Misi",
        1,
        "GT",
        {"most": 200},
    )


def test_i12_blank_columns_and_columns_without_a_heading(tmp_path: Path, whole: Mapping[str, int]) -> None:
    sheets = book()
    sheets["Tahapan"] = [[None, *line[:3], None, *line[3:], None] for line in sheets["Tahapan"]]
    sheets["Tahapan"][2][-1] = "lihat lampiran"
    draft = drafted(write_book(tmp_path / "plan.xlsx", sheets))
    assert (keys(draft), counts(draft)) == (["import.column.without"], whole)


# --- text files


def save(folder: Path, change: Callable[[str], bytes], sheets: Book, mark: str = ";") -> Path:
    write_folder(folder, sheets, mark)
    for path in folder.iterdir():
        path.write_bytes(change(path.read_text("utf-8")))
    return folder


CODES: Mapping[str, Callable[[str], bytes]] = {
    "utf-16 little": lambda text: text.encode("utf-16-le"),
    "utf-16 big": lambda text: text.encode("utf-16-be"),
    "utf-16 with mark": lambda text: text.encode("utf-16"),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "windows": lambda text: text.encode("cp1252"),
    "sep": lambda text: f"sep=;\r\n{text}".encode(),
    "sep quoted": lambda text: f'\ufeff"sep=;"\r\n{text}'.encode(),
    "old mac": lambda text: text.replace("\r\n", "\r").encode(),
}


@pytest.mark.parametrize("code", CODES)
def test_i10_codes_and_separators_of_text_files(tmp_path: Path, whole: Mapping[str, int], code: str) -> None:
    draft = drafted(save(tmp_path / "plan", CODES[code], changed("Misi", 2, "Nama", "Café “dekat”")))
    assert (draft.errors, counts(draft), draft.rows["mission"][0].values["name"]) == ([], whole, "Café “dekat”")


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_i10_separators(tmp_path: Path, whole: Mapping[str, int], mark: str) -> None:
    draft = drafted(write_folder(tmp_path / "plan", book(), mark))
    assert (draft.errors, counts(draft)) == ([], whole)


def test_i10_a_sep_line_goes_before_what_the_rows_look_like(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "plan", book())
    (folder / "Misi.csv").write_text("sep=|\nKode|Nama\nM1|satu; dua; tiga\n")
    assert drafted(folder).rows["mission"][0].values["name"] == "satu; dua; tiga"


def test_i8_an_error_in_a_text_file(tmp_path: Path) -> None:
    draft = drafted(write_folder(tmp_path / "plan", changed("Misi", 2, "Nama", "#N/A")))
    assert [p.key for p in draft.errors] == ["import.cell.broken"]


def days(*typed: object) -> Book:
    """All three due dates of the miniature plan."""
    sheets = book()
    for row, day in enumerate(typed, start=2):
        put(sheets, "Tahapan", row, "Tenggat", day)
        put(sheets, "Tahapan", row, "Tenggat Pertama", None)
        put(sheets, "Tahapan", row, "Mulai", "2026-01-01")
    del sheets["Perubahan Tenggat"]
    return sheets


def due(draft: PlanDraft) -> list[date]:
    return [row.values["due_on"] for row in draft.rows["milestone"]]


def test_i10_a_column_that_may_be_day_or_month_first_is_asked_about(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", days("03/04/2026", "05/06/2026", "01/01/2026"))
    draft = drafted(path)
    assert [(p.key, p.place.column) for p in draft.errors] == [("import.day.ask", "Tenggat")]
    assert due(drafted(path, month_first=False)) == [date(2026, 4, 3), date(2026, 6, 5), date(2026, 1, 1)]
    assert due(drafted(path, month_first=True)) == [date(2026, 3, 4), date(2026, 5, 6), date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("typed", "first", "key"),
    [
        (("03/04/2026", "31/12/2026", "01/01/2026"), date(2026, 4, 3), None),
        (("03/04/2026", "12/31/2026", "01/01/2026"), date(2026, 3, 4), None),
        (("03/04/2026", "31 Des 2026", "5 Mei 2026"), date(2026, 4, 3), "import.day.day_first"),
        (("04/04/2026", "05/05/2026", "01/01/2026"), date(2026, 4, 4), None),
        (("30/04/2026", date(2026, 2, 1), date(2026, 3, 1)), date(2026, 4, 30), "import.day.swapped"),
    ],
)
def test_i10_a_column_that_shows_its_order_is_not_asked_about(
    tmp_path: Path, typed: tuple[object, ...], first: date, key: str | None
) -> None:
    draft = drafted(write_book(tmp_path / "plan.xlsx", days(*typed)))
    assert (due(draft)[0], keys(draft)) == (first, [key] if key else [])


def test_i10_the_rest_of_the_file_may_show_the_order(tmp_path: Path) -> None:
    sheets = put(days("03/04/2026", "05/06/2026", "01/01/2026"), "Program", 2, "Selesai", "31/12/2026")
    draft = drafted(write_book(tmp_path / "plan.xlsx", sheets))
    assert (due(draft)[0], keys(draft)) == (date(2026, 4, 3), ["import.day.as_elsewhere"])


def test_i10_both_orders_in_one_column_are_refused(tmp_path: Path) -> None:
    draft = drafted(write_book(tmp_path / "plan.xlsx", days("31/12/2026", "12/31/2026", "01/01/2026")))
    assert "import.day.mixed" in keys(draft)


def test_i10_the_terminal_asks_and_takes_the_answer(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    path = write_book(tmp_path / "plan.xlsx", days("03/04/2026", "05/06/2026", "01/01/2026"))
    asked = command("import", path)
    assert asked.exit_code == 1
    assert "--days" in asked.stdout
    assert command("import", path, "--days", "day", "--dry-run").exit_code == 0


# --- files that are no ordinary workbook


def archive(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)


def _strict(path: Path) -> None:
    write_book(path, book())
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    archive(path, {n: c.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main") for n, c in parts.items()})


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
FILES: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "strict": (_strict, "strict"),
    "old Excel": (lambda path: path.write_bytes(OLE + "Workbook".encode("utf-16-le")), "old_excel"),
    "a password": (lambda path: path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), "locked"),
    "either": (lambda path: path.write_bytes(OLE), "old_or_locked"),
    "xlsb": (lambda path: archive(path, {"xl/workbook.bin": b"", "[Content_Types].xml": b""}), "xlsb"),
    "ods": (lambda path: archive(path, {"mimetype": b"application/x", "content.xml": b"<a/>"}), "ods"),
    "a web page": (lambda path: path.write_bytes(b"<html><table><tr><td>Kode</td></tr></table>"), "web_page"),
    "XML of 2003": (
        lambda path: path.write_bytes(b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
        "spreadsheet_xml",
    ),
}


def refusal(result: Result) -> str:
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    return result.stderr.strip()


@pytest.mark.parametrize("case", FILES)
def test_i13_each_kind_of_other_file_has_its_sentence(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    make, key = FILES[case]
    make(tmp_path / "plan.xlsx")
    assert refusal(command("import", tmp_path / "plan.xlsx")) == SAY(f"import.file.{key}", path="plan.xlsx")


def test_i13_a_lone_text_file(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    (tmp_path / "Misi.csv").write_text("Kode;Nama")
    assert refusal(command("import", tmp_path / "Misi.csv")) == SAY("import.file.lone_csv", path="Misi.csv")


@pytest.mark.parametrize("has_drawing", [True, False])
def test_i13_chart_sheets_are_left_out(tmp_path: Path, whole: Mapping[str, int], *, has_drawing: bool) -> None:
    def chart(made: Any) -> None:
        drawn = made.add_chart({"type": "line"})
        drawn.add_series({"values": "=Tahapan!$D$2:$D$4"})
        made.add_chartsheet("Grafik").set_chart(drawn)

    path = write_book(tmp_path / "plan.xlsx", book(), chart)
    if not has_drawing:
        with zipfile.ZipFile(path) as made:
            parts = {name: made.read(name) for name in made.namelist() if "drawing" not in name}
        part = "xl/chartsheets/sheet1.xml"
        archive(path, {**parts, part: parts[part].replace(b'<drawing r:id="rId1"/>', b"")})
    draft = drafted(path)
    assert (keys(draft), counts(draft)) == ([], whole)


@pytest.mark.filterwarnings("error")
def test_i13_nothing_english_comes_of_odd_parts(tmp_path: Path, whole: Mapping[str, int]) -> None:
    made = openpyxl.load_workbook(write_book(tmp_path / "plan.xlsx", book()))
    page = made["Misi"]
    page["D2"].number_format, page["D2"].value = "dd/mm/yyyy", -5
    page.conditional_formatting.add("A1:A3", openpyxl.formatting.rule.FormulaRule(formula=["1=1"]))  # type: ignore[attr-defined]
    made.properties.modified = datetime.fromisoformat("2026-01-01 00:00")
    made.save(tmp_path / "odd.xlsx")
    draft = drafted(tmp_path / "odd.xlsx")
    assert (keys(draft), counts(draft)) == (["import.column.without"], whole)
