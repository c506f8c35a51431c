"""The whole plan as rows of the workbook, as known on a day."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from smartcity.commands.plan import plan_import
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout import SHEETS
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import workbook
from smartcity.store.engine import make_engine, reading, tables_read, writing
from tests.sample import sample_database
from tests.workbooks import Book, book, changed, physical, write_book

FIRST = datetime(2026, 9, 1, 3, tzinfo=UTC)
SECOND = datetime(2026, 9, 11, 3, tzinfo=UTC)


def take_in(engine: Engine, folder: Path, sheets: Book, at: datetime) -> None:
    draft = draft_of(read_source(write_book(folder / "plan.xlsx", sheets)), NameIndex())
    with writing(engine) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=at)


def test_an_empty_plan_has_every_noun_and_no_row(database: Engine) -> None:
    with reading(database) as session:
        book_rows = workbook.workbook_rows(session, date(2026, 9, 2))
        assert workbook.names_by_entity(session, date(2026, 9, 2))["agency"] == []
    assert {entity: list(rows) for entity, rows in book_rows.items()} == {sheet.entity: [] for sheet in SHEETS}


def test_every_column_of_the_workbook_has_its_field(database: Engine, tmp_path: Path) -> None:
    sheets = physical((date(2026, 3, 31), 10))
    take_in(database, tmp_path, sheets, FIRST)
    with reading(database) as session:
        book_rows = workbook.workbook_rows(session, date(2026, 9, 2))
    for sheet in SHEETS:
        for row in book_rows[sheet.entity]:
            assert {column.field for column in sheet.columns} <= row.keys(), sheet.title
        assert len(book_rows[sheet.entity]) == len(sheets[sheet.title]) - 1


def test_references_are_told_by_code(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book(), FIRST)
    with reading(database) as session:
        book_rows = workbook.workbook_rows(session, date(2026, 9, 2))
    first = book_rows["programme"][0]
    assert (first["sub_dimension"], first["lead_agency"], first["supports"]) == ("GV.1", "KOMINFO", ("BAPPEDA",))
    assert book_rows["statement"][0]["obstacle_milestone"] == "P1.A.2"
    assert [book_rows["budget_realisation"][0][name] for name in ("programme", "year", "source")] == [
        "P1",
        2026,
        "apbd",
    ]
    assert book_rows["update"][0]["verdict"] == "verified"
    assert book_rows["update"][1]["verdict"] is None


def test_a_moved_date_shows_the_promise_of_the_day(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book(), FIRST)
    take_in(database, tmp_path, changed("Tahapan", 2, "Tenggat", date(2026, 10, 1)), SECOND)
    with reading(database) as session:
        then = workbook.workbook_rows(session, date(2026, 9, 5))["milestone"]
        now = workbook.workbook_rows(session, date(2026, 9, 12))["milestone"]
    assert [row["due_on"] for row in then] == [date(2026, 3, 31), date(2026, 8, 31), date(2026, 12, 1)]
    assert [row["due_on"] for row in now] == [date(2026, 10, 1), date(2026, 8, 31), date(2026, 12, 1)]


def test_agencies_are_known_by_all_their_names(database: Engine, tmp_path: Path) -> None:
    take_in(database, tmp_path, book(), FIRST)
    with reading(database) as session:
        names = NameIndex(workbook.names_by_entity(session, date(2026, 9, 2)))
    for name in ("kominfo", "Dinas Komunikasi dan Informatika", "DISKOMINFO", "Dinas Kominfo, Kota"):
        assert names.code("agency", name) == "KOMINFO"
    assert names.code("agency", "Dinas") is None


def test_rows_of_the_plan_are_those_of_the_workbook_and_hold_whatever_is_reported(tmp_path: Path) -> None:
    engine, day = make_engine(sample_database(tmp_path)), date(2026, 9, 2)
    with reading(engine) as session:
        with tables_read() as tables:
            plan = workbook.plan_rows(session, day)
        assert plan == {name: rows for name, rows in workbook.workbook_rows(session, day).items() if name in plan}
    assert not tables & {"milestone_update", "update_review", "reading", "statement"}
    engine.dispose()
