"""The problem list of an import: a line for each kind, once for all its rows."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from smartcity.cli.plan import show_problems
from smartcity.commands.plan.import_schema import Place, PlanDraft, Problem
from smartcity.domain.enums import PeriodKind
from smartcity.exchange.downloads.problems import problem_workbook
from smartcity.exchange.workbook.problems import grouped_lines
from smartcity.i18n.words import Words

WEAK = "import.row.target_behind_baseline"


def warning(row: int, value: object = "3", baseline: str = "8.00000000", key: str = WEAK) -> Problem:
    facts = {"baseline": Decimal(baseline)} if key == WEAK else {}
    return Problem(Place("Target", row, "value"), value, key, facts, is_warning=True)


def error(row: int) -> Problem:
    return Problem(Place("Target", row, "value"), "x", "import.row.negative_target")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "220")


def printed_lines(capsys: pytest.CaptureFixture[str], *problems: Problem) -> list[list[str]]:
    """Row, heading, values and sentence of each line."""
    show_problems(PlanDraft("plan.xlsx", "", {}, list(problems)), Words("id"))
    lines = [re.split(r"\s*│\s*", line.strip("│ ")) for line in capsys.readouterr().out.splitlines() if "│" in line]
    return [line[1:] for line in lines]


@pytest.mark.parametrize(
    ("rows", "spans"),
    [
        ((5,), "5"),
        ((5, 6), "5–6"),
        ((5, 7), "5, 7"),
        ((7, 5, 6), "5–7"),
        ((5, 6, 9, 10, 11, 20), "5–6, 9–11, 20"),
        ((5, 5), "5"),
    ],
)
def test_a_warning_stands_once_for_all_its_rows(
    rows: tuple[int, ...], spans: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = printed_lines(capsys, *(warning(row) for row in rows))
    assert line[0] == spans


@pytest.mark.parametrize(
    ("values", "shown"),
    [(("3", "3"), "3"), (("3", "4", "5"), "3; 4; 5"), (("3", "4", "5", "6"), "3; 4; 5; …")],
)
def test_it_shows_the_first_of_its_values(
    values: tuple[str, ...], shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = printed_lines(capsys, *(warning(row, value) for row, value in enumerate(values, start=2)))
    assert line[2] == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("0.0000"), "0"),
        (Decimal("-1.0000"), "-1"),
        (1e12, "1000000000000"),
        (1234.5, "1234,5"),
        (2026, "2026"),
        (date(2024, 1, 1), "01/01/2024"),
        (datetime.fromisoformat("2024-01-01 00:00"), "01/01/2024"),
        (datetime.fromisoformat("2024-01-01 09:05"), "2024-01-01 09:05"),
        (time(9, 5), "09.05"),
        ((PeriodKind.QUARTER, 2026, 2), "Triwulan · 2026 · 2"),
        (None, ""),
        ("1.50", "1.50"),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_value_stands_as_people_write_it(value: object, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = printed_lines(capsys, warning(2, value))
    assert line[2] == shown


def test_numbers_of_one_warning_have_decimal_commas(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = printed_lines(
        capsys, *(warning(row, Decimal(value)) for row, value in enumerate(("-10.30000000", "-8.2")))
    )
    assert line[2] == "-10,3; -8,2"


def test_other_facts_are_one_kind_and_other_sentences_stand_apart(capsys: pytest.CaptureFixture[str]) -> None:
    plain = warning(5, key="import.row.negative_target")
    result = printed_lines(capsys, warning(2), warning(3, baseline="9.5"), warning(4), plain)
    assert [line[0] for line in result] == ["2–4", "5"]
    assert "nilai awal 8;" in result[0][3]
    assert "(baris 2; yang lain serupa)" in result[0][3]
    assert [line[4] for line in result] == ["3", "1"]


def test_i6_errors_stand_first_and_once_for_all_their_rows(capsys: pytest.CaptureFixture[str]) -> None:
    result = printed_lines(capsys, warning(2), error(7), error(9))
    assert [(line[0], line[4]) for line in result] == [("7, 9", "2"), ("2", "1")]
    assert ["(peringatan)" in line[3] for line in result] == [False, True]


def test_i6_only_the_first_of_many_rows_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = printed_lines(capsys, *(error(row) for row in range(2, 200, 2)))
    assert (line[0], line[4]) == ("2, 4, 6, 8, 10, 12, …", "99")


def draft_with_problems(sheets: int, columns: int) -> PlanDraft:
    """One error in every column of every sheet, of two kinds."""
    places = [Place(f"S{sheet}", 2, f"K{column}") for sheet in range(sheets) for column in range(columns)]
    keys = ("cell.required", "import.cell.decimal")
    return PlanDraft("plan.xlsx", "", {}, [Problem(place, "x", key) for place in places for key in keys])


@pytest.mark.parametrize(
    ("sheets", "columns", "most", "count"), [(2, 3, 12, 12), (2, 3, 11, 4), (2, 3, 3, 2), (22, 15, 10, 2)]
)
def test_i6_many_kinds_are_gathered_further(sheets: int, columns: int, most: int, count: int) -> None:
    draft = draft_with_problems(sheets, columns)
    lines = grouped_lines(draft, Words("id"), most)
    assert len(lines) == count
    assert sum(line.count for line in lines) == len(draft.errors) == sheets * columns * 2


@pytest.mark.usefixtures("capsys")
def test_i6_lines_of_several_sheets_name_the_first() -> None:
    (line, _) = grouped_lines(draft_with_problems(5, 1), Words("id"), 2)
    assert (line.sheet, line.rows, line.column) == ("S0; S1; S2; …", "S0 2; S1 2; S2 2; …", "K0")


def test_i6_the_whole_list_is_a_workbook_of_single_rows() -> None:
    draft = PlanDraft("plan.xlsx", "", {}, [warning(4), *(error(row) for row in range(2, 302))])
    book = openpyxl.load_workbook(BytesIO(problem_workbook(draft, Words("id"))))
    rows = [*book["Masalah impor"].iter_rows(values_only=True)]
    assert rows[0] == ("Tingkat", "Sheet", "Baris", "Kolom", "Isi", "Yang harus dilakukan")
    assert [(row[0], row[2]) for row in rows[1:]] == [("Galat", n) for n in range(2, 302)] + [("Peringatan", 4)]
    assert rows[1][1:] == ("Target", 2, "Target", "x", Words("id").say("import.row.negative_target"))


def test_i6_a_value_too_long_for_a_cell_is_shortened_and_none_is_a_formula() -> None:
    draft = PlanDraft("plan.xlsx", "", {}, [warning(2, "x" * 40_000), warning(3, "=1+1")])
    book = openpyxl.load_workbook(BytesIO(problem_workbook(draft, Words("id"))))
    values = [row[4] for row in book["Masalah impor"].iter_rows(min_row=2, values_only=True)]
    assert (str(values[0])[-2:], values[1]) == ("x…", "'=1+1")


def test_nothing_to_say_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed_lines(capsys) == []
