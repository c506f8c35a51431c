"""The problem list of an import: errors one by one, warnings once for all rows they are true of."""

import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from smartcity.commands.drafts import Place, PlanDraft, Problem
from smartcity.domain.kinds import PeriodKind
from smartcity.terminal.problems import show_problems
from smartcity.words.speech import Words

WEAK = "import.row.target_behind_baseline"


def warning(row: int, value: object = "3", baseline: str = "8.00000000", key: str = WEAK) -> Problem:
    facts = {"baseline": Decimal(baseline)} if key == WEAK else {}
    return Problem(Place("Target", row, "value"), value, key, facts, is_warning=True)


def error(row: int) -> Problem:
    return Problem(Place("Target", row, "value"), "x", "import.row.negative_target")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "220")


def told(capsys: pytest.CaptureFixture[str], *problems: Problem) -> list[list[str]]:
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
    (line,) = told(capsys, *(warning(row) for row in rows))
    assert line[0] == spans


@pytest.mark.parametrize(
    ("values", "shown"),
    [(("3", "3"), "3"), (("3", "4", "5"), "3; 4; 5"), (("3", "4", "5", "6"), "3; 4; 5; …")],
)
def test_it_shows_the_first_of_its_values(
    values: tuple[str, ...], shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = told(capsys, *(warning(row, value) for row, value in enumerate(values, start=2)))
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
        (datetime(2024, 1, 1), "01/01/2024"),
        (datetime(2024, 1, 1, 9, 5), "2024-01-01 09:05"),
        (time(9, 5), "09.05"),
        ((PeriodKind.QUARTER, 2026, 2), "Triwulan · 2026 · 2"),
        (None, ""),
        ("1.50", "1.50"),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_value_stands_as_people_write_it(value: object, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = told(capsys, warning(2, value))
    assert line[2] == shown


def test_numbers_of_one_warning_have_decimal_commas(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = told(capsys, *(warning(row, Decimal(value)) for row, value in enumerate(("-10.30000000", "-8.2"))))
    assert line[2] == "-10,3; -8,2"


def test_other_facts_and_other_sentences_stand_apart(capsys: pytest.CaptureFixture[str]) -> None:
    plain = warning(5, key="import.row.negative_target")
    found = told(capsys, warning(2), warning(3, baseline="9.5"), warning(4), plain)
    assert [line[0] for line in found] == ["2, 4", "3", "5"]
    assert "nilai awal 8;" in found[0][3]
    assert "nilai awal 9,5;" in found[1][3]


def test_errors_stand_one_by_one_and_first(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, warning(2), error(7), error(8))
    assert [line[0] for line in found] == ["7", "8", "2"]
    assert ["(peringatan)" in line[3] for line in found] == [False, False, True]


def test_nothing_to_say_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == []
