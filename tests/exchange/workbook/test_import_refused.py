"""Bad files end to end: one clear sentence, exit status 1, and a database unchanged to the byte."""

import hashlib
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import openpyxl
import pytest
from typer.testing import Result

from smartcity.commands.plan.physical import physical_problems
from smartcity.exchange.workbook import source
from smartcity.i18n.words import Words
from tests.bad_books import bad_cells, many_problems
from tests.miniature import drafted
from tests.workbooks import Book, book, changed, command, physical, put, write_book, write_folder

SAY = Words("id").say


@pytest.fixture(scope="module")
def imported(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database in which the miniature plan stands already; each test copies it."""
    folder = tmp_path_factory.mktemp("imported")
    path = Path(shutil.copy(sqlite_template, folder / "test.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{path}")
        done = command("import", write_book(folder / "first.xlsx", book()))
    assert done.exit_code == 0, done.output + done.stderr
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def database(imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, with the address in the environment."""
    path = Path(shutil.copy(imported, tmp_path / "test.db"))
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{path}")
    return path


def content(database: Path) -> tuple[str, bytes]:
    """What the file and its write-ahead log hold."""
    log = database.with_name("test.db-wal")
    return hashlib.sha256(database.read_bytes()).hexdigest(), log.read_bytes() if log.exists() else b""


def refused(database: Path, file: Path) -> Result:
    before = content(database)
    result = command("import", file)
    assert result.exit_code == 1, result.output
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit), result.exception
    assert len(result.stderr.strip().splitlines()) == 1
    assert content(database) == before
    return result


def sentence(result: Result) -> str:
    return result.stderr.strip()


def listed(
    result: Result, sheet: str, row: object, heading: str, key: str, facts: Mapping[str, object] | None = None
) -> bool:
    """Whether the problem table has such a line."""
    lines = [[cell.strip() for cell in line.split("│")] for line in result.stdout.splitlines() if "│" in line]
    advice = SAY(key, **(facts or {}))[:40]
    return any(sheet == c[1] and str(row) == c[2] and heading == c[3] and c[5].startswith(advice) for c in lines)


