"""Whoever writes the database file past the application is found: every sealed table, altered, thinned and added to."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Engine, Integer, Numeric, Table, Time, func, insert, select, text
from sqlmodel import Session

from smartcity.commands.ledger import append
from smartcity.commands.plan import diff
from smartcity.commands.plan.diff import FieldChange
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.ledger import Breach, Integrity, entry_content, normalised, seal
from smartcity.domain.reasons import Fault
from smartcity.queries import integrity, ledger
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.entities import PLAN_ENTITIES
from smartcity.store.sealed_rows import SEALED, SEALED_NAMES, UNSEALED, UNSEALED_COLUMNS
from smartcity.store.tables.columns import Choice, Instant
from tests import plan
from tests.late_rows import late_rows_allowed
from tests.rakor import begin_meeting, close_meeting, next_item
from tests.sample import sample_database

AT = datetime(2026, 11, 30, 2, tzinfo=UTC)
TABLES = pytest.mark.parametrize("table", SEALED, ids=lambda table: table.name)


def fill(engine: Engine) -> None:
    """The miniature plan, and two rows in every sealed table, under one entry; then a milestone that was edited."""
    with writing(engine) as session:
        plan.write(session)
        for table in SEALED:
            for number in range(_count(session, table), 2):
                session.execute(insert(table), [{c.name: _some(c, number + 1) for c in table.c if c.name != "id"}])
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "everything", at=AT)
    milestone = next(entity for entity in PLAN_ENTITIES if entity.tablename == "milestone")
    with writing(engine) as session:
        change = FieldChange(milestone, 1, "weight", Decimal(1), Decimal("2.5"), AT)
        diff.write_changes(session, [change], None)
        append(session, ADMINISTRATOR_AT_TERMINAL, "plan.edit", "milestone:M-1", at=AT)


def _count(session: Session, table: Table) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def _some(column: Column[Any], number: int) -> Any:
    """Any value of its kind; links of a table to others lead to the row of the same number."""
    kind = column.type
    if column.name == "zone":
        return "Asia/Jakarta"
    if column.foreign_keys or column.name == "seal":
        return None if column.nullable else number
    if isinstance(kind, Choice):
        return next(iter(kind.kind))  # type: ignore[call-overload]
    by_kind: tuple[tuple[type[Any], Any], ...] = (
        (Instant, AT if column.name != "withdrawn_at" else None),
        (Boolean, False),
        (JSON, {"v": number}),
        (Date, date(2026, 1, number)),
        (Time, time(9)),
        (Integer, number),
        (Numeric, Decimal(number)),
    )
    return next((value for known_kind, value in by_kind if isinstance(kind, known_kind)), f"x{number}")


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Attacks on it are taken back."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    fill(engine)
    yield engine
    engine.dispose()


def integrity_of(engine: Engine) -> Integrity:
    with reading(engine) as session:
        return integrity.verify(session)


def breach_after(attacked: Engine, attack: str) -> Breach | None:
    """By somebody who can write the file: the triggers are dropped and made again, foreign keys are off."""
    with attacked.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("PRAGMA foreign_keys=OFF")
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in made:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in attack.split("; "):
            raw.execute(statement)
        for _, sql in made:
            raw.execute(sql)
        with Session(connection) as session:
            return integrity.verify(session).breach


def test_what_was_written_by_commands_is_whole_on_both_databases(database: Engine) -> None:
    fill(database)
    result = integrity_of(database)
    assert (result.entries, result.breach) == (2, None)
    assert result.rows >= 2 * len(SEALED)


def test_a_held_meeting_of_the_sample_is_whole(tmp_path: Path) -> None:
    engine = make_engine(sample_database(tmp_path))
    begin_meeting(engine)
    next_item(engine)
    assert integrity_of(engine).breach is None
    close_meeting(engine)
    assert integrity_of(engine).breach is None
    engine.dispose()


@pytest.mark.parametrize("value", ["1", "0.1", "1234567890123456.12345678"])
def test_a_decimal_has_one_spelling_on_both_databases(value: str) -> None:
    """SQLite keeps fifteen digits of it."""
    assert normalised(Decimal(value)) == normalised(Decimal(f"{float(value):.8f}"))


def test_every_table_is_sealed_or_said_not_to_be() -> None:
    assert {table.name for table in t.METADATA.sorted_tables} == SEALED_NAMES | UNSEALED


@TABLES
def test_a_row_that_was_altered_deleted_or_slipped_in_is_named(
    table: Table, filled: Engine, record_property: Any
) -> None:
    column = next(c for c in reversed(table.c) if c.name not in {"id", *UNSEALED_COLUMNS.get(table.name, ())})
    attacks = {
        f"UPDATE {table.name} SET {column.name} = {_other(column)} WHERE id = 2": (Fault.ALTERED, 2),  # noqa: S608
        f"DELETE FROM {table.name} WHERE id = 2": (Fault.MISSING, 2),  # noqa: S608
        f"UPDATE {table.name} SET id = 9001 WHERE id = 2": (Fault.UNSEALED, 9001),  # noqa: S608
    }
    for attack, (fault, key) in attacks.items():
        breach = breach_after(filled, attack)
        assert breach, attack
        assert (breach.fault, breach.table, breach.key) == (fault, table.name, key), attack
    record_property("attacks", len(attacks))


def _other(column: Column[Any]) -> str:
    if isinstance(column.type, Boolean):
        return f"1 - {column.name}"
    return "77" if isinstance(column.type, Integer | Numeric) else "'altered'"


@pytest.mark.parametrize(
    ("script", "fault", "where"),
    [
        ("DELETE FROM audit_entry", Fault.UNSEALED, ("batch", 1)),
        ("DELETE FROM audit_entry WHERE id = 2", Fault.UNSEALED, ("plan_change", 3)),
        ("UPDATE milestone_update SET id = CASE id WHEN 1 THEN -2 ELSE -1 END WHERE id < 3; "
         "UPDATE milestone_update SET id = -id WHERE id < 0", Fault.ALTERED, ("milestone_update", 1)),
        ("UPDATE milestone SET weight = 1 WHERE id = 1", Fault.ALTERED, ("milestone", 1)),
        ("UPDATE milestone_update SET recorded_at = 'kacau' WHERE id = 2", Fault.ALTERED, ("milestone_update", 2)),
        ("UPDATE audit_entry SET rows = '{}' WHERE id = 1", Fault.ENTRY, ("", 0)),
        ("UPDATE audit_entry SET rows = NULL", Fault.ENTRY, ("", 0)),
        ("UPDATE audit_entry SET actor = x'ff41' WHERE id = 2", Fault.ENTRY, ("", 0)),
        ("UPDATE audit_entry SET actor = CAST(x'ff41' AS TEXT) WHERE id = 2", Fault.ENTRY, ("", 0)),
        ("UPDATE milestone SET name = CAST(x'ff41' AS TEXT) WHERE id = 1", Fault.ALTERED, ("milestone", 1)),
        ("UPDATE milestone SET code = CAST(x'ff41' AS TEXT) WHERE id = 1", Fault.ALTERED, ("milestone", 1)),
        ("UPDATE reading SET indicator_id = CAST(x'ff41' AS TEXT) WHERE id = 1", Fault.ALTERED, ("reading", 1)),
        ("UPDATE batch SET file_sha256 = x'ff41' WHERE id = 2", Fault.ALTERED, ("batch", 2)),
    ],
)  # fmt: skip
def test_attacks_on_the_ledger_and_on_the_order_of_rows(
    script: str, fault: Fault, where: tuple[str, int], filled: Engine
) -> None:
    breach = breach_after(filled, script)
    assert breach is not None
    assert (breach.fault, (breach.table, breach.key)) == (fault, where)


@pytest.mark.parametrize("rows", [{"batch": 5}, {"batch": {}}, {"batch": {"keys": [[1, 10**12]], "digests": "AAAA"}}])
def test_an_entry_that_fits_the_chain_and_seals_nonsense_is_named(rows: dict[str, Any], filled: Engine) -> None:
    """By somebody who knows how entries are sealed."""
    entry = entry_content(AT, "x", "x", "x", None, None, None, rows)
    with reading(filled) as session:
        previous = ledger.newest_entry(session)[1]
        nonsense = t.AuditEntry(
            id=3, at=AT, actor="x", action="x", subject="x", rows=rows, previous=previous, seal=seal(previous, entry)
        )
        session.add(nonsense)
        session.flush()
        assert integrity.verify(session).breach == Breach(Fault.ENTRY, 3)


def test_a_row_written_after_the_last_entry_is_sealed_all_the_same(database: Engine) -> None:
    """And what is not sealed makes no entry."""
    fill(database)
    with late_rows_allowed(), writing(database) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "early", at=AT)
        session.add(t.Comment(programme_id=1, text="late", recorded_at=AT, recorded_by="x"))
    with writing(database) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "timer", at=AT)
        session.exec(select(t.AgendaItem)).scalars().first().spent_seconds = 77  # type: ignore[call-overload]
    with reading(database) as session:
        entries = ledger.page(session, ledger.EntryFilter(), 1, 9).entries
        assert [entry.action for entry in entries] == ["try", "ledger.seal", "try", "plan.edit", "try"]
        result = integrity.verify(session)
    assert (result.breach, result.entries) == (None, 5)


def test_a_trigger_that_is_missing_or_does_nothing_is_named(database: Engine) -> None:
    is_sqlite = database.dialect.name == "sqlite"
    fallen = (
        "DROP TRIGGER reading_no_update",
        "CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading BEGIN SELECT 1; END",
    ) if is_sqlite else ("ALTER TABLE reading DISABLE TRIGGER reading_append_only",)  # fmt: skip
    for statement in fallen:
        with database.begin() as connection:
            connection.execute(text(statement))
        assert integrity_of(database).breach == Breach(Fault.TRIGGER, table="reading")
