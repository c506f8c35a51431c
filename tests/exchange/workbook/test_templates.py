"""The template: an order of work, examples that are left out, the official dimensions, lists to choose from."""

from pathlib import Path

import openpyxl
import pytest

from smartcity.commands.plan.import_schema import fields_of
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.examples import EXAMPLES
from smartcity.exchange.workbook.layout import REQUIRED_SHEETS, SHEET_BY_ENTITY, SHEETS
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.official import official_rows
from smartcity.exchange.workbook.source import read_source
from smartcity.exchange.workbook.writing import help_line
from smartcity.i18n.words import Words
from tests.sample import WORKBOOK
from tests.whole_book import example_book
from tests.workbooks import Book, book, command, put, write_book

SAY = Words("id").say
FILLED = {"Dimensi": 6, "Sub-dimensi": 18}


@pytest.fixture(params=["id", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SMARTCITY_LANGUAGE", request.param)
    return str(request.param)


@pytest.fixture
def base(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    return sqlite_url


def template(folder: Path) -> Path:
    result = command("template", folder / "template.xlsx")
    assert result.exit_code == 0, result.output + result.stderr
    return folder / "template.xlsx"


@pytest.mark.usefixtures("base")
def test_the_first_sheet_gives_the_order_of_work(tmp_path: Path, language: str) -> None:
    made, say = openpyxl.load_workbook(template(tmp_path)), Words("en" if language == "en" else "id").say
    assert made.sheetnames == [say("import.guide.title"), *(sheet.title for sheet in SHEETS)]
    lines = [*made.worksheets[0].iter_rows(min_row=2, max_row=len(SHEETS) + 1, values_only=True)]
    assert {str(line[0]).partition(". ")[2] for line in lines} == {sheet.title for sheet in SHEETS}
    assert [str(line[0]).partition(".")[0] for line in lines] == [str(at) for at in range(1, len(SHEETS) + 1)]
    enough = [str(line[0]).partition(". ")[2] for line in lines if line[1] == say("import.guide.enough")]
    assert enough == [SHEET_BY_ENTITY[entity].title for entity in REQUIRED_SHEETS]
    assert all(line[2] for line in lines)


def test_the_sheets_hold_every_column_that_their_tables_have_for_files() -> None:
    """But whether the start of a milestone is estimated: its blank start says so."""
    missing = {(s.entity, name) for s in SHEETS for name in {*fields_of(s.entity)} - {c.field for c in s.columns}}
    assert missing == {("milestone", "start_is_estimated")}


def test_a_position_is_asked_for_and_no_name() -> None:
    """Jabatan, not a person: in the help of its column, in both languages, with an example."""
    (column,) = [column for column in SHEET_BY_ENTITY["programme"].columns if column.field == "responsible_position"]
    assert (column.required, column.most, column.example) == (False, 120, "Kepala Bidang E-Government")
    assert "bukan nama orang" in help_line(column, Words("id"))
    assert "not a person's name" in help_line(column, Words("en"))


@pytest.mark.usefixtures("base")
def test_every_sheet_has_headings_help_and_one_marked_example(tmp_path: Path, language: str) -> None:
    made = openpyxl.load_workbook(template(tmp_path))
    mark = Words("en" if language == "en" else "id").say("import.example")
    for sheet in SHEETS:
        page = made[sheet.title]
        assert [cell.value for cell in page[1]] == [column.heading for column in sheet.columns]
        assert all(cell.comment and cell.comment.text for cell in page[1])
        assert page.max_row == 2 + FILLED.get(sheet.title, 0)
        example = [cell.value for cell in page[2]]
        assert str(example[0]).startswith(f"{mark} ")
        assert all(cell for cell, column in zip(example, sheet.columns, strict=True) if column.required), sheet.title


@pytest.mark.usefixtures("base")
def test_lists_to_choose_from_begin_below_the_example(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(template(tmp_path))
    lists = [rule.formula1 for rule in made["Program"].data_validations.dataValidation if rule.type == "list"]
    assert '"Quick Win,Jangka Pendek,Jangka Menengah,Jangka Panjang"' in lists
    assert "'OPD'!$A$3:$A$2000" in lists


@pytest.mark.usefixtures("base")
def test_the_official_dimensions_are_those_of_the_sample(tmp_path: Path) -> None:
    draft = draft_of(read_source(WORKBOOK), NameIndex())
    for entity, rows in official_rows().items():
        assert [{name: row.values[name] for name in rows[0]} for row in draft.rows[entity]] == rows
    made = openpyxl.load_workbook(template(tmp_path))
    assert [row[1] for row in made["Dimensi"].iter_rows(min_row=3, values_only=True)] == [
        row["name"] for row in official_rows()["dimension"]
    ]


@pytest.mark.usefixtures("base")
def test_an_untouched_template_lacks_a_plan_and_nothing_else(tmp_path: Path, language: str) -> None:
    result = command("import", template(tmp_path), "--dry-run")
    words = Words("en" if language == "en" else "id")
    assert (result.exit_code, result.stderr.strip()) == (1, words.say("import.refused", count=1))
    assert words.say("import.row.no_plan") in result.stdout
    assert words.say("import.warning") not in result.stdout


@pytest.mark.usefixtures("base")
def test_a_filled_template_goes_in_with_its_examples_left(tmp_path: Path, language: str) -> None:
    made = openpyxl.load_workbook(template(tmp_path))
    for title, rows in book().items():
        headings = [cell.value for cell in made[title][1]]
        made[title].delete_rows(3, FILLED.get(title, 0))
        for number, row in enumerate(rows[1:], start=3):
            for heading, value in zip(rows[0], row, strict=True):
                made[title].cell(number, headings.index(heading) + 1, value)
    made.save(tmp_path / "filled.xlsx")
    result = command("import", tmp_path / "filled.xlsx")
    words = Words("en" if language == "en" else "id")
    assert words.say("import.done", number=1) in result.stdout, result.stdout
    assert words.say("import.warning") not in result.stdout


@pytest.mark.usefixtures("base")
def test_an_example_in_which_somebody_wrote_is_told(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(template(tmp_path))
    made["OPD"]["B2"] = "Dinas Perhubungan"
    made.save(tmp_path / "filled.xlsx")
    draft = draft_of(read_source(tmp_path / "filled.xlsx"), NameIndex())
    assert [(w.key, w.place.sheet, w.place.row) for w in draft.warnings] == [("import.row.example", "OPD", 2)]
    assert draft.rows["agency"] == []


@pytest.mark.parametrize("mark", ["CONTOH: ", "contoh:", "  Contoh:  ", "EXAMPLE: ", "\uff23ONTOH:"])
def test_a_row_is_an_example_by_its_mark_alone(tmp_path: Path, mark: str) -> None:
    sheets = book()
    sheets["Misi"].append([f"{mark}M2", "Misi lain"])
    sheets["Misi"].append(["CONTOH", "Kota contoh"])
    draft = draft_of(read_source(write_book(tmp_path / "plan.xlsx", sheets)), NameIndex())
    assert [row.values["code"] for row in draft.rows["mission"]] == ["M1", "CONTOH"]
    assert [w.key for w in draft.warnings] == ["import.row.example"]


@pytest.mark.usefixtures("base")
def test_the_examples_would_go_in_without_their_mark(tmp_path: Path) -> None:
    sheets: Book = example_book()
    put(sheets, "Tahapan", 2, "Tenggat", EXAMPLES["due_date_change"]["new_due_on"])
    put(sheets, "Program", 2, "Ukuran", "Fisik")
    result = command("import", write_book(tmp_path / "plan.xlsx", sheets), "--dry-run")
    assert result.exit_code == 0, result.stdout
    assert SAY("import.warning") not in result.stdout


@pytest.mark.usefixtures("base")
def test_what_is_known_of_the_city_stands_in_its_template(tmp_path: Path) -> None:
    for words in (("import", WORKBOOK), ("export", tmp_path / "whole.xlsx")):
        assert command(*words).exit_code == 0
    made, whole = openpyxl.load_workbook(template(tmp_path)), openpyxl.load_workbook(tmp_path / "whole.xlsx")
    for title in ("OPD", "Dimensi", "Sub-dimensi"):
        sheet_rows = [*made[title].iter_rows(values_only=True)]
        assert [sheet_rows[0], *sheet_rows[2:]] == [*whole[title].iter_rows(values_only=True)]
