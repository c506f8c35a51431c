"""Importing as a whole: diff, idempotence, changes with their history, withdrawal, several writers."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.facts.history import Move
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import history, ledger, portfolio
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.exchange.books import GOOD, rows, write

FIRST = datetime(2026, 1, 5, 3, tzinfo=UTC)
SECOND = datetime(2026, 3, 5, 3, tzinfo=UTC)
THIRD = datetime(2026, 5, 5, 3, tzinfo=UTC)


def draft(folder: Path, content: Mapping[str, Any] = GOOD) -> PlanDraft:
    return draft_of(read_source(write(folder / "plan.xlsx", dict(content))), NameIndex())


def put(engine: Engine, folder: Path, content: Mapping[str, Any] = GOOD, at: datetime = FIRST) -> int:
    with writing(engine) as session:
        batch = plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft(folder, content), at=at)
        assert batch.id is not None
        return batch.id


def undo(engine: Engine, number: int, at: datetime = THIRD) -> None:
    with writing(engine) as session:
        plan_import.withdraw(session, ADMINISTRATOR_AT_TERMINAL, number, at=at)


def name_on(engine: Engine, day: date) -> str | None:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
        shown_programme = plan.programme("P1") if plan else None
        return shown_programme.name if shown_programme else None


def renamed(name: str) -> dict[str, Any]:
    sheet_rows = rows()
    sheet_rows["Program"][0]["Nama"] = name
    return sheet_rows


def test_a_second_import_finds_everything_the_same(database: Engine, tmp_path: Path) -> None:
    put(database, tmp_path)
    with reading(database) as session:
        diff = plan_import.preview(session, draft(tmp_path), at=SECOND)
    assert {(c.new, c.changed) for c in diff.counts.values()} == {(0, 0)}
    assert diff.count("milestone").same == 3
    assert diff.count("update").same == 1


def test_the_share_of_the_verified_milestone_counts(database: Engine, tmp_path: Path) -> None:
    """P1 weighs 2 and has 1 of 4 done, P2 weighs 1 and has nothing: (2 × 1/4 + 0) ÷ 3 = 1/6."""
    put(database, tmp_path)
    with reading(database) as session:
        plan = portfolio.load_portfolio(session, date(2026, 1, 10))
    assert plan is not None
    assert plan.city.progress is not None
    assert plan.city.progress.verified * 6 == 1
    assert plan.city.progress.planned * 2 == 1  # (2 × 1/4 + 1 × 1) ÷ 3


def test_a_changed_name_is_seen_from_its_day_on(database: Engine, tmp_path: Path) -> None:
    put(database, tmp_path)
    put(database, tmp_path, renamed("Portal Baru"), SECOND)
    assert name_on(database, date(2026, 2, 1)) == "Portal Layanan"
    assert name_on(database, date(2026, 3, 6)) == "Portal Baru"


def test_undo_brings_the_old_name_back_and_keeps_the_past(database: Engine, tmp_path: Path) -> None:
    put(database, tmp_path)
    second = put(database, tmp_path, renamed("Portal Baru"), SECOND)
    undo(database, second)
    assert name_on(database, date(2026, 6, 1)) == "Portal Layanan"
    assert name_on(database, date(2026, 4, 1)) == "Portal Baru"


def test_a_withdrawn_plan_is_gone_from_then_on_and_can_come_again(database: Engine, tmp_path: Path) -> None:
    undo(database, put(database, tmp_path))
    assert name_on(database, date(2026, 4, 1)) == "Portal Layanan"
    assert name_on(database, date(2026, 6, 1)) is None
    put(database, tmp_path, at=datetime(2026, 7, 1, tzinfo=UTC))
    assert name_on(database, date(2026, 7, 2)) == "Portal Layanan"


def test_an_undone_import_was_never_known_on_the_days_it_tells_of(database: Engine, tmp_path: Path) -> None:
    sheet_rows = rows()
    for programme in sheet_rows["Program"]:
        programme["Dicatat Pada"] = "2025-02-01 09:00:00"
    for entity in ("Rencana Induk", "Dimensi", "Sub-dimensi", "OPD"):
        for row in sheet_rows[entity]:
            row["Dicatat Pada"] = "2025-02-01 09:00:00"
    first = put(database, tmp_path, sheet_rows)
    assert name_on(database, date(2025, 6, 1)) == "Portal Layanan", "the import tells what was known then"
    undo(database, first)
    assert name_on(database, date(2025, 6, 1)) is None
    assert name_on(database, date(2026, 4, 1)) == "Portal Layanan", "on these days it stood"


def test_undo_is_refused_once_something_stands_on_it(database: Engine, tmp_path: Path) -> None:
    first = put(database, tmp_path)
    more = rows()
    more["Tahapan"].append({**more["Tahapan"][0], "Kode": "P1-A3"})
    put(database, tmp_path, more, SECOND)
    with pytest.raises(Refused) as no:
        undo(database, first)
    assert no.value.key == "import.undo.built_on"


def test_undo_is_refused_for_what_is_not_there_or_was_undone(database: Engine, tmp_path: Path) -> None:
    number = put(database, tmp_path)
    undo(database, number)
    for wrong, key in ((number, "import.undo.before"), (99, "import.undo.unknown")):
        with pytest.raises(Refused) as no:
            undo(database, wrong)
        assert no.value.key == key


def test_a_moved_date_keeps_the_first_promise(database: Engine, tmp_path: Path) -> None:
    put(database, tmp_path)
    later = rows()
    later["Tahapan"][1]["Tenggat"] = "31 Des 2026"
    put(database, tmp_path, later, SECOND)
    with reading(database) as session:
        plan = portfolio.load_portfolio(session, date(2026, 3, 6))
        assert plan is not None
        moved = next(m for _, m in plan.milestones if m.code == "P1-A2")
        assert (moved.facts.first_due_on, moved.facts.due_on) == (date(2026, 8, 31), date(2026, 12, 31))
        assert [
            move.days for move in history.all_requested_changes(session, date(2026, 3, 6)) if isinstance(move, Move)
        ] == [122]
        before = portfolio.load_portfolio(session, date(2026, 2, 1))
        assert before is not None
        assert next(m for _, m in before.milestones if m.code == "P1-A2").facts.due_on == date(2026, 8, 31)


def test_two_owners_and_a_misspelt_dimension_are_read_with_a_warning(tmp_path: Path) -> None:
    content = rows()
    content["Program"][0]["OPD Penanggung Jawab"] = "Kominfo / Bappeda"
    content["Sub-dimensi"][0]["Dimensi"] = "smart goverment"
    content["Dimensi"][0]["Nama"] = "Smart Government"
    plan_draft = draft(tmp_path, content)
    assert not plan_draft.errors
    assert {warning.key for warning in plan_draft.warnings} == {"import.row.two_owners", "import.row.misspelt"}
    programme = plan_draft.rows["programme"][0].values
    assert (programme["lead_agency"], programme["supports"]) == ("KOMINFO", ("BAPPEDA",))
    assert plan_draft.rows["sub_dimension"][0].values["dimension"] == "GV"


def test_a_person_in_place_of_a_position_is_taken_in_with_a_warning(engine: Engine, tmp_path: Path) -> None:
    content = rows()
    content["Program"][0]["Jabatan Penanggung Jawab"] = "Drs. Budi, M.Si"
    content["Program"][1]["Jabatan Penanggung Jawab"] = "Kepala Bidang Data"
    plan_draft = draft(tmp_path, content)
    with reading(engine) as session:
        diff = plan_import.preview(session, plan_draft, at=FIRST)
    assert (plan_draft.errors, diff.counts["programme"].new) == ([], 2)
    assert [(w.key, w.place.row, w.value) for w in plan_draft.warnings] == [("import.row.person", 2, "Drs. Budi, M.Si")]


def test_each_command_leaves_one_sealed_entry(database: Engine, tmp_path: Path) -> None:
    undo(database, put(database, tmp_path))
    with reading(database) as session:
        assert ledger.newest(session) == 2
        assert ledger.first_broken(session) is None
        actions = session.exec(select(t.AuditEntry.action).order_by(col(t.AuditEntry.id))).all()
    assert actions == ["plan.import", "plan.withdraw"]


def test_two_imports_at_once_make_one_plan(database: Engine, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda folder: put(database, folder), folders))
    with reading(database) as session:
        assert len(session.exec(select(t.Programme.id)).all()) == 2
        assert ledger.first_broken(session) is None


def test_a_normal_insert_follows_an_import(database: Engine, tmp_path: Path) -> None:
    number = put(database, tmp_path)
    with writing(database) as session:
        session.add(t.Mission(code="M9", name="Misi", batch_id=number, recorded_at=FIRST))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_may_import_and_undo(engine: Engine, tmp_path: Path, role: Role) -> None:
    actor = Actor("somebody", role)
    with pytest.raises(Forbidden), writing(engine) as session:
        plan_import.run(session, actor, draft(tmp_path), at=FIRST)
    with pytest.raises(Forbidden), writing(engine) as session:
        plan_import.withdraw(session, actor, 1, at=FIRST)
    with reading(engine) as session:
        assert ledger.newest(session) == 0
