"""Cek Data on the screen: what needs mending first, with what to do; files and chain are read when told to."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from smartcity.commands import operations
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import named_period
from smartcity.domain.enums import Role
from smartcity.domain.ledger import anchors_in
from smartcity.domain.operations.jobs import JobKind, NewJob, seal_of_meeting, seal_of_period
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, writing
from smartcity.store.evidence_files import file_path, store_file
from smartcity.ui import checks
from smartcity.ui.frame.sitemap import CHECKS
from tests.sample import alter_entry, sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]) -> str:
    database_url = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    signed_in_as(database_url, Role.VERIFIER)
    return database_url


def test_what_needs_mending_stands_first_with_what_to_do(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = html(visit(url, CHECKS, monkeypatch))
    assert "Belum ada cadangan yang baik." in shown
    assert len(list(anchors_in(shown.replace("<wbr>", "")))) == 1
    assert "2 hal perlu dibetulkan, 0 perlu dilihat." in shown
    assert "belum pernah" in shown
    assert "python -m smartcity backup" in shown
    assert "OPD tanpa akun" in shown
    assert shown.index("Perlu dibetulkan") < shown.index("Diperiksa, tidak ada masalah")


def test_a_file_of_the_same_size_is_caught_when_it_is_read(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "evidence"
    name = store_file(folder, b"foto")
    file_path(folder, name).write_bytes(b"otof")
    engine = make_engine(url)
    with writing(engine) as session:
        proof: dict[str, Any] = {"title": "Foto peresmian", "file_sha256": name, "size_bytes": 4}
        session.add(t.Evidence(update_id=1, recorded_at=AT, recorded_by="x", **proof))
    engine.dispose()
    page = visit(url, CHECKS, monkeypatch)
    assert "Foto peresmian" not in html(page)
    page = page.button[0].click().run()
    assert not page.exception
    assert "Foto peresmian" in html(page)
    assert "4 hal perlu dibetulkan" in html(page), "the row itself was slipped in beside the ledger"


def test_a_long_ledger_is_read_only_when_told_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SHORT_LEDGER", 0)
    alter_entry(url, 1)
    page = visit(url, CHECKS, monkeypatch)
    assert "Belum diperiksa" in html(page)
    page = page.button[0].click().run()
    assert "#1" in html(page)
    assert "Belum diperiksa" not in html(page)


def test_jobs_are_listed_with_their_last_error_in_both_languages(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(url)
    slot = NewJob(JobKind.BACKUP, "2026-11-23T17:00:00+00:00", AT)
    seals = (seal_of_period(named_period("III/2026"), AT.date(), AT), seal_of_meeting("rakor 3", AT))
    due = (slot, *seals, NewJob(JobKind.DAY, "2026-11-20", AT), NewJob(JobKind.REMINDER, "IV/2026 2026-11-24", AT))
    with writing(engine) as session:
        operations.enqueue(session, due, at=AT)
        job = operations.claim(session, at=AT, only=(slot.kind, slot.about))
        assert job is not None
        operations.fail(session, job, {"key": "backup.no_file", "facts": {"path": "<b>/mnt</b>"}}, at=AT)
    engine.dispose()
    shown = html(visit(url, CHECKS, monkeypatch)).replace("\N{NO-BREAK SPACE}", " ")
    closes = ("TW III 2026 terkunci 24 Nov 2026", "Rapat rakor 3 ditutup 24 Nov 2026, 09.00 WIB")
    for part in ("Dicoba lagi", "24 Nov 2026, 00.00 WIB", "24 Nov 2026, 09.01 WIB", "TW IV 2026, 24 Nov 2026", *closes):
        assert part in shown, part
    assert "Berkas cadangan &lt;b&gt;/mnt&lt;/b&gt; tidak ada." in shown
    rows = shown.partition("<h2>Pekerjaan otomatis")[2]
    assert rows.index("Tidak ada proses yang mengerjakannya") < rows.index("Berkas cadangan") < rows.index("Hari baru")
    shown = html(visit(url, CHECKS, monkeypatch, bahasa="en"))
    assert "Tried again" in shown
    assert "/mnt" in shown
    assert "Pekerjaan" not in shown