def test_a_file_that_is_not_there(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    assert sentence(refused(database, path)) == SAY("import.file.missing", path=path)


@pytest.mark.parametrize("bytes_", [b"", b"Kode;Nama\n", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old or encrypted"])
def test_what_is_not_a_workbook(database: Path, tmp_path: Path, bytes_: bytes) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(bytes_)
    assert sentence(refused(database, path)) == SAY("import.file.not_workbook", path="plan.xlsx")


def test_an_archive_of_something_else(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert sentence(refused(database, path)) == SAY("import.file.not_workbook", path="plan.xlsx")


def rewritten(path: Path, change: Callable[[str, bytes], bytes], more: Mapping[str, bytes] | None = None) -> Path:
    """The workbook with the parts of its archive changed, and `more` parts added or put in their place."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | dict(more or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, change(name, part))
    return path


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_a_workbook_with_a_broken_part(database: Path, tmp_path: Path, part: str) -> None:
    path = write_book(tmp_path / "plan.xlsx", book())
    rewritten(path, lambda name, content: content[: len(content) // 2] if name == part else content)
    assert sentence(refused(database, path)) == SAY("import.file.not_workbook", path="plan.xlsx")


def test_an_entity_bomb(database: Path, tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", book())
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{lol}]>'.encode()

    def planted(name: str, content: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return content
        return content.replace(b"?>", b"?>" + head, 1).replace(b"<t>", b"<t>&l9;", 1)

    assert sentence(refused(database, rewritten(path, planted))) == SAY("import.file.not_workbook", path="plan.xlsx")


def test_a_zip_bomb(database: Path, tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", book())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.bin", "w") as part:
        for _ in range(source.MOST_UNPACKED // 2**20 + 1):
            part.write(bytes(2**20))
    limit = source.MOST_UNPACKED // 2**20
    assert path.stat().st_size < 2 * 2**20
    assert sentence(refused(database, path)) == SAY("import.file.bomb", path="plan.xlsx", limit=limit)


def _wide(size: int) -> bytes:
    row = b"<row>" + b"<c/>" * 16_384 + b"</row>"
    return b"<worksheet><sheetData>" + row * (size // len(row)) + b"</sheetData></worksheet>"


def _worded(size: int) -> bytes:
    return b"<sst>" + b"<si><t>a</t></si>" * (size // 17) + b"</sst>"


SWOLLEN = {
    "a wide sheet": {"xl/worksheets/sheet1.xml": _wide(30 * 2**20)},
    "many words": {"xl/sharedStrings.xml": _worded(30 * 2**20)},
    "many small sheets": {f"xl/worksheets/more{number}.xml": _wide(2**20) for number in range(30)},
}


@pytest.mark.parametrize("case", SWOLLEN)
def test_a_small_file_that_swells(database: Path, tmp_path: Path, case: str) -> None:
    path = write_book(tmp_path / "plan.xlsx", book())
    rewritten(path, lambda _name, content: content, SWOLLEN[case])
    assert path.stat().st_size < 200_000
    begun = monotonic()
    content = sentence(refused(database, path))
    assert content == SAY("import.file.swells", path="plan.xlsx", times=source.MOST_SWELLING)
    assert monotonic() - begun < 5


def test_a_file_whose_parts_claim_more_than_it_holds(database: Path, tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", book())
    rewritten(path, lambda _name, content: content, {"xl/media/a.bin": _wide(8 * 2**20)})
    content = path.read_bytes()
    entry = content.rindex(b"PK\x01\x02")
    path.write_bytes(content[: entry + 20] + struct.pack("<I", len(content)) + content[entry + 24 :])
    assert sentence(refused(database, path)) == SAY("import.file.not_workbook", path="plan.xlsx")


def test_a_large_plan_of_repeated_words_is_no_bomb(tmp_path: Path) -> None:
    sheets = book()
    note = "Dilaksanakan bersama perangkat daerah terkait dan dilaporkan setiap triwulan kepada Wali Kota. " * 3
    for number in range(20_000):
        sheets["Tahapan"].append([f"P1.A.{number + 10}", "P1.A", note, 1, date(2026, 1, 1), date(2026, 3, 31), None])
    path = write_book(tmp_path / "plan.xlsx", sheets)
    with zipfile.ZipFile(path) as archive:
        assert max(part.file_size for part in archive.infolist()) > source.MOST_SWOLLEN
    assert sum(len(table.lines) for table in source.read_source(path).tables) > 20_000


def test_a_file_of_sixty_megabytes(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with path.open("wb") as file:
        file.truncate(60 * 2**20)
    limit = source.MOST_BYTES // 2**20
    assert sentence(refused(database, path)) == SAY("import.file.too_big", path="plan.xlsx", limit=limit)


@pytest.mark.usefixtures("database")
def test_i13_an_empty_row_at_the_end_of_a_sheet_is_nothing(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "plan.xlsx", book(), lambda made: made.sheetnames["OPD"].write_string(1_048_575, 0, " ")
    )
    result = command("import", path, "--dry-run")
    assert (result.exit_code, SAY("import.warning") in result.stdout) == (0, False), result.stdout


def test_a_sheet_of_more_rows_than_any_plan_has(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MOST_ROWS", 3)
    sentence_shown = sentence(refused(database, write_book(tmp_path / "plan.xlsx", book())))
    assert sentence_shown == SAY("import.file.too_many_rows", sheet="OPD", limit="3")


def test_a_folder_without_tables(database: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert sentence(refused(database, tmp_path / "empty")) == SAY("import.file.no_csv", path=tmp_path / "empty")


def test_a_missing_sheet(database: Path, tmp_path: Path) -> None:
    sheets = book()
    del sheets["Tahapan"]
    result = refused(database, write_book(tmp_path / "plan.xlsx", sheets))
    assert listed(result, "Tahapan", "", "", "import.sheet.missing", {"sheet": "Tahapan"})


def test_two_sheets_of_one_title(database: Path, tmp_path: Path) -> None:
    sheets: Book = {**book(), "Program -": changed("Program", 1, "Nama", "Lain")["Program"]}
    result = refused(database, write_book(tmp_path / "plan.xlsx", sheets))
    assert listed(result, "Program -", "", "", "import.sheet.twice", {"first": "Program", "second": "Program -"})


def test_two_tables_of_text_of_one_title(database: Path, tmp_path: Path) -> None:
    sheets: Book = {**book(), "program": book()["Program"][:2]}
    result = refused(database, write_folder(tmp_path / "plan", sheets))
    assert listed(result, "program", "", "", "import.sheet.twice", {"first": "Program", "second": "program"})


@pytest.mark.usefixtures("database")
def test_every_sheet_that_is_skipped_is_named(tmp_path: Path) -> None:
    sheets: Book = {**book(), "Catatan": [["a"]], "Catatan -": [["b"]], "日本": [["c"]], "—": [["d"]]}
    result = command("import", write_book(tmp_path / "plan.xlsx", sheets), "--dry-run")
    assert result.exit_code == 0
    assert all(SAY("import.sheet.unknown", sheet=title) in result.stdout for title in list(sheets)[-4:])


def test_a_missing_heading(database: Path, tmp_path: Path) -> None:
    result = refused(database, write_book(tmp_path / "plan.xlsx", changed("Tahapan", 1, "Tenggat", "Kapan")))
    assert listed(result, "Tahapan", "", "Tenggat", "import.column.missing", {"column": "Tenggat"})


def test_merged_cells(database: Path, tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "plan.xlsx", book(), lambda made: made.sheetnames["Tahapan"].merge_range("C2:C4", "Bersama")
    )
    assert listed(refused(database, path), "Tahapan", "", "", "import.sheet.merged", {"range": "C2:C4"})


@pytest.mark.parametrize("value", ["{=SUM(1,2)}", "{=1+1"])
def test_a_formula(database: Path, tmp_path: Path, value: str) -> None:
    result = refused(database, write_book(tmp_path / "plan.xlsx", changed("Tahapan", 3, "Bobot", value)))
    assert listed(result, "Tahapan", 3, "Bobot", "import.cell.formula")


def test_a_formula_in_a_table_of_text(database: Path, tmp_path: Path) -> None:
    result = refused(database, write_folder(tmp_path / "plan", changed("Tahapan", 3, "Bobot", "=1+1")))
    assert listed(result, "Tahapan", 3, "Bobot", "import.cell.formula")


FORMULA_HEADINGS = [("Kode", '="Kode"', "A"), ("OPD Pendukung", '="OPD"&" Pendukung"', "E")]


@pytest.mark.parametrize(("heading", "typed", "letter"), FORMULA_HEADINGS)
def test_a_formula_in_a_heading(database: Path, tmp_path: Path, heading: str, typed: str, letter: str) -> None:
    sheets = book()
    sheets["Program"][0] = [typed if cell == heading else cell for cell in sheets["Program"][0]]
    for result in (
        refused(database, write_folder(tmp_path / "plan", sheets)),
        refused(database, write_book(tmp_path / "plan.xlsx", {**sheets, "Program": _braced(sheets["Program"])})),
    ):
        assert listed(result, "Program", 1, letter, "import.column.formula")
        assert "object" not in result.stdout


def _braced(lines: list[list[Any]]) -> list[list[Any]]:
    """A workbook of the tests takes a formula in braces only."""
    return [[f"{{{cell}}}" if str(cell).startswith("=") else cell for cell in line] for line in lines]


def waits() -> Iterator[Any]:
    """Row, heading, what is typed in the sheet of waits, and the sentence about it."""
    yield 2, "Menunggu OPD", "DLH", "import.row.whom"
    yield 4, "Menunggu Pihak Lain", None, "import.row.whom"
    yield 2, "Menunggu Tahapan", "P1.A.2", "import.row.itself"
    yield 2, "Menunggu Tahapan", "P9.A.9", "import.row.unknown_milestone"
    yield 3, "Menunggu OPD", "Dinas Antah", "import.row.unknown_agency"
    yield 3, "Sejak", None, "cell.required"
    yield 3, "Berakhir Pada", date(2026, 7, 2), "import.row.order"


@pytest.mark.parametrize(("row", "heading", "typed", "key"), [*waits()])
def test_a_wait_that_cannot_be(database: Path, tmp_path: Path, row: int, heading: str, typed: object, key: str) -> None:
    result = refused(database, write_book(tmp_path / "plan.xlsx", changed("Menunggu", row, heading, typed)))
    told_at = "Menunggu OPD" if key == "import.row.whom" else heading
    assert listed(result, "Menunggu", row, told_at, key), result.stdout


@pytest.mark.parametrize("number", [3, 4])
def test_waits_that_would_close_a_circle(database: Path, tmp_path: Path, number: int) -> None:
    """With what stands already, and within the file."""
    sheets = book()
    sheets["Menunggu"].insert(number, ["P2.A.1", "P1.A.1", *[None] * 2, date(2026, 7, 1), *[None] * 5])
    sheets["Menunggu"].append(["P1.A.1", "P1.A.2", *[None] * 2, date(2026, 7, 1), *[None] * 5])
    result = refused(database, write_book(tmp_path / "plan.xlsx", sheets))
    chain = "P1.A.1 → P1.A.2 → P2.A.1 → P1.A.1"
    assert listed(result, "Menunggu", 6, "Menunggu Tahapan", "import.row.circle", {"chain": chain}), result.stdout


@pytest.mark.parametrize(("sheet", "row", "heading", "typed", "key"), [*bad_cells()])
def test_a_row_that_cannot_be(
    database: Path, tmp_path: Path, sheet: str, row: int, heading: str, typed: object, key: str
) -> None:
    result = refused(database, write_book(tmp_path / "plan.xlsx", changed(sheet, row, heading, typed)))
    facts = {"known": "Rencana Uji", "due_on": "31/08/2026"} | (
        {"allowed": "Bulan · Triwulan"} if "choice" in key else {}
    )
    assert listed(result, sheet, row, heading, key, facts), result.stdout
    assert sentence(result) == SAY("import.refused", count=1)


def test_a_text_longer_than_a_cell_of_a_workbook(database: Path, tmp_path: Path) -> None:
    result = refused(database, write_folder(tmp_path / "plan", changed("Tahapan", 2, "Nama", "x" * 40_000)))
    assert listed(result, "Tahapan", 2, "Nama", "import.cell.too_long", {"limit": 32_767})


def test_a_promise_told_in_two_ways(database: Path, tmp_path: Path) -> None:
    sheets = changed("Perubahan Tenggat", 2, "Tenggat Baru", "30 September 2026")
    result = refused(database, write_book(tmp_path / "plan.xlsx", sheets))
    assert listed(result, "Tahapan", 3, "Tenggat", "import.row.promise_differs", {"due_on": "30/09/2026"})


def test_two_rows_with_one_code(database: Path, tmp_path: Path) -> None:
    result = refused(database, write_book(tmp_path / "plan.xlsx", changed("Tahapan", 4, "Kode", "P1.A.1")))
    assert listed(result, "Tahapan", 4, "Kode", "import.row.twice", {"first": 2})


def test_two_plans_in_one_file(database: Path, tmp_path: Path) -> None:
    sheets = book()
    sheets["Rencana Induk"].append(["Rencana Uji 2", "Kota Uji", 2024, 2028])
    result = refused(database, write_book(tmp_path / "plan.xlsx", sheets))
    assert listed(result, "Rencana Induk", 3, "Nama", "import.row.one_plan")


def test_no_plan_in_the_file(database: Path, tmp_path: Path) -> None:
    sheets: Book = {**book(), "Rencana Induk": book()["Rencana Induk"][:1]}
    result = refused(database, write_book(tmp_path / "plan.xlsx", sheets))
    assert listed(result, "Rencana Induk", "", "Nama", "import.row.no_plan")


@pytest.mark.parametrize(
    ("heading", "typed", "expected"),
    [
        ("Bobot", 0, "0"),
        ("Bobot", -1.5, "-1,5"),
        ("Bobot", 1e12, "1000000000000"),
        ("Bobot", 1e300, "1" + "0" * 58 + "…"),
        ("Tenggat", "2024-01-01", "01/01/2024"),
    ],
)
def test_a_value_is_told_as_it_is_typed(
    database: Path, tmp_path: Path, heading: str, typed: object, expected: str
) -> None:
    result = refused(database, write_book(tmp_path / "plan.xlsx", changed("Tahapan", 4, heading, typed)))
    lines = [[cell.strip() for cell in line.split("│")] for line in result.stdout.splitlines()]
    assert [line[4] for line in lines if line[1:4] == ["Tahapan", "4", heading]] == [expected]


def test_every_problem_is_told_at_once(database: Path, tmp_path: Path) -> None:
    sheets = put(changed("Tahapan", 2, "Bobot", 0), "Tahapan", 4, "Tenggat", "31 Februari 2026")
    put(sheets, "Program", 3, "OPD Penanggung Jawab", "Dinas Angin")
    result = refused(database, write_book(tmp_path / "plan.xlsx", sheets))
    assert sentence(result) == SAY("import.refused", count=3)


def test_a_csv_with_an_open_quote(database: Path, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "plan", book())
    (folder / "Misi.csv").write_text('Kode;Nama\nM1;"' + "x" * 200_000)
    assert sentence(refused(database, folder)) == SAY("import.file.bad_csv", path="Misi.csv")


def test_a_file_cannot_paint_or_command_the_terminal(database: Path, tmp_path: Path) -> None:
    sheets = put(changed("Tahapan", 1, "Perlu Bukti", "[/red]"), "Tahapan", 2, "Bobot", "[bold]\x1b[2J")
    result = refused(database, write_folder(tmp_path / "[i]plan", sheets))
    assert "[/red]" in result.stdout
    assert "[bold]" in result.stdout
    assert "\x1b[2J" not in result.stdout


def test_undo_is_not_tried_dry(database: Path) -> None:
    before = content(database)
    result = command("import", "--undo", 1, "--dry-run")
    assert (result.exit_code, sentence(result)) == (1, SAY("import.undo.dry"))
    assert content(database) == before


def test_undo_takes_no_file(database: Path) -> None:
    before = content(database)
    result = command("import", "--undo", 1, "plan.xlsx")
    assert (result.exit_code, sentence(result)) == (1, SAY("import.undo.alone"))
    assert content(database) == before


def test_a_list_of_problems_that_cannot_be_written_is_said_in_one_sentence(database: Path, tmp_path: Path) -> None:
    before, target = content(database), tmp_path / "none" / "list.xlsx"
    result = command("import", write_book(tmp_path / "plan.xlsx", many_problems()), "--problems", target)
    assert (result.exit_code, sentence(result)) == (1, SAY("import.file.unwritable", path=target))
    assert content(database) == before


def test_a_heading_that_stands_twice_is_named(tmp_path: Path) -> None:
    sheets = book()
    for line in sheets["Tahapan"]:
        line.append(line[3])
    assert {problem.key for problem in drafted(tmp_path, sheets).warnings} == {"import.column.twice"}


def test_what_cannot_be_read_is_not_called_blank(tmp_path: Path) -> None:
    draft = drafted(tmp_path, physical((date(2026, 6, 30), "banyak")))
    assert [problem.key for problem in physical_problems(draft)] == []


def test_a_dry_run_changes_nothing(database: Path, tmp_path: Path) -> None:
    before = content(database)
    result = command(
        "import", write_book(tmp_path / "plan.xlsx", changed("Program", 2, "Nama", "Satu Atap")), "--dry-run"
    )
    assert (result.exit_code, content(database)) == (0, before)
    assert SAY("import.dry") in result.stdout


def test_an_unknown_owner_is_one_problem(database: Path, tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", changed("Program", 3, "OPD Penanggung Jawab", "Dinas Angin dan Awan"))
    assert sentence(refused(database, path)) == SAY("import.refused", count=1)


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("DATABASE_URL", "hello", "store.url"),
        ("DATABASE_URL", "", "store.url"),
        ("DATABASE_URL", "mysql://x/y", "store.url"),
        ("LANGUAGE", "xx", "store.setting"),
        ("SESSION_DAYS", "abc", "store.setting"),
    ],
)
def test_a_setting_that_cannot_be_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, key: str
) -> None:
    monkeypatch.setenv(f"SMARTCITY_{name}", value)
    result = command("verify-log")
    text = SAY(key, name=f"SMARTCITY_{name}", value=value)
    assert (result.exit_code, sentence(result)) == (1, text)


@pytest.mark.parametrize("verb", ["import", "export", "template", "verify-log"])
def test_without_a_database_the_command_to_make_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    arguments = [] if verb == "verify-log" else [write_book(tmp_path / "plan.xlsx", book())]
    result = command(verb, *arguments)
    assert (result.exit_code, sentence(result)) == (1, SAY("store.missing"))
    assert not (tmp_path / "none.db").exists()


def test_a_database_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", "sqlite:////proc/none/smartcity.db")
    result = command("init")
    assert result.exit_code == 1
    assert sentence(result).startswith(SAY("store.unreachable", why="").strip())


def test_i6_three_hundred_problem_rows_are_five_lines_in_five_seconds(database: Path, tmp_path: Path) -> None:
    path, listed_in = write_book(tmp_path / "plan.xlsx", many_problems()), tmp_path / "masalah.xlsx"
    before, begun = content(database), monotonic()
    result = command("import", path, "--dry-run", "--problems", listed_in)
    assert monotonic() - begun < 5
    assert (result.exit_code, content(database)) == (1, before)
    assert sentence(result) == SAY("import.refused", count=300)
    table = result.stdout.partition(SAY("import.whole_list"))[0]
    assert len([line for line in table.splitlines() if "Tahapan" in line]) == 5
    assert len(result.stdout.splitlines()) < 40
    rows = [*openpyxl.load_workbook(listed_in).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [row[2] for row in sorted(rows, key=lambda row: int(str(row[2])))] == [*range(5, 305)]


@pytest.mark.parametrize("where", ["none/masalah.xlsx", "masalah.csv"])
def test_i6_nothing_comes_in_where_the_list_cannot_be_written(database: Path, tmp_path: Path, where: str) -> None:
    before, path = content(database), write_book(tmp_path / "plan.xlsx", changed("Program", 2, "Nama", "Satu Atap"))
    result = command("import", path, "--problems", tmp_path / where)
    assert (result.exit_code, content(database)) == (1, before)
    assert len(result.stderr.strip().splitlines()) == 1
