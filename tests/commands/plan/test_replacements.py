"""A verified figure gives way to an import only with a reason: told row by row, asked for once (P19)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.diff import Diff
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
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

AT = datetime(2026, 7, 3, 3, tzinfo=UTC)
LATER = AT + timedelta(days=1)
KNOWN = NameIndex({"programme": [("P1", {})], "indicator": [("I1", {})], "milestone": [("P1.A.1", {})]})
READING = ["Indikator", "Tahun", "Triwulan", "Realisasi", "Alasan", "Dicatat Pada", "Putusan"]
REPORT = ["Program", "Per Tanggal", "Realisasi (%)", "Catatan"]
UPDATE = ["Tahapan", "Status", "Persen", "Catatan"]
WHY = "Angka dihitung ulang oleh BPS"


@pytest.fixture
def plan(database: Engine, tmp_path: Path) -> Engine:
    """A reading of 79,5, a physical percentage of 10 and a milestone as done, all verified."""
    sheets = physical((date(2026, 6, 30), 10))
    sheets["Realisasi"] = [READING, ["I1", 2026, "II", "79,5", None, None, "Terverifikasi"]]
    draft = drafted(tmp_path, sheets)
    write_once(database, __name__, lambda session: plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=AT))
    return database


def brought(engine: Engine, folder: Path, sheets: Book) -> tuple[PlanDraft, Diff]:
    draft = draft_of(read_source(write_book(folder / "part.xlsx", sheets)), KNOWN)
    with reading(engine) as session:
        return draft, plan_import.preview(session, draft, at=LATER)


def replacing(draft: PlanDraft) -> list[tuple[int | None, Any]]:
    return [(p.place.row, p.facts["verified"]) for p in draft.warnings if p.key == "import.row.replaces_verified"]


@pytest.mark.parametrize(
    ("sheets", "rows", "unexplained"),
    [
        ({"Realisasi": [READING, ["I1", 2026, "II", 80]]}, [2], 1),
        ({"Realisasi": [READING, ["I1", 2026, "II", 80, None, None, "Terverifikasi"]]}, [2], 1),
        ({"Realisasi": [READING, ["I1", 2026, "II", 80, WHY]]}, [2], 0),
        ({"Realisasi": [READING, ["I1", 2026, "II", "79,50"], ["I1", 2026, "I", 3]]}, [], 0),
        ({"Realisasi": [READING, ["I1", 2026, "II", 80, None, "2026-06-01 10:00"]]}, [], 0),
        ({"Realisasi Fisik": [REPORT, ["P1", date(2026, 6, 30), 12]]}, [2], 1),
        ({"Realisasi Fisik": [REPORT, ["P1", date(2026, 6, 30), 12, WHY], ["P1", date(2026, 7, 1), 13]]}, [2], 0),
        ({"Pembaruan": [UPDATE, ["P1.A.1", "Berjalan", 40]]}, [2], 1),
        ({"Pembaruan": [UPDATE, ["P1.A.1", "Selesai", None, "sekali lagi"]]}, [], 0),
    ],
)
def test_p19_what_is_verified_and_gives_way_is_told(
    plan: Engine, tmp_path: Path, sheets: Book, rows: list[int], unexplained: int
) -> None:
    draft, diff = brought(plan, tmp_path, sheets)
    assert (draft.errors, [row for row, _ in replacing(draft)], diff.unexplained) == ([], rows, unexplained)


def test_p19_one_reason_goes_for_the_whole_import(plan: Engine, tmp_path: Path) -> None:
    sheets: Book = {
        "Realisasi": [READING, ["I1", 2026, "II", 80]],
        "Realisasi Fisik": [REPORT, ["P1", date(2026, 6, 30), 12]],
    }
    draft, _ = brought(plan, tmp_path, sheets)
    for none in (None, " "):
        draft.reason = none
        with writing(plan) as session, pytest.raises(Refused, match=r"import\.reason_needed") as no:
            plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=LATER)
        assert no.value.facts == {"count": 2}
    draft.reason = WHY
    with writing(plan) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=LATER)
    with reading(plan) as session:
        assert AsOf.now(session).rows(t.Reading)[-1]["reason"] == WHY
        assert AsOf.now(session).rows(t.PhysicalUpdate)[-1]["note"] == WHY
        newest = session.exec(select(t.AuditEntry).order_by(col(t.AuditEntry.id).desc())).first()
        assert newest is not None
        assert newest.reason == WHY
    again, diff = brought(plan, tmp_path, sheets)
    assert (replacing(again), diff.counts["reading"].same, diff.counts["physical_update"].same) == ([], 1, 1)
