"""Riwayat on the screen: filters from the address, links, values in words, and the check of the chain."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, writing
from smartcity.ui.frame.sitemap import LEDGER
from tests.sample import alter_entry, sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path, signed_in_as: Callable[..., Actor]) -> str:
    """The sample with sixty more entries, one of them full of traps."""
    database_url = sample_database(tmp_path)
    engine = make_engine(database_url)
    with writing(engine) as session:
        for number in range(60):
            append(session, ADMINISTRATOR_AT_TERMINAL, "plan.edit", f"programme:EN-0{number % 9}", at=AT)
        fields = {"name": "<b>tebal</b>", "due_on": "2026-12-31", "counts": {"dimension": {"new": 3, "same": 0}}}
        append(
            session, Actor("ani", Role.VERIFIER), "comment.add", "milestone:EN-02-A1", at=AT, before=fields, after={}
        )
    engine.dispose()
    signed_in_as(database_url, Role.VERIFIER)
    return database_url


def test_filters_come_from_the_address(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = html(visit(url, LEDGER, monkeypatch, pelaku="ani"))
    assert "1 perubahan tercatat" in shown
    assert "Tulis komentar" in shown
    assert "&lt;b&gt;tebal&lt;/b&gt;" in shown
    assert "31\N{NO-BREAK SPACE}Des\N{NO-BREAK SPACE}2026" in shown
    assert "Dimensi baru 3" in shown
    assert "&amp;kode=EN-02" in shown
    assert "60 perubahan" in html(visit(url, LEDGER, monkeypatch, tindakan="plan.edit"))
    assert "tidak ada yang cocok" in html(visit(url, LEDGER, monkeypatch, hal="zzz")).casefold()


def test_a_long_ledger_is_shown_in_pages(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = html(visit(url, LEDGER, monkeypatch))
    assert "62 perubahan tercatat" in first
    assert first.count("#") - first.count("&#") >= 25
    assert "#62 " in first
    assert "#37 " not in first


@pytest.mark.parametrize("is_whole", [True, False])
def test_the_button_says_whether_the_chain_is_whole(
    url: str, *, is_whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_whole:
        alter_entry(url, 7)
    page = visit(url, LEDGER, monkeypatch)
    assert not page.success
    page = page.button[0].click().run()
    assert not page.exception
    message = page.success[0].value if is_whole else page.error[0].value
    assert ("utuh: 62 entri" if is_whole else "nomor 7") in message
