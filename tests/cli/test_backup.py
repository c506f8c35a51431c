"""Backups: made while people write, restored and compared row by row, and refused when anything is wrong with them."""

import hashlib
import json
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, make_url, select, text
from sqlmodel import Session, col
from typer.testing import CliRunner

from smartcity.__main__ import cli
from smartcity.cli.backup import put_back
from smartcity.commands import ledger as ledger_commands
from smartcity.commands.plan import diff, plan_import
from smartcity.commands.plan.diff import FieldChange
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Calculation, Direction, Role
from smartcity.domain.errors import Refused, present
from smartcity.domain.operations.jobs import JobKind
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import ledger
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.entities import PLAN_ENTITIES
from smartcity.store.evidence_files import file_path, store_file
from smartcity.store.schema_version import newest_revision, upgrade
from tests.cli.backups import make
from tests.exchange.books import rows, write
from tests.names import fresh_name
from tests.rows import write_once
from tests.zones import AT_NIGHT

AT = datetime(2026, 11, 24, 2, 5, 1, 123456, tzinfo=UTC)
LONG = Decimal("1234567890123456.12345678")
PHOTO = b"a photo of the opening"
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def filled(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A plan with every kind of value: decimals longer than a float, links within one table, evidence, a sign-in."""
    write_once(database, __name__, _fill)
    store_file(tmp_path / "evidence", PHOTO)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    return database


def _fill(session: Session) -> None:
    content = rows()
    content["OPD"][1]["Penerus"] = "KOMINFO"
    with TemporaryDirectory() as place:
        draft = draft_of(read_source(write(Path(place) / "plan.xlsx", content)), NameIndex())
    plan_import.bring_in(session, draft, at=AT)
    batch: dict[str, Any] = {"batch_id": 1, "recorded_at": AT}
    indicator = t.Indicator(
        code="I1", name="SPBE", unit="indeks",
        direction=Direction.HIGHER, calculation=Calculation.LATEST, baseline=LONG,
        sub_dimension_id=1, agency_id=1, **batch,
    )  # fmt: skip
    account = t.Account(name="dlh", label="DLH", role=Role.AGENCY, created_at=AT, password_hash="x")
    proof = t.Evidence(update_id=1, title="Foto", file_sha256=NAME, recorded_at=AT, recorded_by="dlh")
    session.add_all([indicator, account, proof])
    session.flush()
    session.add(t.SignIn(account_id=present(account.id), token_sha256="0" * 64, created_at=AT, expires_at=AT))
    ledger_commands.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "nothing", at=AT)


@pytest.fixture
def target(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty place of the same kind as the database, and an empty evidence folder."""
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "there" / "evidence"))
    url = f"sqlite:///{tmp_path}/there/kota.db"
    if database.dialect.name == "postgresql":
        with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = f"there{fresh_name()}".replace("-", "_")
            connection.execute(text(f"CREATE DATABASE {name}"))
        url = make_url(database.url).set(database=name).render_as_string(hide_password=False)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    return url


