"""Perubahan: counts equal what the two as-of views show, old struck, new below; by day, by meeting, by snapshot."""

import re
from datetime import date

import pytest

from smartcity.domain.portfolio.changes import Changes, Turn
from smartcity.queries import portfolio
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.sitemap import CHANGES
from tests.commands.test_operations import DAY, freeze
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit


@pytest.fixture
def sample(tmp_path: object) -> str:
    return sample_database(tmp_path)  # type: ignore[arg-type]


def between(url: str, day: date) -> dict[Turn, int]:
    engine = make_engine(url)
    with reading(engine) as session:
        then, now = portfolio.load_portfolio(session, day), portfolio.load_portfolio(session, DAY)
    engine.dispose()
    assert then is not None
    assert now is not None
    return {turn: len(Changes(then, now).turned(turn)) for turn in Turn}


def test_since_the_last_meeting_by_default(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    difference = between(sample, date(2026, 10, 20))
    text = html(visit(sample, CHANGES, monkeypatch))
    since = "Sejak rapat 20\N{NO-BREAK SPACE}Okt\N{NO-BREAK SPACE}2026"
    assert f"{since}: {difference[Turn.BECAME_LATE]} tahapan baru terlambat" in text
    assert f"{difference[Turn.FINISHED]} selesai" in text
    for turn, label in ((Turn.BECAME_LATE, "Baru Terlambat"), (Turn.SLIPPED, "Mundur"), (Turn.RECOVERED, "Pulih")):
        assert f'<span class="label">{label}</span> <strong>{difference[turn]}</strong>' in text
    assert "status-done" in text, "what it is called now, and its state"


@pytest.mark.parametrize("day", ["2026-01-01", "2026-11-24", "2024-06-30"])
def test_since_any_day(sample: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    difference = between(sample, date.fromisoformat(day))
    text = html(visit(sample, CHANGES, monkeypatch, sejak=day))
    labels = {Turn.BECAME_LATE: "baru terlambat", Turn.FINISHED: "selesai", Turn.ADDED: "baru"}
    headline = text.split("<h1")[1].split("</h1>")[0]
    by_turn = {
        turn: bool(re.search(rf"{difference[turn]} (tahapan )?{label}[,;. ]", headline))
        for turn, label in labels.items()
    }
    assert by_turn == {turn: bool(difference[turn]) for turn in by_turn}


def test_since_a_snapshot(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(sample)
    freeze(engine)
    engine.dispose()
    text = html(visit(sample, CHANGES, monkeypatch, **{"sejak-beku": "1"}))
    assert "Sejak Data Beku nomor 1: tidak ada yang berubah; kemajuan" in text


def test_frozen_data_can_be_chosen_where_there_is_any(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not visit(sample, CHANGES, monkeypatch).selectbox, "nothing to choose from yet"
    engine = make_engine(sample)
    freeze(engine)
    engine.dispose()
    page = visit(sample, CHANGES, monkeypatch)
    (choice,) = page.selectbox
    assert choice.options == [
        "keadaan pada suatu hari",
        "Data Beku nomor 1 · 24 Nov 2026",
    ]
    assert "Sejak Data Beku nomor 1" in html(choice.set_value("1").run())


def test_a_day_before_the_plan_is_a_designed_state(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "belum ada rencana untuk dibandingkan" in html(visit(sample, CHANGES, monkeypatch, sejak="2020-01-01"))


def test_grouped_by_agency(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = html(visit(sample, CHANGES, monkeypatch, kelompok="opd"))
    assert 'class="part"><td colspan="4" class="wide">Dinas ' in text
