"""Fixtures every room shares: a real SQLite file per test, a real PostgreSQL started once per run."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from smartcity.commands.access import credentials
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine
from smartcity.store.schema_version import upgrade
from tests.compiling import engine_that_shares
from tests.late_rows import refusing_late_rows
from tests.names import fresh_name
from tests.people import make_account, open_door
from tests.postgres import EMPTY, Cluster
from tests.sample import fill_with_sample, sample_database

# What a run writes lives as long as the run: in memory where there is room for it.
_MEMORY, _ROOM = Path("/dev/shm"), 4 * 1024**3  # noqa: S108 - files in it get names of their own from tempfile
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ["TMPDIR"], tempfile.tempdir = str(_MEMORY), None


# No verdict on how fast the machine makes examples. `ci` makes the same in every run; HYPOTHESIS_PROFILE=thorough makes
# others each time, and twenty times as many.
_ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", _ANY_SPEED, derandomize=True, max_examples=50)
settings.register_profile("thorough", _ANY_SPEED, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Nothing that is imported for the tests ends before they do: the collector need not look at it again and again.
gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()
    # A test makes objects by the hundred thousand and drops nearly all of them at its end.
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file; each test copies it."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One cluster per worker."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_url(postgres: Cluster) -> str:
    return postgres.url


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """Its name no test had before: pytest gives the names of removed folders again, and answers are kept by address."""
    own = tmp_path / fresh_name()
    own.mkdir()
    return own


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated, empty SQLite file of this test alone."""
    path = tmp_path / "test.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    """SQLite, for tests of what does not depend on the database."""
    made = make_engine(sqlite_url)
    yield made
    made.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The same test on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("engine")
        return
    postgres: Cluster = request.getfixturevalue("postgres")
    with postgres.without_rows() as made:
        yield made


@pytest.fixture(scope="session")
def empty_postgres(postgres: Cluster) -> Callable[[], AbstractContextManager[Engine]]:
    """`with empty_postgres() as engine:` a database of PostgreSQL without any table."""
    return lambda: postgres.copy("template0")


@pytest.fixture(scope="session")
def postgres_sample(postgres: Cluster) -> str:
    """The name of a database with the sample; each test copies it."""
    postgres.order(f"CREATE DATABASE template_sample TEMPLATE {EMPTY} STRATEGY FILE_COPY")
    made = make_engine(postgres.address("template_sample"))
    fill_with_sample(made)
    made.dispose()
    return "template_sample"


@pytest.fixture(params=["sqlite", "postgresql"])
def sample_city(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The sample on SQLite and on PostgreSQL, a copy for each test."""
    if request.param == "postgresql":
        postgres: Cluster = request.getfixturevalue("postgres")
        with postgres.copy(request.getfixturevalue("postgres_sample")) as made:
            yield made
        return
    made = make_engine(sample_database(tmp_path))
    yield made
    made.dispose()


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sample on SQLite, which the settings name."""
    made = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", made)
    return made


@pytest.fixture
def careful(database: Engine, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The same, set up as in a city's cellar."""
    if database.dialect.name == "sqlite":
        yield database
        return
    postgres: Cluster = request.getfixturevalue("postgres")
    with postgres.careful(database):
        yield database


@pytest.fixture
def signed_in_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Actor]:
    """`signed_in_as(url, Role.AGENCY, "DLH")`: from now on the screens of this test see that account's cookie."""

    def sign_in(url: str, role: Role, agency: str | None = None, *, name: str | None = None) -> Actor:
        made = make_engine(url)
        actor = make_account(made, role, agency, name=name)
        token = open_door(made, actor)
        made.dispose()
        monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: token)
        return actor

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """What one engine compiled, the next one need not."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("smartcity.store.engine.create_engine", engine_that_shares)
        yield


@pytest.fixture(scope="session", autouse=True)
def every_row_before_its_entry() -> Iterator[None]:
    """No command of any test writes a sealed row after its last ledger entry."""
    with refusing_late_rows():
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """The same hash at the lowest cost."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(credentials, "HASHER", PasswordHasher.from_parameters(CHEAPEST))
        patched.setattr(credentials, "NOBODY", credentials.hashed("nobody"))
        yield


@pytest.fixture(autouse=True)
def no_inherited_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the environment of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("SMARTCITY_")]:
        monkeypatch.delenv(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests counted or measured (`record_property`) stands under the result, from every worker."""
    for report in terminalreporter.stats.get("passed", ()):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.location[2]}: {name}: {value}")
