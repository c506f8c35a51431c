"""A full disk is said to be full, at every write, in both languages; nothing changes, and room makes all well again."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text
from typer.testing import CliRunner

from smartcity.__main__ import cli
from smartcity.cli.backup import back_up
from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused
from smartcity.i18n.words import Words
from smartcity.jobs.running import error_of
from smartcity.queries import integrity, ledger
from smartcity.store import evidence_files
from smartcity.store.engine import make_engine, reading, writing
from tests.hold.disks import brim, checkpoint, small_disk
from tests.plan import NOON
from tests.sample import WORKBOOK, sample_database
from tests.web.visitors import OWN, Visitor, with_password

SENTENCES = {language: Words(language).say("store.full") for language in ("id", "en")}
LARGE = 300_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real one of six megabytes."""
    with small_disk(tmp_path / "disk", 6) as folder:
        yield folder


def state_of(engine: Engine) -> tuple[int, str]:
    with reading(engine) as session:
        assert integrity.verify(session).breach is None
        return ledger.newest_entry(session)


def write(engine: Engine, size: int = 10) -> None:
    with writing(engine) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "x", at=NOON, after={"text": "x" * size})


def test_a_database_that_may_not_grow_says_so_and_changes_nothing(engine: Engine) -> None:
    write(engine)
    before = state_of(engine)
    engine.dispose()

    def narrow(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(engine, "connect", narrow)
    with pytest.raises(Refused) as no:
        write(engine, LARGE)
    assert no.value.key == "store.full"
    event.remove(engine, "connect", narrow)
    engine.dispose()
    assert state_of(engine) == before
    write(engine, LARGE)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_job_that_finds_no_room_has_the_same_error(number: int) -> None:
    assert error_of(OSError(number, "x")) == {"key": "store.full", "facts": {}}


def verbs(disk: Path) -> list[list[str]]:
    """Every verb that writes a file."""
    return [
        ["backup", "--to", str(disk)],
        ["backup", "--to", str(disk / "new"), "--keep", "2"],
        ["export", str(disk / "x.xlsx")],
        ["export", str(disk / "csv")],
        ["template", str(disk / "t.xlsx")],
        ["import", str(WORKBOOK), "--problems", str(disk / "p.xlsx"), "--dry-run"],
        ["seal", "--append"],
    ]


# What archives of the standard library say when they are thrown away unwritten.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_file_of_the_terminal(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    url = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    monkeypatch.setenv("SMARTCITY_SEAL_FOLDER", str(disk))
    engine = make_engine(url)
    before = state_of(engine)
    brim(disk)
    for verb, language in zip(verbs(disk), cycle(SENTENCES), strict=False):
        monkeypatch.setenv("SMARTCITY_LANGUAGE", language)
        result = CliRunner().invoke(cli(), verb)
        assert (result.exit_code, result.exception.__class__) == (1, SystemExit), (verb, result.exception)
        assert result.stderr.replace("\n", " ").split() == SENTENCES[language].split(), verb
    assert state_of(engine) == before
    with pytest.raises(Refused) as no:
        evidence_files.store_file(disk / "evidence", b"photo")
    assert no.value.key == "store.full"
    assert [path for path in disk.rglob("*") if path.is_file() and path.stat().st_size] == [disk / "ballast"]
    record_property("verbs_on_a_full_disk", len(verbs(disk)))
    engine.dispose()


def test_a_database_on_a_full_disk(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    """Commands, plain forms, the terminal."""
    url = sample_database(disk)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    monkeypatch.setenv("SMARTCITY_HOSTS", "kota.example")
    actor, engine = with_password(url, Role.VIEWER), make_engine(url)
    backup = back_up(engine, tmp_path / "cadangan").file
    visitor = Visitor()
    visitor.signs_in(actor.login)
    before = state_of(engine)
    checkpoint(engine)
    brim(disk)
    with pytest.raises(Refused):
        write(engine, LARGE)
    attempts = 0
    for language, sentence in SENTENCES.items():
        answer = Visitor().signs_in(actor.login, OWN, f"/masuk?bahasa={language}")
        assert (answer.status_code, sentence in answer.text) == (507, True), answer.text
        attempts += 1
    assert state_of(engine) == before
    for verb in (["import", str(WORKBOOK)], ["restore", str(backup), "--replace"]):
        result = CliRunner().invoke(cli(), verb)
        assert result.exit_code == 1, verb
        assert result.stderr.startswith("Disk penuh: "), (verb, result.output)
        attempts += 1
    (disk / "ballast").unlink()
    assert state_of(engine) == before
    assert Visitor().signs_in(actor.login).status_code == 303
    record_property("writes_on_a_full_disk", attempts)
    engine.dispose()


@pytest.mark.parametrize("verb", ["init", "verify-log", "seal", "remind"])
def test_a_database_that_nobody_holds_open(verb: str, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite makes its files beside it even to read."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sample_database(disk))
    brim(disk)
    result = CliRunner().invoke(cli(), [verb])
    assert (result.exit_code, result.stderr.replace("\n", " ").strip()) == (1, SENTENCES["id"])


@pytest.fixture
def on_a_small_disk(postgres_url: str) -> Iterator[tuple[Engine, Path]]:
    """A database of the real PostgreSQL in a tablespace of its own; the cluster's other files have their room."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    folder.chmod(0o755)
    owner, cluster = make_url(postgres_url).query["host"], make_url(postgres_url).set(drivername="postgresql+psycopg")
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with small_disk(folder / "disk", 64) as disk, admin.connect() as connection:
        os.chown(disk, Path(str(owner)).stat().st_uid, -1)
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{disk}'"))
        connection.execute(text("CREATE DATABASE small TEMPLATE template_smartcity TABLESPACE small"))
        made = make_engine(make_url(postgres_url).set(database="small").render_as_string(hide_password=False))
        yield made, disk
        made.dispose()
        connection.execute(text("DROP DATABASE small WITH (FORCE)"))
        connection.execute(text("DROP TABLESPACE small"))
    admin.dispose()
    shutil.rmtree(folder)


def test_a_postgresql_on_a_full_disk(on_a_small_disk: tuple[Engine, Path]) -> None:
    """Its own code for it, 53100, from the real server."""
    engine, disk = on_a_small_disk
    write(engine)
    before = state_of(engine)
    ballast = brim(disk)
    with pytest.raises(Refused) as no:
        write(engine, LARGE)
    assert (no.value.key, getattr(no.value.__cause__, "sqlstate", None)) == ("store.full", "53100")
    assert state_of(engine) == before
    ballast.unlink()
    write(engine, LARGE)
