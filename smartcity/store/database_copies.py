"""The whole database as one SQLite file, taken while people work; and such a file back into an empty database."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Numeric, Table, func, insert, select, text, update

from smartcity.domain.errors import instance_of
from smartcity.store.engine import WRITES, make_engine
from smartcity.store.schema_version import upgrade
from smartcity.store.tables import METADATA

CHUNK = 1000
# A decimal that SQLite's floating point cannot keep to the last digit: table, id, column, value.
Digits = tuple[str, int, str, str]
Exact = dict[tuple[str, int], dict[str, Decimal]]


def copy_database(engine: Engine, file: Path) -> list[Digits]:
    """Writes all that was committed at one instant; returns what SQLite cannot hold exactly."""
    if engine.dialect.name == "sqlite":
        _copy_file(engine, file)
        return []
    target = make_engine(f"sqlite:///{file}")
    upgrade(target)
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as source,
        target.connect().execution_options(**{WRITES: True}) as copy,
    ):
        digits = list(_copy_rows(source, copy, {}))
        copy.commit()
    close_copy(target, file)
    return digits


def _copy_file(engine: Engine, file: Path) -> None:
    """One step of SQLite's online backup: it sees one instant and holds up no writer."""
    source = engine.raw_connection()
    try:
        connection = instance_of(sqlite3.Connection, source.driver_connection)
        with closing(sqlite3.connect(file)) as target:
            connection.backup(target, pages=-1)
    finally:
        source.close()
    _without_journal(file)


def close_copy(engine: Engine, file: Path) -> None:
    """Leaves one file, without a journal beside it."""
    engine.dispose()
    _without_journal(file)


def _without_journal(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def fill_database(engine: Engine, file: Path, digits: Sequence[Digits] = ()) -> None:
    """Writes every row of a copy into an empty database at the same migration: all or nothing."""
    exact: Exact = {}
    for table, number, column, value in digits:
        exact.setdefault((table, number), {})[column] = Decimal(value)
    source = make_engine(f"sqlite:///{file}")
    with source.connect() as copy, engine.connect().execution_options(**{WRITES: True}) as target:
        list(_copy_rows(copy, target, exact))
        _settle_sequences(target)
        target.commit()
    close_copy(source, file)


def _copy_rows(source: Connection, target: Connection, exact: Exact) -> Iterator[Digits]:
    for table in METADATA.sorted_tables:
        own_links = [key.parent.name for key in table.foreign_keys if key.column.table is table]
        later: list[dict[str, Any]] = []
        for rows in _chunks(source, table):
            yield from _inexact(table, rows)
            later += [row for row in rows if any(row[name] is not None for name in own_links)]
            without = dict.fromkeys(own_links)
            target.execute(insert(table), [row | exact.get((table.name, row["id"]), {}) | without for row in rows])
        for row in later:
            links = {name: row[name] for name in own_links}
            target.execute(update(table).where(table.c.id == row["id"]).values(links))


def _chunks(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    result = source.execute(select(table).order_by(table.c.id), execution_options={"yield_per": CHUNK})
    for part in result.mappings().partitions():
        yield [dict(row) for row in part]


def _inexact(table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[Digits]:
    for column in table.c:
        if isinstance(column.type, Numeric):
            for row in rows:
                value = row[column.name]
                if value is not None and Decimal(f"{float(value):.{column.type.scale or 0}f}") != value:
                    yield table.name, row["id"], column.name, str(value)


def _settle_sequences(target: Connection) -> None:
    """PostgreSQL's own counters go on where the restored ids end."""
    if target.dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        last = target.execute(select(func.max(table.c.id))).scalar()
        if last:
            target.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": table.name, "last": last}
            )


def is_database_empty(engine: Engine) -> bool:
    """Whether no table of ours holds a row; the schema must stand."""
    with engine.connect() as connection:
        return not any(connection.execute(select(table.c.id).limit(1)).first() for table in METADATA.sorted_tables)
