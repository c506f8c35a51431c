"""I4: two scales in one column are told; I14: nothing is cut in silence."""

from pathlib import Path

import pytest

from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from tests.workbooks import Book, book, changed, put, write_book, write_folder

TWO = "import.column.two_scales"
CUT = "import.cell.cut"


def problems_with(draft: PlanDraft, *keys: str) -> list[tuple[str, int | None, str | None, object]]:
    return [(w.key, w.place.row, w.place.column, w.value) for w in draft.warnings if w.key in keys]


def as_book(folder: Path, sheets: Book) -> PlanDraft:
    return draft_of(read_source(write_book(folder / "plan.xlsx", sheets)), NameIndex())


def weights(*typed: object) -> Book:
    sheets = book()
    for row, weight in enumerate(typed, start=2):
        put(sheets, "Tahapan", row, "Bobot", weight)
    return sheets


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        (("25%", 1, 1), [2]),
        (("10%", "5 %", 1), [2, 3]),
        (("25%", "25%", "50%"), []),
        ((0.25, 0.25, 0.5), []),
        ((1, 2, 3), []),
        (("25%", None, None), []),
    ],
)
def test_i4_weights_with_and_without_a_sign(tmp_path: Path, typed: tuple[object, ...], rows: list[int]) -> None:
    for draft in (
        as_book(tmp_path, weights(*typed)),
        draft_of(read_source(write_folder(tmp_path / "plan", weights(*typed))), NameIndex()),
    ):
        assert [(row, heading) for _, row, heading, _ in problems_with(draft, TWO)] == [(row, "Bobot") for row in rows]


def test_i4_weights_that_a_format_shows_as_per_cent(tmp_path: Path) -> None:
    def finish(made: object) -> None:
        page = made.sheetnames["Tahapan"]  # type: ignore[attr-defined]
        page.write_number(1, 3, 0.25, made.add_format({"num_format": "0%"}))  # type: ignore[attr-defined]

    draft = draft_of(read_source(write_book(tmp_path / "plan.xlsx", book(), finish)), NameIndex())
    assert problems_with(draft, TWO) == [(TWO, 2, "Bobot", "25%")]


@pytest.mark.parametrize(
    ("one", "two", "rows"),
    [
        ("0,35", 35, [2]),
        (0.35, 35, [2]),
        (35, "0.35", [3]),
        (35, 40, []),
        (0, 40, []),
        ("35%", 40, []),
        (0.35, 0.4, []),
        (0.35, None, []),
    ],
)
def test_i4_shares_beside_per_cents(tmp_path: Path, one: object, two: object, rows: list[int]) -> None:
    sheets = put(changed("Pembaruan", 3, "Persen", two), "Pembaruan", 2, "Persen", one)
    assert [row for _, row, _, _ in problems_with(as_book(tmp_path, sheets), TWO)] == rows


@pytest.mark.parametrize(
    ("sheet", "heading", "typed", "is_told"),
    [
        ("Realisasi", "Realisasi", "0,123456789", True),
        ("Realisasi", "Realisasi", 0.123456789, True),
        ("Realisasi", "Realisasi", "0,12345678", False),
        ("Realisasi", "Realisasi", "0,123456780", False),
        ("Realisasi", "Realisasi", 0.1 + 0.2, False),
        ("Tahapan", "Bobot", 1 / 3, True),
        ("Tahapan", "Bobot", 0.3333, False),
        ("Anggaran", "Pagu", 1000.005, True),
        ("Anggaran", "Pagu", 1000.25, False),
        ("Target", "Target", 0.123456789, True),
    ],
)
def test_i14_decimals_that_are_not_kept_are_told(
    tmp_path: Path, sheet: str, heading: str, typed: object, *, is_told: bool
) -> None:
    draft = as_book(tmp_path, changed(sheet, 2, heading, typed))
    assert [(row, column) for _, row, column, _ in problems_with(draft, CUT)] == [(2, heading)] * is_told
    assert draft.errors == []
