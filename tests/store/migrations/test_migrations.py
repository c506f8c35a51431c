"""Migrations lead from nothing to exactly the tables of the code; `tests/versions` leads from every earlier one."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from smartcity.domain.errors import Refused
from smartcity.store.engine import make_engine
from smartcity.store.schema_version import (
    SCRIPTS,
    SchemaState,
    require_current,
    schema_state,
    upgrade,
)
from smartcity.store.tables import METADATA

VERSIONS = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]
A_BATCH = """
INSERT INTO batch (file_name, file_sha256, recorded_at, is_sample) VALUES ('a', 'b', '2026-01-01 00:00:00', 0)
"""


@pytest.fixture
def bare(tmp_path: object) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path}/bare.db")
    yield made
    made.dispose()


def test_the_migrated_schema_is_the_one_of_the_code(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []


BEFORE_INDICATORS = "0011_physical"
A_PLAN = (
    "INSERT INTO dimension (id, batch_id, recorded_at, code, name, position) VALUES (1, 1, :at, 'D', 'D', 1)",
    "INSERT INTO sub_dimension (id, batch_id, recorded_at, code, name, position, dimension_id) "
    "VALUES (1, 1, :at, 'S', 'S', 1, 1)",
    "INSERT INTO agency (id, batch_id, recorded_at, code, name, short_name) VALUES (1, 1, :at, 'A', 'A', 'A')",
    "INSERT INTO indicator (id, batch_id, recorded_at, code, name, unit, direction, calculation, is_key, is_sample, "
    "is_by_area, sub_dimension_id, agency_id) VALUES (1, 1, :at, 'I', 'I', '%', 'higher', 'latest', 0, 0, 0, 1, 1)",
    "INSERT INTO target (id, batch_id, recorded_at, indicator_id, year, quarter, value) "
    "VALUES (1, 1, :at, 1, 2026, 2, 80)",
    "INSERT INTO reading (id, recorded_at, recorded_by, indicator_id, year, quarter, value) "
    "VALUES (1, :at, 'A', 1, 2026, 2, 70)",
)


def test_what_was_measured_by_quarter_stays_and_whole_years_fit_beside_it(bare: Engine) -> None:
    upgrade(bare, BEFORE_INDICATORS)
    at = {"at": "2026-01-01 00:00:00"}
    with bare.begin() as connection:
        for statement in (A_BATCH, *A_PLAN):
            connection.execute(text(statement), at if ":at" in statement else {})
    upgrade(bare)
    a_year = "INSERT INTO reading (recorded_at, recorded_by, indicator_id, year, value) VALUES (:at, 'A', 1, 2025, 3)"
    with bare.begin() as connection:
        connection.execute(text(a_year), at)
        connection.execute(text("UPDATE indicator SET unit = NULL, agency_id = NULL"))
        read = connection.execute(text("SELECT year, quarter, half, is_not_applicable FROM reading")).all()
        goal = connection.execute(text("SELECT quarter, half, is_end FROM target")).one()
    assert [tuple(row) for row in read] == [(2026, 2, None, 0), (2025, None, None, 0)]
    assert tuple(goal) == (2, None, 0)
    with pytest.raises(DatabaseError), bare.begin() as connection:
        connection.execute(text("UPDATE reading SET value = 1"))


def test_a_missing_and_an_older_database_say_how_to_make_and_to_migrate_it(bare: Engine) -> None:
    for state in (SchemaState.MISSING, SchemaState.OLDER):
        assert schema_state(bare) is state
        with pytest.raises(Refused, match=f"store.{state}"):
            require_current(bare)
        upgrade(bare, VERSIONS[-1])


def test_a_newer_database_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    for act in (require_current, upgrade):
        with pytest.raises(Refused) as no:
            act(engine)
        assert no.value.key == "store.newer"


def test_foreign_tables_are_left_alone(bare: Engine) -> None:
    with bare.begin() as connection:
        connection.execute(text("CREATE TABLE guestbook (id INTEGER)"))
    with pytest.raises(Refused) as no:
        upgrade(bare)
    assert no.value.key == "store.foreign"


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path: object) -> None:
    path = f"{tmp_path}/broken.db"
    with open(path, "w") as file:  # noqa: PTH123
        file.write("this is not a database " * 100)
    made = make_engine(f"sqlite:///{path}")
    with pytest.raises(Refused) as no:
        schema_state(made)
    assert no.value.key == "store.unreachable"
    made.dispose()
