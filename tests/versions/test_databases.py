"""The database of every earlier migration opens, is brought up, proves its ledger and answers with its figures."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, literal, select, table
from sqlmodel import col

from smartcity.domain.plan.progress import Progress
from smartcity.queries import indicators, integrity, portfolio, snapshots
from smartcity.store.engine import reading
from smartcity.store.schema_version import SCRIPTS, SchemaState, schema_state, upgrade
from smartcity.store.tables import METADATA, Snapshot
from tests.versions.earlier import PASSED_THROUGH, WRITTEN, fill_at, sqlite_left_at
from tests.versions.test_documents import assert_shows_its_own

REVISIONS = sorted(script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions())
# One before snapshots, one before seals, one sealed.
ON_POSTGRESQL = ("0006_people", "0018_field_turns", "0021_evidence_release")
BEFORE_SNAPSHOTS = ("0001_plan", "0002_facts", "0003_outcomes", "0004_cycle", "0005_append_only", "0006_people")
RULES = dict.fromkeys(BEFORE_SNAPSHOTS, ()) | dict.fromkeys(("0007_meetings", "0008_foresight"), ("2026.11",))
RULES |= dict.fromkeys(("0009_readings", "0010_no_replacing", "0011_physical", "0012_indicators"), ("2026.12",))
BEFORE_READINGS = ("0001_plan", "0002_facts")
# Before facts nothing was reported, and no date was moved with approval.
PROGRESS = {"0001_plan": Progress(planned=Fraction(2, 7), verified=Fraction(0), claimed=Fraction(0))}
SCHEMA = "SELECT type, name, sql FROM sqlite_master"
BEFORE_THE_RENAMING, AFTER_IT = date(2026, 7, 10), date(2026, 7, 25)


def left_at(revision: str, database: str) -> object:
    """A test of one database stays with the others of it on one worker, which brings it up once."""
    group = pytest.mark.xdist_group(f"{database} {revision}")
    return pytest.param((revision, database), id=f"{database}-{revision}", marks=group)


@pytest.fixture(
    scope="module",
    params=[left_at(revision, "sqlite") for revision in REVISIONS]
    + [left_at(revision, "postgresql") for revision in ON_POSTGRESQL],
)
def brought_up(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Engine]]:
    revision, database = request.param
    folder = tmp_path_factory.mktemp("left")
    if database == "sqlite":
        made = sqlite_left_at(folder, revision)
        upgrade(made)
        yield revision, made
        made.dispose()
        return
    empty_postgres: Callable[[], AbstractContextManager[Engine]] = request.getfixturevalue("empty_postgres")
    with empty_postgres() as made:
        fill_at(made, folder, revision)
        upgrade(made)
        yield revision, made


def test_every_migration_has_its_database() -> None:
    """Who adds a migration writes its database: `python -m tests.versions.making`."""
    assert sorted({*WRITTEN, *PASSED_THROUGH}) == REVISIONS


@pytest.mark.parametrize("revision", WRITTEN)
def test_every_table_that_existed_holds_rows(revision: str, tmp_path: Path) -> None:
    made = sqlite_left_at(tmp_path, revision)
    with made.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = {name: connection.execute(select(literal(1)).select_from(table(name))).first() for name in names}
    made.dispose()
    assert [name for name in names if rows[name] is None] == (["snapshot"] if revision in BEFORE_SNAPSHOTS else [])


def schema_differences(engine: Engine, new: Path) -> object:
    """On SQLite against the text of every table, index and trigger of a new database; else against the code."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with closing(sqlite3.connect(new)) as template:
                return set(map(tuple, connection.exec_driver_sql(SCHEMA))) ^ set(template.execute(SCHEMA))
        return set(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), METADATA))


def test_it_is_brought_to_the_tables_of_today(brought_up: tuple[str, Engine], sqlite_template: Path) -> None:
    _, engine = brought_up
    assert schema_state(engine) is SchemaState.CURRENT
    assert schema_differences(engine, sqlite_template) == set()


def test_its_ledger_is_proved_and_every_row_is_sealed(brought_up: tuple[str, Engine]) -> None:
    _, engine = brought_up
    with reading(engine) as session:
        proof = integrity.verify(session)
    assert proof.breach is None
    assert proof.entries > 0
    assert proof.rows > 0


def test_it_answers_with_its_figures(brought_up: tuple[str, Engine]) -> None:
    revision, engine = brought_up
    with reading(engine) as session:
        plan, outcomes = portfolio.load_portfolio(session, AFTER_IT), indicators.outcomes(session, AFTER_IT)
    assert plan is not None
    share = Fraction(2, 21)
    assert plan.city.progress == PROGRESS.get(revision, Progress(planned=share, verified=share, claimed=share))
    assert [programme.name for programme in plan.programmes] == ["Satu Loket", "Bank Sampah"]
    achieved = [] if revision in BEFORE_READINGS else [("I1", Fraction(159, 160))]
    assert [(outcome.card.code, outcome.to_date.raw) for outcome in outcomes] == achieved


def test_an_earlier_day_answers_as_it_was_known_then(brought_up: tuple[str, Engine]) -> None:
    _, engine = brought_up
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, BEFORE_THE_RENAMING)
    assert plan is not None
    assert [programme.name for programme in plan.programmes] == ["Satu Pintu", "Bank Sampah"]


def test_what_was_frozen_in_it_is_whole_and_shows_its_own_figures(brought_up: tuple[str, Engine]) -> None:
    revision, engine = brought_up
    with reading(engine) as session:
        cards = snapshots.list_snapshots(session)
        assert tuple(card.rules_version for card in cards) == RULES.get(revision, ("2027.01",))
        assert all(snapshots.is_snapshot_intact(session, card.number) for card in cards)
        opened = [snapshots.snapshot_figures(session, card.number) for card in cards]
        documents = session.connection().execute(select(col(Snapshot.figures))).scalars().all()
    for figures, document in zip(opened, documents, strict=True):
        assert figures is not None
        assert document is not None
        assert_shows_its_own(figures, document)
