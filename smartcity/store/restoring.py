"""Puts a proved copy where the settings say, and what stood there aside under a dated name; nothing is deleted."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, make_url, text

from smartcity.domain.errors import Refused
from smartcity.store.backup_archive import files_in, write_whole
from smartcity.store.database_copies import Digits, fill_database, is_database_empty
from smartcity.store.engine import make_engine
from smartcity.store.evidence_files import FileCondition, file_condition, file_path
from smartcity.store.schema_version import SchemaState, schema_state, upgrade


def sqlite_file(url: str) -> Path | None:
    """The file that a URL means; None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def holds_data(url: str) -> bool:
    """Whether the database holds anything of ours.

    Raises:
        Refused: it belongs to another application, or somebody is using it.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return False
    engine = make_engine(url)
    schema = schema_state(engine)
    if schema is SchemaState.FOREIGN:
        raise Refused("store.foreign")
    is_filled = schema is not SchemaState.MISSING and not (schema is SchemaState.CURRENT and is_database_empty(engine))
    engine.dispose()
    _refuse_if_used(engine)
    return is_filled


def _refuse_if_used(engine: Engine) -> None:
    """A server that goes on writing into what is set aside would lose what it acknowledges."""
    if engine.dialect.name == "postgresql":
        is_used = _has_other_sessions(engine)
        engine.dispose()
    else:
        is_used = not _leaves_wal(engine.url.database or "")
    if is_used:
        raise Refused("backup.in_use")


def _has_other_sessions(engine: Engine) -> bool:
    """Asked for two seconds at most: PostgreSQL lists a session that has just ended for a moment longer."""
    others = text(
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
    )
    for _ in range(20):
        with engine.connect() as connection:
            if connection.execute(others).first() is None:
                return False
            connection.execute(text("SELECT pg_sleep(0.1)"))
    return True


def _leaves_wal(file: str) -> bool:
    """SQLite gives up its write-ahead log only where no other process has the file open."""
    try:
        with closing(sqlite3.connect(file, timeout=0)) as connection:
            return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",))
    except sqlite3.OperationalError:
        return False


def replace_database(url: str, copy: Path, digits: Sequence[Digits], stamp: str) -> str | None:
    """Puts the copy in place and tells where the old database is kept now, None where there was none."""
    file = sqlite_file(url)
    if file is None:
        return _replace_rows(url, copy, digits, stamp)
    aside = file.with_name(f"{file.stem}-lama-{stamp}{file.suffix}") if file.exists() else None
    if aside is not None:
        file.rename(aside)
    copy.replace(file)
    return None if aside is None else str(aside)


def _replace_rows(url: str, copy: Path, digits: Sequence[Digits], stamp: str) -> str | None:
    """Where there are tables, the rows go into a schema of their own, which takes the old one's place in one step."""
    engine = make_engine(url)
    if schema_state(engine) is SchemaState.MISSING:
        upgrade(engine)
        fill_database(engine, copy, digits)
        engine.dispose()
        return None
    _execute(engine, f'CREATE SCHEMA "baru_{stamp}"')
    new_engine = make_engine(_with_path(url, f"baru_{stamp}"))
    try:
        upgrade(new_engine)
        fill_database(new_engine, copy, digits)
        new_engine.dispose()
        with engine.connect() as connection:
            here = connection.execute(text("SELECT current_schema()")).scalar_one()
        swap = f'ALTER SCHEMA "{here}" RENAME TO "lama_{stamp}"; ALTER SCHEMA "baru_{stamp}" RENAME TO "{here}"'
        _execute(engine, *swap.split("; "))
    finally:
        new_engine.dispose()
        _execute(engine, f'DROP SCHEMA IF EXISTS "baru_{stamp}" CASCADE')
        engine.dispose()
    return f"schema lama_{stamp}"


def _with_path(url: str, schema: str) -> str:
    asked = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
    return asked.render_as_string(hide_password=False)


def _execute(engine: Engine, *statements: str) -> None:
    """In one transaction."""
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def altered_evidence(folder: Path, unpacked: Path) -> list[str]:
    """Hashes of the copy's files that stand in the evidence folder with another content."""
    return [p.name for p in files_in(unpacked) if file_condition(folder, p.name) is FileCondition.ALTERED]


def restore_evidence(folder: Path, unpacked: Path, stamp: str) -> None:
    """Adds what is not there; an altered file is set aside beside it."""
    for path in files_in(unpacked):
        there, condition_there = file_path(folder, path.name), file_condition(folder, path.name)
        if condition_there is FileCondition.WHOLE:
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        with write_whole(there) as beside:
            shutil.copyfile(path, beside)
            if condition_there is FileCondition.ALTERED:
                there.rename(there.with_name(f"{there.name}-lama-{stamp}"))
