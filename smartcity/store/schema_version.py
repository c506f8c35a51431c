"""Migrations: bring a database to the newest schema, or say in one sentence why it cannot be used."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DatabaseError

from smartcity.domain.errors import Refused, present
from smartcity.store.engine import file_of, make_file
from smartcity.store.storage_errors import reason

SCRIPTS = Path(__file__).parent / "migrations"


class SchemaState(StrEnum):
    """Where a database stands against the newest migration of this version."""

    CURRENT = "current"
    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


@cache
def newest_revision() -> str:
    """The newest migration this version knows."""
    return present(_scripts().get_current_head())


def current_revision(engine: Engine) -> str | None:
    """The migration the database stands at; None when it has none.

    Raises:
        Refused: the database cannot be reached or read.
    """
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise Refused("store.unreachable", why=reason(error)) from error


def schema_state(engine: Engine) -> SchemaState:
    file = file_of(engine)
    if file is not None and not file.exists():
        return SchemaState.MISSING
    current = current_revision(engine)
    if current is None:
        return SchemaState.FOREIGN if inspect(engine).get_table_names() else SchemaState.MISSING
    if current == newest_revision():
        return SchemaState.CURRENT
    return SchemaState.OLDER if _is_known(current) else SchemaState.NEWER


def is_current(engine: Engine) -> bool:
    """Whether there is a database that can be read and stands at the newest migration."""
    try:
        return schema_state(engine) is SchemaState.CURRENT
    except Refused:
        return False


def _is_known(revision_id: str) -> bool:
    try:
        return _scripts().get_revision(revision_id) is not None
    except CommandError:
        return False


def require_current(engine: Engine) -> None:
    """Raises Refused, with the command to run, unless the database stands at the newest migration."""
    current_state = schema_state(engine)
    if current_state is not SchemaState.CURRENT:
        raise Refused(f"store.{current_state.value}")


def upgrade(engine: Engine, to: str = "head") -> None:
    """Creates or migrates the schema.

    Raises:
        Refused: the database is of a newer version, or holds tables that are not ours.
    """
    current_state = schema_state(engine)
    if current_state in (SchemaState.NEWER, SchemaState.FOREIGN):
        raise Refused(f"store.{current_state.value}")
    try:
        make_file(engine)
    except OSError as error:
        raise Refused("store.unreachable", why=error.strerror) from error
    config = _config()
    config.attributes["engine"] = engine
    command.upgrade(config, to)
