"""Frozen data on the screens: the address opens it, the figures stay, what came in since is counted and marked."""

from typing import Any

import pytest
from sqlalchemy import text

from smartcity.commands import ledger
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Claim, Verdict
from smartcity.domain.errors import present
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, writing
from smartcity.ui.frame.sitemap import OVERVIEW, PROGRAMMES, SCREENS, Screen
from tests.commands.test_operations import AT, DAY, freeze
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit

AFTER = AT.replace(hour=9)


@pytest.fixture(scope="module")
def snapshot_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample, frozen as number 1; afterwards one late milestone was verified as done. The tests only look."""
    url = sample_database(tmp_path_factory.mktemp("frozen"))
    engine = make_engine(url)
    late = min((m for _, m in freeze(engine).portfolio.milestones if m.status.value == "late"), key=lambda m: m.code)
    fact: dict[str, Any] = {"recorded_at": AFTER, "recorded_by": "Operator"}
    with writing(engine) as session:
        update = t.MilestoneUpdate(milestone_id=late.id, claim=Claim.DONE, achieved_on=DAY, **fact)
        session.add(update)
        session.flush()
        session.add(t.UpdateReview(update_id=present(update.id), verdict=Verdict.VERIFIED, **fact))
        ledger.append(session, ADMINISTRATOR_AT_TERMINAL, "try", f"update:{update.id}", at=AFTER)
    engine.dispose()
    return url


def test_the_frozen_figures_stay_while_the_plan_goes_on(snapshot_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    then = html(visit(snapshot_url, OVERVIEW, monkeypatch, beku="1"))
    now = html(visit(snapshot_url, OVERVIEW, monkeypatch))
    assert "24 tahapan terlambat" in then
    assert "23 tahapan terlambat" in now
    assert "Data Beku nomor 1" in then
    assert "1 perubahan masuk setelah beku" in then


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.key)
def test_every_screen_opens_frozen(snapshot_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(snapshot_url, screen, monkeypatch, beku="1")
    if screen.section == OVERVIEW.section:
        assert "Data Beku nomor 1" in html(page)


def test_what_came_in_later_is_marked(snapshot_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(snapshot_url)
    query = """SELECT p.code FROM milestone_update u JOIN milestone m ON m.id = u.milestone_id
        JOIN action_plan a ON a.id = m.action_plan_id JOIN programme p ON p.id = a.programme_id ORDER BY u.id DESC"""
    with engine.connect() as connection:
        code = connection.execute(text(query)).scalar()
    engine.dispose()
    page = visit(snapshot_url, PROGRAMMES, monkeypatch, kode=str(code), beku="1")
    assert html(page).count("setelah beku</span>") == 1


@pytest.mark.parametrize("number", ["9", "0", "x", "99999999999999999999", "-1"])
def test_a_wrong_number_is_a_designed_state(snapshot_url: str, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(snapshot_url, OVERVIEW, monkeypatch, beku=number)
    if number in ("9", "0"):
        assert "Data beku ini tidak dapat dibuka" in html(page)
    else:
        assert "Data Beku nomor" not in html(page)