def everything(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table; sign-ins without their end, and no new day: restoring sets both."""
    with engine.connect() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name != "revoked_at"}
                for row in connection.execute(select(table).order_by(table.c.id)).mappings()
                if table.name != "job" or row["kind"] != JobKind.DAY
            ]
            for table in t.METADATA.sorted_tables
        }


def test_what_is_restored_is_row_for_row_what_was_there(
    filled: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = everything(filled)
    file, manifest = make(filled, tmp_path / "cadangan")
    assert (manifest.audit_id, manifest.migration, manifest.missing, manifest.altered) == (1, newest_revision(), [], [])
    assert everything(filled)["audit_entry"][-1]["action"] == "backup.made"
    url = request.getfixturevalue("target")
    put_back(file, is_replacing=False)
    restored = make_engine(url)
    after = everything(restored)
    assert after["audit_entry"].pop()["action"] == "backup.restored"
    assert after == before
    assert sum(map(len, before.values())) > 20
    with reading(restored) as session:
        assert ledger.first_broken(session) is None
        assert session.connection().execute(select(col(t.SignIn.revoked_at))).scalar() is not None
    assert file_path(tmp_path / "there" / "evidence", NAME).read_bytes() == PHOTO
    restored.dispose()


def test_people_can_go_on_in_what_was_restored(filled: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    file, _ = make(filled, tmp_path)
    engine = make_engine(request.getfixturevalue("target"))
    put_back(file, is_replacing=False)
    with writing(engine) as session:
        session.add(t.Comment(programme_id=1, text="Lanjut", recorded_at=AT, recorded_by="p"))
    with pytest.raises(Exception, match="append-only"), writing(engine) as session:
        session.execute(text("UPDATE comment SET text = 'x'"))
    engine.dispose()


def test_a_filled_place_is_replaced_only_when_told_and_kept_aside(
    filled: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file, _ = make(filled, tmp_path)
    url = request.getfixturevalue("target")
    put_back(file, is_replacing=False)
    engine = make_engine(url)
    with writing(engine) as session:
        ledger_commands.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "later", at=AT)
    engine.dispose()
    with pytest.raises(Refused) as no:
        put_back(file, is_replacing=False)
    assert no.value.key == "backup.taken"
    with reading(engine) as session:
        assert ledger.newest(session) == 3
    engine.dispose()
    _, aside = put_back(file, is_replacing=True)
    with reading(engine) as session:
        assert ledger.newest(session) == 2
    assert aside is not None
    assert _entries_in(url, aside) == 3
    engine.dispose()


def _entries_in(url: str, aside: str) -> int:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(aside)) as connection:
            return int(connection.execute("SELECT count(*) FROM audit_entry").fetchone()[0])
    engine = make_engine(url)
    with engine.connect() as connection:
        newest = text(f'SELECT max(id) FROM "{aside.removeprefix("schema ")}".audit_entry')  # noqa: S608
        count = int(connection.execute(newest).scalar_one())
    engine.dispose()
    return count


def test_a_place_in_use_is_left_alone(filled: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    file, _ = make(filled, tmp_path)
    url = request.getfixturevalue("target")
    put_back(file, is_replacing=False)
    server = make_engine(url)
    with server.connect() as connection:
        connection.execute(text("SELECT count(*) FROM account"))
        connection.rollback()
        with pytest.raises(Refused) as no:
            put_back(file, is_replacing=True)
    assert no.value.key == "backup.in_use"
    server.dispose()


def test_a_backup_goes_from_one_kind_of_database_to_the_other(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    file, _ = make(filled, tmp_path)
    url = f"sqlite:///{tmp_path}/other/kota.db"
    if filled.dialect.name == "sqlite":
        base = make_url(request.getfixturevalue("postgres_url"))
        url = base.set(database="other_kind").render_as_string(hide_password=False)
        admin = make_engine(base.render_as_string(hide_password=False))
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE IF EXISTS other_kind"))
            connection.execute(text("CREATE DATABASE other_kind"))
        admin.dispose()
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    put_back(file, is_replacing=False)
    there, here = make_engine(url), everything(filled)
    copied_data = everything(there)
    assert {name: len(rows) for name, rows in copied_data.items()} == {name: len(rows) for name, rows in here.items()}
    with reading(there) as session:
        assert ledger.first_broken(session) is None
    there.dispose()


def test_four_writers_lose_nothing_and_leave_nothing_half_in_the_copy(
    filled: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    done: list[str] = []

    def work(writer: int) -> None:
        for number in range(25):
            subject = f"{writer}-{number}"
            with writing(filled) as session:
                session.add(t.Comment(programme_id=1, text=subject, recorded_at=AT, recorded_by="p"))
                session.flush()
                ledger_commands.append(session, ADMINISTRATOR_AT_TERMINAL, "comment", subject, at=AT)
            done.append(subject)

    with ThreadPoolExecutor(4) as pool:
        working = [pool.submit(work, writer) for writer in range(4)]
        acknowledged = list(done)
        backups: list[tuple[list[Any], Any]] = []
        while not all(job.done() for job in working):
            acknowledged = list(done)
            backups.append((acknowledged, make(filled, tmp_path / str(len(backups)))[0]))
        for job in working:
            job.result()
    sys.stdout.write(f"{len(backups)} backups while 4 writers made {len(done)} changes\n")
    assert len(done) == 100
    assert backups
    request.getfixturevalue("target")
    for number, (acknowledged, file) in enumerate(backups):
        with zipfile.ZipFile(file) as archive:
            copy = tmp_path / f"copy{number}.db"
            copy.write_bytes(archive.read("database.db"))
        engine = make_engine(f"sqlite:///{copy}")
        with reading(engine) as session:
            comments = set(session.execute(select(col(t.Comment.text))).scalars())
            commented = select(col(t.AuditEntry.subject)).where(col(t.AuditEntry.action) == "comment")
            entries = set(session.execute(commented).scalars())
            assert ledger.first_broken(session) is None
        assert comments == entries
        assert set(acknowledged) <= comments
        engine.dispose()


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> Path:
    """The same archive with its entries changed; None leaves one out."""
    target = file.with_name("spoilt.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return target


def _same(_name: str, content: bytes) -> bytes:
    return content


def _without_evidence(name: str, content: bytes) -> bytes | None:
    return None if name.startswith("evidence/") else content


def _other_photo(name: str, content: bytes) -> bytes:
    return b"b" + content[1:] if name.startswith("evidence/") else content


def _flipped(name: str, content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1]) if name == "database.db" else content


def _with_manifest(**values: object) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | values).encode() if name == "manifest.json" else content

    return change


def _rehashed(sql: str) -> Callable[[Path], Path]:
    """A forger who knows the manifest: changes the database and writes its new hash."""

    def spoil(file: Path) -> Path:
        copy = file.with_name("forged.db")
        with zipfile.ZipFile(file) as archive:
            copy.write_bytes(archive.read("database.db"))
            manifest = json.loads(archive.read("manifest.json"))
        with closing(sqlite3.connect(copy)) as connection:
            connection.executescript(sql)
            connection.commit()
        content = copy.read_bytes()
        manifest["files"]["database.db"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        changed = {"database.db": content, "manifest.json": json.dumps(manifest).encode()}
        return rewritten(file, lambda name, old: changed.get(name, old))

    return spoil


def _cut(part: float) -> Callable[[Path], Path]:
    def spoil(file: Path) -> Path:
        target = file.with_name("cut.zip")
        content = file.read_bytes()
        target.write_bytes(content[: int(len(content) * part)])
        return target

    return spoil


def _with_large_contents(file: Path) -> Path:
    """Its table of contents is said to be larger than the file."""
    target, whole = file.with_name("large.zip"), bytearray(file.read_bytes())
    end = whole.rfind(b"PK\x05\x06")
    whole[end + 12 : end + 16] = (2**32 - 2).to_bytes(4, "little")
    target.write_bytes(whole)
    return target


def _bomb(file: Path) -> Path:
    return rewritten(file, lambda name, old: bytes(60 * 2**20) if name == "database.db" else old)


def _lying_bomb(file: Path) -> Path:
    """Claims to be small, and is not."""
    target = _bomb(file)
    content = bytearray(target.read_bytes())
    size, small = (60 * 2**20).to_bytes(4, "little"), (4096).to_bytes(4, "little")
    target.write_bytes(bytes(content).replace(size, small))
    return target


SPOILT: dict[str, tuple[Callable[[Path], Path], str]] = {
    "cut in half": (_cut(0.5), "backup.broken"),
    "cut at the end": (_cut(0.999), "backup.broken"),
    "empty": (_cut(0), "backup.broken"),
    "one bit of the database": (lambda f: rewritten(f, _flipped), "backup.altered"),
    "another photo": (lambda f: rewritten(f, _other_photo), "backup.altered"),
    "a photo less": (lambda f: rewritten(f, _without_evidence), "backup.differs"),
    "a file more": (lambda f: rewritten(f, _same, {f"evidence/aa/{'a' * 64}": b"x"}), "backup.differs"),
    "up and out": (lambda f: rewritten(f, _same, {"../../escaped": b"x"}), "backup.name"),
    "up by evidence": (lambda f: rewritten(f, _same, {f"evidence/../{NAME}": b"x"}), "backup.name"),
    "from the root": (lambda f: rewritten(f, _same, {"/etc/escaped": b"x"}), "backup.name"),
    "by Windows": (lambda f: rewritten(f, _same, {"evidence\\..\\..\\escaped": b"x"}), "backup.name"),
    "contents before its start": (_with_large_contents, "backup.broken"),
    "an instant without its zone": (
        lambda f: rewritten(f, _with_manifest(made_at="2026-11-30T00:00:00")),
        "backup.not_ours",
    ),
    "no manifest": (lambda f: rewritten(f, lambda n, c: None if n == "manifest.json" else c), "backup.not_ours"),
    "no JSON": (lambda f: rewritten(f, lambda n, c: b"{" if n == "manifest.json" else c), "backup.not_ours"),
    "another migration": (lambda f: rewritten(f, _with_manifest(migration="0001_plan")), "backup.not_ours"),
    "a later end": (lambda f: rewritten(f, _with_manifest(audit_id=2)), "backup.seal"),
    "another seal": (lambda f: rewritten(f, _with_manifest(seal="f" * 64)), "backup.seal"),
    "a changed entry": (
        _rehashed("DROP TRIGGER audit_entry_no_update; UPDATE audit_entry SET actor = 'x';"),
        "backup.chain",
    ),
    "no entry": (_rehashed("DROP TRIGGER audit_entry_no_delete; DELETE FROM audit_entry;"), "backup.seal"),
    "unknown evidence": (
        _rehashed("DROP TRIGGER evidence_no_update; UPDATE evidence SET file_sha256 = replace(file_sha256, '0', '1');"),
        "backup.breach",
    ),
    "a later version": (_rehashed("UPDATE alembic_version SET version_num = '9999_x';"), "backup.not_ours"),
    "a bomb": (_bomb, "backup.swells"),
    "a lying bomb": (_lying_bomb, "backup.broken"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_backup_is_refused_in_one_sentence_and_nothing_changes(
    case: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    request.node.funcargs["database"] = engine
    spoil, key = SPOILT[case]
    file = spoil(_good(engine, tmp_path, monkeypatch))
    there = tmp_path / "there"
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{there}/kota.db")
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(there / "evidence"))
    result = CliRunner().invoke(cli(), ["restore", str(file)])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    with pytest.raises(Refused) as no:
        put_back(file, is_replacing=False)
    assert no.value.key == key
    assert list(there.rglob("*")) == []
    assert not list(tmp_path.rglob("*escaped*"))


def _good(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    evidence = tmp_path / "evidence"
    store_file(evidence, PHOTO)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(evidence))
    with writing(engine) as session:
        plan_import.bring_in(session, draft_of(read_source(write(tmp_path / "plan.xlsx", rows())), NameIndex()), at=AT)
        session.add(t.Evidence(update_id=1, title="Foto", file_sha256=NAME, recorded_at=AT, recorded_by="dlh"))
        ledger_commands.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "nothing", at=AT)
    return make(engine, tmp_path / "cadangan")[0]


def test_an_older_backup_is_brought_up(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = make_engine(f"sqlite:///{tmp_path}/old.db")
    upgrade(old, "0005_append_only")
    old.dispose()
    file = _good(engine, tmp_path, monkeypatch)
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    content = (tmp_path / "old.db").read_bytes()
    manifest |= {"migration": "0005_append_only", "audit_id": 0, "seal": "0" * 64}
    manifest["files"]["database.db"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    changed = {"database.db": content, "manifest.json": json.dumps(manifest).encode()}
    older = rewritten(file, lambda name, was: changed.get(name, was))
    url = f"sqlite:///{tmp_path}/there/kota.db"
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    put_back(older, is_replacing=False)
    restored = make_engine(url)
    with reading(restored) as session:
        assert ledger.newest(session) == 1
    restored.dispose()


def test_missing_and_altered_evidence_is_said_and_still_restored(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _good(engine, tmp_path, monkeypatch)
    with writing(engine) as session:
        lost = t.Evidence(update_id=1, title="Hilang", file_sha256="e" * 64, recorded_at=AT, recorded_by="dlh")
        session.add(lost)
        ledger_commands.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "nothing", at=AT)
    file_path(tmp_path / "evidence", NAME).write_bytes(b"something else")
    file, manifest = make(engine, tmp_path / "second")
    assert (manifest.missing, manifest.altered) == (["e" * 64, NAME], [f"evidence/{NAME[:2]}/{NAME}"])
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/there/kota.db")
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "there" / "evidence"))
    put_back(file, is_replacing=False)


def test_evidence_of_another_content_is_set_aside_not_overwritten(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _good(engine, tmp_path, monkeypatch)
    there = tmp_path / "there" / "evidence"
    store_file(there, PHOTO)
    file_path(there, NAME).write_bytes(b"damaged")
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/there/kota.db")
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(there))
    with pytest.raises(Refused):
        put_back(file, is_replacing=False)
    put_back(file, is_replacing=True)
    assert file_path(there, NAME).read_bytes() == PHOTO
    assert [path.read_bytes() for path in there.rglob("*-lama-*")] == [b"damaged"]


def test_the_verbs_say_what_they_did(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(engine.url))
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    made = CliRunner().invoke(cli(), ["backup", "--to", str(tmp_path / "b")])
    assert made.exit_code == 0, made.output
    (file,) = (tmp_path / "b").iterdir()
    assert file.name in made.output
    assert file.stat().st_mode & 0o077 == 0
    shutil.rmtree(tmp_path / "b" / "nothing", ignore_errors=True)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/there.db")
    assert CliRunner().invoke(cli(), ["restore", str(file)]).exit_code == 0
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(engine.url))
    assert CliRunner().invoke(cli(), ["backup", "--to", str(blocked)]).exit_code == 1
    assert CliRunner().invoke(cli(), ["restore", str(tmp_path / "none.zip")]).exit_code == 1


@pytest.mark.parametrize(("zone", "at", "day", "hour"), AT_NIGHT)
def test_a_backup_is_named_and_told_by_the_clock_of_the_plan(
    filled: Engine, tmp_path: Path, request: pytest.FixtureRequest, zone: str, at: datetime, day: date, hour: str
) -> None:
    masterplan = next(entity for entity in PLAN_ENTITIES if entity.tablename == "masterplan")
    with writing(filled) as session:
        diff.write_changes(session, [FieldChange(masterplan, 1, "zone", "Asia/Jakarta", zone, AT)], None)
        ledger_commands.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "zone", at=AT)
    with time_machine.travel(at, tick=False):
        file, _ = make(filled, tmp_path / "cadangan")
        request.getfixturevalue("target")
        result = CliRunner().invoke(cli(), ["restore", str(file)])
    assert file.name == f"smartcity-{day:%Y%m%d}-{hour[:2]}3000.zip"
    assert f"{day.day} November 2026" in result.output
