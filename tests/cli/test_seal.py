"""Seals kept outside hold the end of the ledger, which nothing inside can."""

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select
from typer.testing import CliRunner, Result

from smartcity.__main__ import cli
from smartcity.domain.ledger import GENESIS, anchors_in, entry_content, seal
from smartcity.queries import checks, ledger
from smartcity.store.backup_archive import MANIFEST
from smartcity.store.engine import make_engine, reading
from smartcity.store.tables import AuditEntry
from tests.cli.backups import make
from tests.queries.test_integrity import fill


def run_verb(*arguments: str) -> Result:
    return CliRunner().invoke(cli(), list(arguments))


def test_an_end_that_was_cut_off_is_found_by_an_earlier_seal(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    assert "kosong" in run_verb("seal").output
    engine = make_engine(sqlite_url)
    fill(engine)
    backup, _ = make(engine, tmp_path / "cadangan")
    printed = run_verb("seal")
    assert printed.exit_code == 0
    (anchor,) = anchors_in(printed.output)
    assert (anchor.number, "█" in printed.output or "▀" in printed.output) == (3, True)
    minutes = tmp_path / "risalah.txt"
    minutes.write_text(f"Risalah rapat. Segel {anchor.text}, disimpan.")
    whole = run_verb("verify-log", "--against", str(minutes), "--against", str(backup), "--against", anchor.text)
    assert whole.exit_code == 0, whole.output
    assert "masih ada di rantai: 3" in whole.output
    with engine.begin() as connection:
        guard = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'audit_entry_no_delete'")).scalar()
        connection.execute(text("DROP TRIGGER audit_entry_no_delete"))
        connection.execute(text("DELETE FROM audit_entry WHERE id = 3"))
        connection.execute(text(str(guard)))
    engine.dispose()
    assert run_verb("verify-log").exit_code == 0
    cut = run_verb("verify-log", "--against", str(minutes))
    assert cut.exit_code == 1
    assert "ekornya dipotong" in cut.output
    for nothing in ("bukan segel", ""):
        assert "Tidak ada segel" in run_verb("verify-log", "--against", nothing).output


def test_the_newest_backup_is_proved_and_nothing_is_touched(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cadangan"
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    monkeypatch.setenv("SMARTCITY_BACKUP_FOLDER", str(folder))
    assert run_verb("restore", "--check").exit_code == run_verb("restore").exit_code == 1
    engine = make_engine(sqlite_url)
    make(engine, folder)
    engine.dispose()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.zip")}
    proved = run_verb("restore", "--check")
    assert proved.exit_code == 0, proved.output
    assert "dapat dipulihkan" in proved.output
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.zip")} == before


def rewritten(backup: Path, *, is_closed_anew: bool) -> None:
    """Its manifest names another version; whoever is careful closes the archive with the new hash."""
    with zipfile.ZipFile(backup) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
        comment = archive.comment
    content[MANIFEST] = content[MANIFEST].replace(b'"version": "', b'"version": "9')
    with zipfile.ZipFile(backup, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        archive.comment = sha256(content[MANIFEST]).hexdigest().encode() if is_closed_anew else comment


@pytest.mark.parametrize("is_closed_anew", [False, True])
def test_a_manifest_altered_by_hand_is_found(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_closed_anew: bool
) -> None:
    """By the hash in the archive, and where that was altered too, by the one in the ledger."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    engine = make_engine(sqlite_url)
    fill(engine)
    backup, _ = make(engine, tmp_path / "cadangan")
    engine.dispose()
    tries = (
        ("restore", "--check", str(backup)),
        ("verify-log", "--against", str(backup)),
        ("verify-log", "--against", str(backup.parent)),
        ("restore", "--replace", str(backup)),
    )
    assert [run_verb(*one).exit_code for one in tries[:-1]] == [0, 0, 0]
    rewritten(backup, is_closed_anew=is_closed_anew)
    for one in tries:
        result = run_verb(*one)
        assert (result.exit_code, result.stderr.strip()) == (1, "Cadangan berubah sejak dibuat: manifest.json."), one
    (backup.parent / backup.name).rename(tmp_path / "lain.zip")
    assert run_verb("verify-log", "--against", str(tmp_path / "lain.zip")).exit_code == 1


def test_a_backup_of_a_file_that_was_altered_is_marked_and_counts_as_none(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    engine = make_engine(sqlite_url)
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE milestone SET weight = 9 WHERE id = 1"))
    made = run_verb("backup", "--to", str(tmp_path / "cadangan"))
    assert made.exit_code == 1
    assert "TIDAK cocok" in made.output
    with reading(engine) as session:
        assert checks.last_backup(session) is None
        verdict = checks.last_backup_verdict(session)
    assert verdict is not None
    assert not verdict[1]
    engine.dispose()
    assert run_verb("restore", "--check", str(next((tmp_path / "cadangan").iterdir()))).exit_code == 1


def test_a_ledger_rewritten_whole_with_true_hashes_is_found_by_an_earlier_seal(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes anew every entry and every seal leaves a file that is whole in itself."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    engine = make_engine(sqlite_url)
    fill(engine)
    with reading(engine) as session:
        newest_id, _ = ledger.newest_anchor(session)
    with engine.begin() as connection:
        guards = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'audit_entry'")).all()
        triggers = [(name, sql) for name, sql in guards if sql and sql.startswith("CREATE TRIGGER")]
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        with Session(connection) as session:
            previous = GENESIS
            for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.id))):
                entry.actor, entry.previous = "orang lain", previous
                stated = (entry.at, entry.actor, entry.action, entry.subject, entry.before, entry.after, entry.reason)
                entry.seal = previous = seal(previous, entry_content(*stated, entry.rows))
            session.flush()
        for _, sql in triggers:
            connection.exec_driver_sql(sql)
    engine.dispose()
    assert run_verb("verify-log").exit_code == 0
    assert run_verb("verify-log", "--against", newest_id.text).exit_code == 1
