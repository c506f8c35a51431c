"""Databases and documents as earlier versions left them, written by the code of their time (README.md)."""

import json
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Engine, MetaData, Numeric, Table, Time, insert, text

from smartcity.store.engine import make_engine
from smartcity.store.schema_version import upgrade

HERE = Path(__file__).parent
DATABASES = HERE / "databases"
SUFFIX = ".sql.xz"
WRITTEN = sorted(path.name.removesuffix(SUFFIX) for path in DATABASES.iterdir())
# Migrations that came with others in one commit: a database stops there only where an upgrade was cut off. Whose rows
# stand in for theirs.
PASSED_THROUGH = {
    "0001_plan": "0005_append_only",
    "0002_facts": "0005_append_only",
    "0003_outcomes": "0005_append_only",
    "0004_cycle": "0005_append_only",
    "0022_closed_accounts": "0021_evidence_release",
}


def document_of(rules: str) -> dict[str, Any]:
    """The figures of a snapshot as they were frozen under that version of the rules."""
    document: dict[str, Any] = json.loads((HERE / "documents" / f"{rules}.json").read_text())
    return document


def database_file(folder: Path, revision: str) -> Path:
    """A SQLite file as the code of that migration left it."""
    path = folder / f"{revision}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(lzma.decompress((DATABASES / f"{revision}{SUFFIX}").read_bytes()).decode())
    return path


def sqlite_left_at(folder: Path, revision: str) -> Engine:
    if revision in WRITTEN:
        return make_engine(f"sqlite:///{database_file(folder, revision)}")
    made = make_engine(f"sqlite:///{folder}/{revision}.db")
    fill_at(made, folder, revision)
    return made


def fill_at(engine: Engine, folder: Path, revision: str) -> None:
    """Brings an empty database to that migration and writes the rows of its time, as far as it has tables for them."""
    upgrade(engine, revision)
    source_file = database_file(folder, PASSED_THROUGH.get(revision, revision))
    tables = MetaData()
    tables.reflect(engine)
    with closing(sqlite3.connect(source_file)) as source, engine.begin() as target:
        source.row_factory = sqlite3.Row
        if engine.dialect.name == "postgresql":
            target.execute(text("SET LOCAL session_replication_role = replica"))
        for table in tables.sorted_tables:
            for row in _rows(source, table):
                target.execute(insert(table), row)
    source_file.unlink()


def _rows(source: sqlite3.Connection, table: Table) -> Iterator[dict[str, Any]]:
    if table.name == "alembic_version":
        return
    for row in map(dict, source.execute(f'SELECT * FROM "{table.name}"')):  # noqa: S608 names of our own tables
        yield {column.name: _value(column, row[column.name]) for column in table.columns if column.name in row}


def _value(column: Column[Any], stored: Any) -> Any:
    """What SQLite stores as text or number, as the column's own type."""
    if stored is None:
        return None
    match column.type:
        case JSON():
            return json.loads(stored)
        case Boolean():
            return bool(stored)
        case DateTime():
            return datetime.fromisoformat(stored).replace(tzinfo=UTC)
        case Date():
            return date.fromisoformat(stored)
        case Time():
            return time.fromisoformat(stored)
        case Numeric():
            return Decimal(str(stored))
    return stored
