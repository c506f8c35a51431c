"""What an official leaves behind: open promises, claims without evidence, decisions without an answer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Claim, MilestoneStatus, Role
from smartcity.domain.portfolio.agencies import HandOver
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.reporting import letter
from smartcity.queries import agencies, portfolio
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from tests.sample import DAY, sample_database

TODAY = date.fromisoformat(DAY)
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ADMIN = Actor("admin", Role.ADMINISTRATOR)
SAID: dict[str, Any] = {"recorded_at": AT, "recorded_by": "Kepala DLH"}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(sample_database(tmp_path))
    yield made
    made.dispose()


def sheet(engine: Engine, code: str = "DLH", reader: Actor = ADMIN) -> HandOver:
    with reading(engine) as session:
        handover = agencies.handover_sheet(session, TODAY, code, reader)
    assert handover is not None
    return handover


def test_every_open_promise_of_every_agency_is_on_one_sheet(city: Engine) -> None:
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, TODAY)
    assert plan is not None
    settled = {MilestoneStatus.DONE, MilestoneStatus.CANCELLED}
    expected = {m.id for p in plan.programmes for m in p.milestones if m.status not in settled}
    listed = [m.id for agency in plan.agencies for _, m in sheet(city, agency.code).promises]
    assert len(listed) == len(set(listed))
    assert set(listed) == expected


def test_promises_stand_by_their_due_day(city: Engine) -> None:
    days = [m.facts.due_on for _, m in sheet(city).promises]
    assert days == sorted(days)
    assert len(days) == 12


@pytest.mark.parametrize(
    ("claim", "with_proof", "is_listed"),
    [
        (Claim.DONE, False, True),
        (Claim.DONE, True, False),
        (Claim.RUNNING, False, False),
    ],
)
def test_what_is_said_to_be_done_without_evidence_is_listed(
    city: Engine, claim: Claim, *, with_proof: bool, is_listed: bool
) -> None:
    before = {m.id for _, m in sheet(city).unproven}
    number = next(m.id for _, m in sheet(city).promises if m.needs_evidence and m.said_at is None)
    with writing(city) as session:
        percent = 50 if claim is Claim.RUNNING else None
        update = t.MilestoneUpdate(milestone_id=number, claim=claim, percent=percent, achieved_on=TODAY, **SAID)
        session.add(update)
        session.flush()
        if with_proof:
            session.add(t.Evidence(update_id=update.id, title="Foto", url="https://kota.example/foto", **SAID))
    assert {m.id for _, m in sheet(city).unproven} - before == ({number} if is_listed else set())


def test_decisions_are_listed_until_an_answer_waits(city: Engine) -> None:
    assert [d.code for d in sheet(city).decisions] == ["AR-2026-02"]
    with writing(city) as session:
        decision = session.exec(select(t.Decision).where(t.Decision.code == "AR-2026-02")).one()
        assert decision.id is not None
        session.add(t.DecisionAnswer(decision_id=decision.id, text="sudah", is_done=True, **SAID))
    assert sheet(city).decisions == ()


def test_confidential_decisions_are_for_those_who_may_know_them(city: Engine) -> None:
    with city.begin() as connection:
        connection.exec_driver_sql("UPDATE decision SET is_confidential = 1")
    assert len(sheet(city).decisions) == 1
    assert sheet(city, reader=GUEST).decisions == ()


def test_an_unknown_agency_and_an_empty_database_have_no_sheet(city: Engine, engine: Engine) -> None:
    for database, code in ((city, "X"), (engine, "DLH")):
        with reading(database) as session:
            assert agencies.handover_sheet(session, TODAY, code, ADMIN) is None


def test_the_sheet_as_text_is_whole(city: Engine) -> None:
    handover = sheet(city)
    text = letter(Formatter(Words("id"), TODAY, CITY_ZONE.key), handover, "Kepala DLH")
    assert text.startswith("SERAH TERIMA — Kepala DLH, Dinas Lingkungan Hidup\n\nKeadaan per 24 November 2026.")
    assert "Janji yang masih terbuka: 12\n1. 30\N{NO-BREAK SPACE}Jun\N{NO-BREAK SPACE}2026 · Terlambat · " in text
    assert "12. " in text
    assert "AR-2026-02" in text
    for _, milestone in handover.promises:
        assert milestone.name in text
