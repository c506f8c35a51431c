"""Seals kept outside hold the end of the ledger, which nothing inside can."""

from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from smartcity.__main__ import door
from smartcity.domain.anchors import anchors_in
from smartcity.store.engine import make_engine
from smartcity.terminal.backup import make
from tests.queries.test_integrity import fill


def said(*arguments: str) -> Result:
    return CliRunner().invoke(door(), list(arguments))


def test_an_end_that_was_cut_off_is_found_by_an_earlier_seal(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    assert "kosong" in said("seal").output
    engine = make_engine(sqlite_url)
    fill(engine)
    backup, _ = make(engine, tmp_path / "cadangan")
    printed = said("seal")
    assert printed.exit_code == 0
    (anchor,) = anchors_in(printed.output)
    assert (anchor.number, "█" in printed.output or "▀" in printed.output) == (3, True)
    minutes = tmp_path / "risalah.txt"
    minutes.write_text(f"Risalah rapat. Segel {anchor.text}, disimpan.")
    whole = said("verify-log", "--against", str(minutes), "--against", str(backup), "--against", anchor.text)
    assert whole.exit_code == 0, whole.output
    assert "masih ada di rantai: 3" in whole.output
    with engine.begin() as connection:
        guard = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'audit_entry_no_delete'")).scalar()
        connection.execute(text("DROP TRIGGER audit_entry_no_delete"))
        connection.execute(text("DELETE FROM audit_entry WHERE id = 3"))
        connection.execute(text(str(guard)))
    engine.dispose()
    assert said("verify-log").exit_code == 0
    cut = said("verify-log", "--against", str(minutes))
    assert cut.exit_code == 1
    assert "ekornya dipotong" in cut.output
    assert "Tidak ada segel" in said("verify-log", "--against", "bukan segel").output
