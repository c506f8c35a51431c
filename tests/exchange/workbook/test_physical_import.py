"""Planned curves and physical percentages from a workbook: what is stored, what is warned of, what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Measure
from smartcity.domain.errors import Refused
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.store.loaders.visibility import AsOf
from tests.miniature import drafted
from tests.rows import write_once
from tests.workbooks import Book, physical, write_book

KNOWN = NameIndex({"programme": [("P1", {})]})
AT = datetime(2026, 7, 3, 3, tzinfo=UTC)
MARCH, JUNE, SEPTEMBER, DECEMBER = (date(2026, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)))


def looked_at(engine: Engine, folder: Path, sheets: Book) -> PlanDraft:
    draft = drafted(folder, sheets)
    with reading(engine) as session:
        plan_import.preview(session, draft, at=AT)
    return draft


@pytest.fixture
def plan(database: Engine, tmp_path: Path) -> Engine:
    """P1 with a curve that stands, and 10 per cent of March verified."""
    draft = drafted(tmp_path, physical((MARCH, 10)))
    write_once(database, __name__, lambda session: plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=AT))
    return database


def told_of(draft: PlanDraft) -> set[tuple[str, int | None]]:
    return {(problem.key.removeprefix("import.row."), problem.place.row) for problem in draft.warnings}


def test_curve_and_percentages_are_stored_as_they_stand(database: Engine, tmp_path: Path) -> None:
    """100,9 and blanks of the plan stay; a percentage that is blank is not yet reported."""
    draft = drafted(tmp_path, physical((MARCH, 10), (JUNE, "100,9"), (SEPTEMBER, None)))
    with writing(database) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=AT)
    with reading(database) as session:
        measures = {row["code"]: row["measure"] for row in AsOf.now(session).rows(t.Programme)}
        planned = [(row["day"], row["percent"]) for row in AsOf.now(session).rows(t.PlannedPercent)]
        reported = [(row["day"], row["percent"]) for row in AsOf.now(session).rows(t.PhysicalUpdate)]
        verdicts = AsOf.now(session).rows(t.PhysicalReview)
    assert measures == {"P1": Measure.PHYSICAL, "P2": Measure.MILESTONES}
    assert planned == [(MARCH, None), (JUNE, 25), (SEPTEMBER, 25), (DECEMBER, 100)]
    assert reported == [(MARCH, 10), (JUNE, Decimal("100.9"))]
    assert len(verdicts) == 2


def test_the_same_file_again_changes_nothing(database: Engine, tmp_path: Path) -> None:
    draft = drafted(tmp_path, physical((MARCH, 10), (JUNE, None)))
    with writing(database) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=AT)
    with reading(database) as session:
        diff = plan_import.preview(session, draft, at=AT)
    counts = {entity: diff.counts[entity] for entity in ("planned_percent", "physical_update")}
    assert [(c.new, c.changed, c.same) for c in counts.values()] == [(0, 0, 4), (0, 0, 1)]


@pytest.mark.parametrize(
    ("sheets", "warned"),
    [
        (physical((MARCH, 10)), set()),
        (physical((MARCH, 10), (JUNE, 9)), {("percent_falls", 3)}),
        (physical((MARCH, 10), (JUNE, 100.9)), {("percent_above", 3)}),
        (physical((MARCH, 0.2), (JUNE, 0.35)), {("percent_share", 3)}),
        (physical((MARCH, 0.5), (JUNE, 12)), set()),
        (physical((MARCH, 0), (JUNE, 0)), set()),
        (physical((MARCH, 10), (JUNE, None)), {("physical_blank", 3)}),
        (physical(curve=((JUNE, 40), (DECEMBER, 90))), {("curve_end", 3)}),
        (physical(curve=((JUNE, 100), (DECEMBER, 100))), {("curve_flat", 3)}),
        (physical(curve=((JUNE, 60), (SEPTEMBER, 50), (DECEMBER, 100))), {("percent_falls", 3)}),
        (physical(curve=((JUNE, 0.4), (DECEMBER, 1))), {("percent_share", 3), ("curve_end", 3)}),
        (physical(curve=((JUNE, 60), (DECEMBER, 101))), {("percent_above", 3)}),
        (physical(curve=()), {("no_curve", 2)}),
        (physical((MARCH, 10), measure="Tahapan"), {("not_physical", 2), ("not_physical", 3)}),
        (physical((MARCH, 10), measure=""), {("not_physical", 2), ("not_physical", 3)}),
    ],
)  # fmt: skip
def test_what_is_odd_is_taken_with_a_warning(
    database: Engine, tmp_path: Path, sheets: Book, warned: set[tuple[str, int]]
) -> None:
    draft = looked_at(database, tmp_path, sheets)
    assert draft.errors == []
    physical_ones = {
        one
        for one in told_of(draft)
        if one[0].startswith(("percent_", "curve_", "physical_")) or one[0] in ("no_curve", "not_physical")
    }
    assert physical_ones == warned


@pytest.mark.parametrize(
    ("brought", "warned"),
    [
        ([(MARCH, 0.5)], set()),
        ([(MARCH, 30)], {("percent_over_stored", 2)}),
        ([(JUNE, None), (MARCH, 30)], {("percent_over_stored", 3)}),
        ([(MARCH, 30), (JUNE, 40), (SEPTEMBER, 60)], set()),
        ([(DECEMBER, 90)], {("curve_end", 2)}),
        ([(SEPTEMBER, 20)], {("percent_falls", 2)}),
        ([(JUNE, 0.4), (SEPTEMBER, 0.6), (DECEMBER, 1)], {("percent_share", 4), ("curve_end", 4)}),
        ([(MARCH, 100)], {("percent_over_stored", 2), ("curve_flat", 2)}),
    ],
)  # fmt: skip
def test_a_curve_brought_in_parts_is_judged_with_what_is_stored(
    plan: Engine, tmp_path: Path, brought: list[tuple[date, object]], warned: set[tuple[str, int]]
) -> None:
    sheet: Book = {"Kurva Rencana": [["Program", "Per Tanggal", "Rencana (%)"], *(["P1", *point] for point in brought)]}
    draft = draft_of(read_source(write_book(tmp_path / "part.xlsx", sheet)), KNOWN)
    with reading(plan) as session:
        plan_import.preview(session, draft, at=AT)
    assert (draft.errors, told_of(draft)) == ([], warned)


def test_a_reported_part_is_judged_with_what_is_stored(plan: Engine, tmp_path: Path) -> None:
    heads = ["Program", "Per Tanggal", "Realisasi (%)"]
    for percent, warned in ((0.5, {("percent_falls", 2)}), (12, set())):
        sheet: Book = {"Realisasi Fisik": [heads, ["P1", JUNE, percent]]}
        draft = draft_of(read_source(write_book(tmp_path / "part.xlsx", sheet)), KNOWN)
        with reading(plan) as session:
            plan_import.preview(session, draft, at=AT)
        assert (draft.errors, told_of(draft)) == ([], warned)


@pytest.mark.parametrize(
    ("sheets", "wrong"),
    [
        (physical((MARCH, -1)), ("percent_negative", 2)),
        (physical(curve=((JUNE, -1), (DECEMBER, 100))), ("percent_negative", 2)),
        (physical(curve=((JUNE, 5), (JUNE, 6), (DECEMBER, 100))), ("twice", 3)),
        (physical((JUNE, 5), (JUNE, 6)), ("twice", 3)),
        (physical((SEPTEMBER, 5)), ("day_to_come", 2)),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(
    database: Engine, tmp_path: Path, sheets: Book, wrong: tuple[str, int]
) -> None:
    draft = looked_at(database, tmp_path, sheets)
    assert {(p.key.removeprefix("import.row."), p.place.row) for p in draft.errors} == {wrong}
    with writing(database) as session, pytest.raises(Refused):
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=AT)
