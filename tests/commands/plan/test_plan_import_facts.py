"""Facts come in once; what is learnt of them later is appended; what was built on an import keeps it in force."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands.plan import dependencies, plan_import
from smartcity.commands.plan.diff import Counts, Diff
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Claim
from smartcity.domain.plan.dependencies import Party
from smartcity.queries import portfolio, workbook
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.miniature import drafted
from tests.refusals import refusal_of
from tests.workbooks import Book, book, changed, put

FIRST = datetime(2026, 9, 1, 3, 0, 0, 123456, tzinfo=UTC)
SECOND = datetime(2026, 9, 11, 3, tzinfo=UTC)
THIRD = datetime(2026, 9, 21, 3, tzinfo=UTC)
MONTH = timedelta(days=30)
SEPTEMBER = date(2026, 9, 30)


def take_in(engine: Engine, folder: Path, sheets: Book, at: datetime = FIRST) -> int:
    with writing(engine) as session:
        batch = plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, drafted(folder, sheets), at=at)
        return batch.id or 0


def looked_at(engine: Engine, folder: Path, sheets: Book) -> tuple[Diff, PlanDraft]:
    draft = drafted(folder, sheets)
    with reading(engine) as session:
        return plan_import.preview(session, draft, at=SECOND), draft


def undo(engine: Engine, number: int) -> None:
    with writing(engine) as session:
        plan_import.withdraw(session, ADMINISTRATOR_AT_TERMINAL, number, at=THIRD)


def is_built_on(engine: Engine, number: int) -> bool:
    refused = refusal_of(lambda: undo(engine, number))
    assert refused is None or refused.key == "import.undo.built_on"
    return refused is not None


def whole(engine: Engine, day: date = SEPTEMBER) -> Any:
    with reading(engine) as session:
        return workbook.workbook_rows(session, day)


def claim(engine: Engine, milestone: str, day: date = SEPTEMBER) -> Any:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
        assert plan is not None
        return next(m.facts for _, m in plan.milestones if m.code == milestone)


def test_the_same_file_says_nothing_twice(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    take_in(database, tmp_path, book(), SECOND)
    with reading(database) as session:
        for table in (
            t.MilestoneUpdate,
            t.UpdateReview,
            t.Evidence,
            t.DueDateChange,
            t.Waiting,
            t.WaitingEnd,
            t.Statement,
        ):
            rows = session.exec(select(table.batch_id)).all()
            assert set(rows) == {1}, table


def test_another_note_is_another_update(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    diff, _draft = looked_at(database, tmp_path, changed("Pembaruan", 3, "Catatan", "tiga modul"))
    assert diff.counts["update"] == Counts(new=1, same=1)


def test_a_verdict_given_later_joins_the_update_it_is_about(database: Engine, tmp_path: Path) -> None:
    waiting = put(changed("Pembaruan", 2, "Putusan", None), "Pembaruan", 2, "Diputus Pada", None)
    take_in(database, tmp_path, waiting)
    assert not claim(database, "P1.A.1").is_done
    verdict = put(changed("Pembaruan", 2, "Diputus Pada", None), "Pembaruan", 2, "Putusan", "Terverifikasi")
    diff, _draft = looked_at(database, tmp_path, verdict)
    assert diff.counts["update"] == Counts(changed=1, same=1)
    take_in(database, tmp_path, verdict, SECOND)
    assert claim(database, "P1.A.1").is_done
    assert claim(database, "P1.A.1", date(2026, 9, 10)).verified is None
    assert len(whole(database)["update"]) == 2


def test_evidence_given_later_joins_the_update_it_is_about(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    take_in(database, tmp_path, changed("Pembaruan", 3, "Bukti Dukung", "Foto"), SECOND)
    assert [row["evidence_title"] for row in whole(database)["update"]] == ["Berita acara", "Foto"]


def test_a_move_that_waited_counts_from_its_approval_on(database: Engine, tmp_path: Path) -> None:
    waiting = put(changed("Perubahan Tenggat", 2, "Disetujui Pada", None), "Tahapan", 3, "Tenggat", date(2026, 6, 30))
    take_in(database, tmp_path, waiting)
    assert claim(database, "P1.A.2").due_on == date(2026, 6, 30)
    take_in(
        database,
        tmp_path,
        changed("Perubahan Tenggat", 2, "Disetujui Pada", datetime.fromisoformat("2026-09-11 10:00")),
        SECOND,
    )
    assert claim(database, "P1.A.2").due_on == date(2026, 8, 31)


def test_the_first_promise_is_not_changed_by_a_later_file(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    _diff, draft = looked_at(database, tmp_path, changed("Tahapan", 3, "Tenggat Pertama", date(2026, 7, 1)))
    assert [(w.key, w.place.row) for w in draft.warnings] == [("import.row.first_promise", 3)]


def test_a_support_that_a_later_file_leaves_out_stays_and_is_told(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    _diff, draft = looked_at(database, tmp_path, changed("Program", 2, "OPD Pendukung", "DLH"))
    assert [(w.key, w.value) for w in draft.warnings] == [("import.row.link_stays", "BAPPEDA")]
    take_in(database, tmp_path, changed("Program", 2, "OPD Pendukung", "DLH"), SECOND)
    assert whole(database)["programme"][0]["supports"] == ("BAPPEDA", "DLH")


def test_the_diff_of_a_file_with_errors_tells_the_rest(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    sheets = put(changed("Tahapan", 2, "Bobot", 0), "Tahapan", 3, "Nama", "Peluncuran bertahap")
    sheets["Tahapan"].append(["P2.A.2", "P2.A", "Bangunan", 1, date(2027, 1, 1), date(2027, 6, 1), None])
    diff, draft = looked_at(database, tmp_path, sheets)
    assert diff.counts["milestone"] == Counts(new=1, changed=1, same=1, wrong=1)
    assert len(draft.errors) == 1


def closed() -> Book:
    """Changes of every type of column: instant, day, hour, number, choice, text, list, yes and no, reference."""
    sheets = changed("Rapat", 2, "Ditutup Pada", datetime.fromisoformat("2026-09-10 15:00"))
    put(sheets, "Rapat", 2, "Jam", "10.15")
    put(sheets, "Arahan", 2, "Tenggat", "1 Okt 2026")
    put(sheets, "Program", 3, "Bobot", 3)
    put(sheets, "Program", 3, "Jangka", "Jangka Panjang")
    put(sheets, "Program", 3, "OPD Penanggung Jawab", "BAPPEDA")
    put(sheets, "Program", 3, "Quick Win", "Ya")
    put(sheets, "OPD", 2, "Alias", "Kominfo")
    put(sheets, "Indikator", 2, "Nilai Awal", 71.5)
    return put(sheets, "Rencana Induk", 2, "Skema Kesehatan", "0,9 Sesuai Rencana; 0 Terlambat")


def test_undo_puts_every_kind_of_value_back(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    before = whole(database)
    second = take_in(database, tmp_path, closed(), SECOND)
    after = whole(database)
    changed_nouns = {entity for entity in before if before[entity] != after[entity]}
    assert changed_nouns == {"masterplan", "agency", "programme", "indicator", "meeting", "decision"}
    assert whole(database, date(2026, 9, 5)) == before
    undo(database, second)
    assert whole(database) == before
    with reading(database) as session:
        assert session.exec(select(col(t.Meeting.closed_at), col(t.Meeting.starts_at))).one() == (
            None,
            before["meeting"][0]["starts_at"],
        )


@pytest.mark.parametrize(
    ("sheet", "row", "heading", "value"),
    [
        ("Program", 3, "Nama", "Bank Sampah Induk"),
        ("Tahapan", 4, "Tenggat", date(2027, 2, 1)),
        ("Pembaruan", 3, "Catatan", "tiga modul"),
        ("Program", 3, "OPD Pendukung", "Bappeda"),
    ],
)
def test_an_import_that_a_later_one_built_on_stays(
    database: Engine, tmp_path: Path, sheet: str, row: int, heading: str, value: object
) -> None:
    first = take_in(database, tmp_path, book())
    second = take_in(database, tmp_path, changed(sheet, row, heading, value), SECOND)
    assert is_built_on(database, first)
    undo(database, second)
    assert not is_built_on(database, first)


def test_a_value_or_a_date_changed_twice_is_undone_from_the_last(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    for heading, sheet, values in (
        ("Nama", "Program", ("Satu Pintu", "Satu Atap")),
        ("Tenggat", "Tahapan", (date(2026, 10, 1), date(2026, 11, 1))),
    ):
        second, third = (take_in(database, tmp_path, changed(sheet, 2, heading, value), SECOND) for value in values)
        assert is_built_on(database, second)
        undo(database, third)
        assert not is_built_on(database, second)
    assert whole(database, date(2026, 9, 5))["programme"] == whole(database)["programme"]
    assert claim(database, "P1.A.1").due_on == date(2026, 3, 31)


def test_what_somebody_entered_since_keeps_the_import(database: Engine, tmp_path: Path) -> None:
    first = take_in(database, tmp_path, book())
    with writing(database) as session:
        session.add(t.MilestoneUpdate(milestone_id=1, claim=Claim.RUNNING, recorded_at=SECOND, recorded_by="opd"))
    assert is_built_on(database, first)


def test_the_end_of_a_wait_is_learnt_later(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book())
    diff, _ = looked_at(database, tmp_path, changed("Menunggu", 2, "Berakhir Pada", date(2026, 9, 10)))
    assert diff.counts["waiting"] == Counts(new=0, changed=1, same=2)
    take_in(database, tmp_path, changed("Menunggu", 2, "Berakhir Pada", date(2026, 9, 10)), SECOND)
    assert [row["ended_on"] for row in whole(database)["waiting"]] == [date(2026, 9, 10), date(2026, 7, 9), None]
    assert [row["ended_on"] for row in whole(database, date(2026, 9, 9))["waiting"]] == [None, date(2026, 7, 9), None]


def test_a_wait_said_on_a_screen_keeps_the_import_it_names_in_force(database: Engine, tmp_path: Path) -> None:
    number = take_in(database, tmp_path, book())
    with writing(database) as session:
        dependencies.begin_dependency(
            session, ADMINISTRATOR_AT_TERMINAL, "P2.A.1", Party(agency="BAPPEDA"), SEPTEMBER, at=FIRST + MONTH
        )
    assert is_built_on(database, number)


@pytest.mark.parametrize(("later", "refusals"), [(0, 0), (1, 1)])
def test_done_on_a_day_to_come_is_refused(database: Engine, tmp_path: Path, later: int, refusals: int) -> None:
    day = SECOND.date() + timedelta(days=later)
    _, draft = looked_at(database, tmp_path, changed("Pembaruan", 2, "Tercapai Pada", day))
    problems = [problem for problem in draft.errors if problem.key == "objection.day_to_come"]
    assert [(one.place.row, one.place.column, one.value) for one in problems] == [(2, "achieved_on", day)] * refusals


def test_f4_done_without_a_day_is_warned_of_and_counts_from_the_day_it_was_recorded(
    database: Engine, tmp_path: Path
) -> None:
    sheets = book()
    row = sheets["Pembaruan"][1]
    heading = list(sheets["Pembaruan"][0]).index("Tercapai Pada")
    sheets["Pembaruan"][1] = [None if place == heading else cell for place, cell in enumerate(row)]
    _, draft = looked_at(database, tmp_path, sheets)
    (warning,) = [problem for problem in draft.warnings if problem.key == "import.row.undated"]
    assert (warning.place.row, warning.place.column) == (2, "achieved_on")
    take_in(database, tmp_path, sheets)
    with reading(database) as session:
        plan = portfolio.load_portfolio(session, SEPTEMBER)
    assert plan is not None
    facts, recorded_at = next((m.facts, m.said_at) for _, m in plan.milestones if m.facts.is_done)
    assert recorded_at is not None
    assert facts.done_on == recorded_at.date()
    for point in plan.curve:
        if point.verified is not None:
            assert bool(point.verified) == (point.day >= recorded_at.date())
