"""I4 and I14: values of other sizes than their like are told at import, and stored as they are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.store.engine import reading
from tests.miniature import bring_in
from tests.workbooks import Book, book, changed, put, write_book

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
FAR = "import.row.far_from_target"
SIZE = "import.row.other_size"
PARTS = "import.row.year_and_parts"
NEGATIVE = "import.row.negative_ceiling"


def problems_told(engine: Engine, folder: Path, sheets: Book) -> list[tuple[str, str, int | None, str | None]]:
    """Key, sheet, row and field of the warnings about sizes."""
    draft: PlanDraft = draft_of(read_source(write_book(folder / "plan.xlsx", sheets)), NameIndex())
    with reading(engine) as session:
        plan_import.preview(session, draft, at=AT)
    assert draft.errors == []
    keys = (FAR, SIZE, "import.row.far_from_ceiling", NEGATIVE, PARTS)
    return [(w.key, w.place.sheet, w.place.row, w.place.column) for w in draft.warnings if w.key in keys]


def cumulative(target: object, value: object) -> Book:
    """One target of the year, one reading of a quarter."""
    sheets = put(changed("Indikator", 2, "Cara Hitung", "cumulative"), "Target", 3, "Target", target)
    del sheets["Target"][1]
    put(sheets, "Indikator", 2, "Nilai Awal", None)
    return put(sheets, "Realisasi", 2, "Realisasi", value)


def test_a_plan_of_one_size_says_nothing(engine: Engine, tmp_path: Path) -> None:
    assert problems_told(engine, tmp_path, book()) == []


@pytest.mark.parametrize(
    ("value", "is_told"), [("0,756", True), (80 * 20, False), (80 * 20.1, True), (4, False), (3.9, True), (0, False)]
)
def test_i14_a_reading_against_its_target(engine: Engine, tmp_path: Path, value: object, *, is_told: bool) -> None:
    result = problems_told(engine, tmp_path, changed("Realisasi", 2, "Realisasi", value))
    assert result == [(FAR, "Realisasi", 2, "value")] * is_told


@pytest.mark.parametrize(
    ("value", "is_told"), [(1, False), ("0,8", False), ("0,79", True), (1280, False), (1281, True)]
)
def test_i14_a_quarter_of_a_sum_against_the_target_of_the_year(
    engine: Engine, tmp_path: Path, value: object, *, is_told: bool
) -> None:
    assert bool(problems_told(engine, tmp_path, cumulative(64, value))) is is_told


def test_i14_a_quotient_against_a_target_in_per_cent(engine: Engine, tmp_path: Path) -> None:
    sheets = changed("Indikator", 2, "Cara Hitung", "ratio")
    put(put(sheets, "Realisasi", 2, "Pembilang", 45), "Realisasi", 2, "Penyebut", 60)
    put(sheets, "Realisasi", 2, "Realisasi", None)
    assert problems_told(engine, tmp_path, sheets) == [(FAR, "Realisasi", 2, "numerator")]


def test_i14_a_baseline_against_the_targets(engine: Engine, tmp_path: Path) -> None:
    sheets = changed("Indikator", 2, "Nilai Awal", "0,7025")
    assert problems_told(engine, tmp_path, sheets) == [(FAR, "Indikator", 2, "baseline")]


def test_i14_a_reading_that_comes_without_its_target(engine: Engine, tmp_path: Path) -> None:
    """Against what is stored."""
    bring_in(engine, tmp_path)
    sheets = put(changed("Realisasi", 2, "Realisasi", 8000), "Realisasi", 2, "Triwulan", "III")
    del sheets["Target"]
    assert problems_told(engine, tmp_path, sheets) == [(FAR, "Realisasi", 2, "value")]


def test_i14_ceilings_of_one_sheet(engine: Engine, tmp_path: Path) -> None:
    sheets = book()
    for number, ceiling in enumerate((15_000_000, 305_689_779_000, 1_200_000_000, 900_000_000)):
        sheets["Anggaran"].append(["P2", 2024 + number, "APBD", ceiling])
    result = problems_told(engine, tmp_path, sheets)
    assert result == [(SIZE, "Anggaran", 3, "ceiling"), (SIZE, "Anggaran", 4, "ceiling")]


def test_i14_more_spent_than_there_ever_was(engine: Engine, tmp_path: Path) -> None:
    sheets = changed("Realisasi Anggaran", 2, "Realisasi", 1385437875 * 20)
    assert problems_told(engine, tmp_path, sheets) == []
    put(sheets, "Realisasi Anggaran", 2, "Realisasi", 1385437875 * 20 + 1)
    assert problems_told(engine, tmp_path, sheets) == [
        ("import.row.far_from_ceiling", "Realisasi Anggaran", 2, "realised")
    ]


@pytest.mark.parametrize(("sheet", "row"), [("Tahapan", 2), ("Program", 2)])
def test_i4_weights_of_two_scales(engine: Engine, tmp_path: Path, sheet: str, row: int) -> None:
    result = problems_told(engine, tmp_path, changed(sheet, row, "Bobot", 100))
    assert result
    assert {(key, name) for key, _, _, name in result} == {(SIZE, "weight")}


@pytest.mark.parametrize(
    ("calculation", "year", "is_told"),
    [("cumulative", 64, False), ("cumulative", 80, True), ("latest", 16, False), ("latest", 80, True)],
)
@pytest.mark.parametrize("heading", ["Triwulan", "Semester"])
def test_a_target_of_the_year_against_those_of_its_parts(
    engine: Engine, tmp_path: Path, calculation: str, year: int, heading: str, *, is_told: bool
) -> None:
    sheets = put(changed("Indikator", 2, "Cara Hitung", calculation), "Indikator", 2, "Nilai Awal", None)
    parts = (16, 16, 16, 16) if heading == "Triwulan" or calculation == "latest" else (32, 32)
    rows = [["I1", 2026, number, goal] for number, goal in enumerate(parts[: 4 if heading == "Triwulan" else 2], 1)]
    sheets["Target"] = [["Indikator", "Tahun", heading, "Target"], ["I1", 2026, None, year], *rows]
    sheets["Realisasi"] = sheets["Realisasi"][:1]
    assert problems_told(engine, tmp_path, sheets) == [(PARTS, "Target", 2, "value")] * is_told


@pytest.mark.parametrize("ceiling", [-1_385_437_875, "(1.385.437.875)"])
def test_a_ceiling_below_zero(engine: Engine, tmp_path: Path, ceiling: object) -> None:
    sheets = changed("Anggaran", 2, "Pagu", ceiling)
    del sheets["Realisasi Anggaran"]
    assert problems_told(engine, tmp_path, sheets) == [(NEGATIVE, "Anggaran", 2, "ceiling")]
