"""The engine factory and the engine of this process; a short session per unit of work, SQLite made safe."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, create_engine

from smartcity.domain.errors import Refused
from smartcity.settings import settings
from smartcity.store.ledger import WritingSession
from smartcity.store.storage_errors import refuse_when_full
from smartcity.store.tables import METADATA

PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=5000", "synchronous=FULL")
WRITES = "smartcity.writes"


def make_engine(url: str) -> Engine:
    """An engine for a SQLAlchemy URL of SQLite or PostgreSQL. Connecting makes no SQLite file; see `make_file`.

    Raises:
        Refused: it is no such URL.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "postgresql":
        return _noting(create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True))
    engine = _noting(create_engine(parsed, connect_args={"check_same_thread": False}))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if file := file_of(engine):
        event.listen(engine, "do_connect", _open_only)
        _watch_file(engine, file)
    return engine


def file_of(engine: Engine) -> Path | None:
    """Where a SQLite database lies; None for any other."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name and name != ":memory:" else None


def make_file(engine: Engine) -> None:
    """Makes the file of a SQLite database, and its folder, where missing."""
    if file := file_of(engine):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def _open_only(_dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> None:
    """Looking at a database that is not there must not leave an empty one."""
    arguments[0] = f"{Path(arguments[0]).absolute().as_uri()}?mode=rw"
    named["uri"] = True


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Refused("store.url") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise Refused("store.url")
    return parsed


def _watch_file(engine: Engine, path: Path) -> None:
    """A connection into a file that was replaced or moved away is given up: what it wrote there would be lost."""

    def remember(_connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)

    def compare(_connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info.get("file") != _identity(path):
            raise DisconnectionError(f"{path} is another file now")

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_TABLES_READ: ContextVar[set[str] | None] = ContextVar("tables_read", default=None)
_NAMES = re.compile(rf"\b(?:{'|'.join(METADATA.tables)})\b")


@contextmanager
def tables_read() -> Iterator[set[str]]:
    """The tables that the statements inside name; those of a block inside count for the one around it too."""
    names: set[str] = set()
    token = _TABLES_READ.set(names)
    try:
        yield names
    finally:
        _TABLES_READ.reset(token)
        note_tables(names)


def note_tables(names: Iterable[str]) -> None:
    """What was read once and is answered again counts as read."""
    if (read := _TABLES_READ.get()) is not None:
        read.update(names)


# Longer ones list many ids and seldom come again.
LONG = 4000


@lru_cache(maxsize=1000)
def _named_in(statement: str) -> frozenset[str]:
    return frozenset(_NAMES.findall(statement))


def _noting(engine: Engine) -> Engine:
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if _TABLES_READ.get() is not None:
            note_tables(_named_in(statement) if len(statement) < LONG else _NAMES.findall(statement))

    event.listen(engine, "before_cursor_execute", note)
    return refuse_when_full(engine)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that is rolled back at its end: reading never writes."""
    with Session(engine) as session:
        yield session


@contextmanager
def read_only(url: str) -> Iterator[Session]:
    """A session of an engine of its own, for notebooks: the database itself refuses what would write.

    Raises:
        Refused: it is no URL of SQLite or PostgreSQL.
    """
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON").close())
    try:
        with reading(engine.execution_options(postgresql_readonly=True)) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction: committed when the block ends well, rolled back when it raises.

    Raises:
        Refused: the disk is full; nothing was written.
    """
    with WritingSession(engine.execution_options(**{WRITES: True})) as session, session.begin():
        yield session


def current_engine() -> Engine:
    """The engine of the database that the settings name now."""
    return engine_of(settings().database_url)


@cache
def engine_of(url: str) -> Engine:
    """Made once per process."""
    return make_engine(url)
