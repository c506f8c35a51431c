"""The screens' day and hours are those of the plan's zone, at every hour of the day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import MeetingState, Role
from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Meeting
from smartcity.ui.frame.request_context import RequestContext
from smartcity.ui.frame.sitemap import LEDGER, MEETING, OVERVIEW
from tests.commands.test_operations import AT as FROZEN_AT
from tests.commands.test_operations import freeze
from tests.plan import M2
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.reporting.test_report import Claim, opened, send, tap, typed  # type: ignore[attr-defined]
from tests.ui.reporting.test_report import html as plain
from tests.ui.walks.test_screens import visit
from tests.workbooks import changed, command, write_book
from tests.zones import AT_NIGHT, JAKARTA, JAYAPURA, MAKASSAR, NIGHTS, THURSDAY, WEDNESDAY, move

Enter = Callable[..., Actor]


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), NIGHTS)
def test_today_is_the_day_of_the_plan_and_shows_what_was_just_imported(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in_as: Enter, zone: str, at: datetime,
    day: date, _hour: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    with time_machine.travel(at, tick=True):
        file = write_book(tmp_path / "plan.xlsx", changed("Rencana Induk", 2, "Zona Waktu", zone))
        assert command("import", file).exit_code == 0
        signed_in_as(sqlite_url, Role.VIEWER)
        page = visit(sqlite_url, OVERVIEW, monkeypatch, per="")
    instant = page.session_state["moment"]
    assert isinstance(instant, RequestContext)
    assert (instant.today, instant.as_of) == (day, day)
    assert "Bank Sampah" in html(page)


@pytest.fixture
def city(tmp_path: Path) -> str:
    return sample_database(tmp_path)


@pytest.mark.parametrize(("zone", "at", "day", "hour"), AT_NIGHT)
def test_the_ledger_tells_its_hours_and_finds_its_days(
    city: str, monkeypatch: pytest.MonkeyPatch, signed_in_as: Enter, zone: str, at: datetime, day: date, hour: str
) -> None:
    move(city, zone)
    engine = make_engine(city)
    with writing(engine) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, "plan.edit", "programme:EN-02", at=at)
    engine.dispose()
    with time_machine.travel(at, tick=True):
        signed_in_as(city, Role.VERIFIER)
        for asked in (WEDNESDAY, THURSDAY):
            asking = {"dari": asked.isoformat(), "sampai": asked.isoformat(), "tindakan": "plan.edit"}
            shown = html(visit(city, LEDGER, monkeypatch, **asking)).replace("\xa0", " ")
            assert (f"{day.day} Nov 2026, {hour}" in shown) == (asked == day)


@pytest.mark.parametrize(("zone", "hour"), [(JAKARTA, "10.00 WIB"), (MAKASSAR, "11.00 WITA"), (JAYAPURA, "12.00 WIT")])
def test_frozen_data_tells_the_hour_it_was_frozen_at(
    city: str, monkeypatch: pytest.MonkeyPatch, zone: str, hour: str
) -> None:
    move(city, zone)
    engine = make_engine(city)
    freeze(engine)
    engine.dispose()
    assert f"24 November 2026 pukul {hour}" in html(visit(city, OVERVIEW, monkeypatch, beku="1"))


@pytest.mark.parametrize(("zone", "at", "day", "hour"), AT_NIGHT)
def test_a_report_is_kept_dated_and_sent_by_the_clock_of_the_plan(
    miniature: Engine, sqlite_url: str, signed_in_as: Enter, zone: str, at: datetime, day: date, hour: str
) -> None:
    move(miniature, zone)
    with time_machine.travel(at, tick=False):
        signed_in_as(sqlite_url, Role.AGENCY, "A", name="operator-a")
        page = tap(typed(opened("P-1"), "obstacle", "hujan"), M2, Claim.DONE)
        assert f"Draf tersimpan {hour}" in plain(page)
        assert page.date_input(key=next(f.key for f in page.date_input if "achieved_on" in (f.key or ""))).value == day  # type: ignore[arg-type]
        page = send(tap(page, M2, Claim.RUNNING))
    assert f"Laporan terkirim {hour}" in plain(page)
    assert f"{day.day} November 2026" in plain(page)


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), AT_NIGHT)
def test_a_rehearsal_opens_by_the_clock_of_the_plan(
    city: str, monkeypatch: pytest.MonkeyPatch, signed_in_as: Enter, zone: str, at: datetime, day: date, _hour: str
) -> None:
    """The meeting begins at midnight between Thursday and Friday, so its rehearsal opens when Thursday begins."""
    move(city, zone)
    engine = make_engine(city)
    with writing(engine) as session:
        fields: dict[str, Any] = {"code": "RK-X", "name": "Rapat", "state": MeetingState.PLANNED, "minutes_planned": 60}
        friday = THURSDAY + timedelta(days=1)
        session.add(Meeting(**fields, held_on=friday, starts_at=time(0), recorded_at=FROZEN_AT, batch_id=1))
    engine.dispose()
    with time_machine.travel(at, tick=True):
        signed_in_as(city, Role.AGENCY, "DLH")
        shown = html(visit(city, MEETING, monkeypatch, per="", kode="RK-X", lihat="gladi")).replace("\xa0", " ")
    assert ("Gladi dibuka" in shown) == (day < THURSDAY)
