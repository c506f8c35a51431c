"""The verb `remind`: prints every agency that is awaited, or writes to their accounts and tells the ledger."""

import socket
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from smartcity.__main__ import door
from smartcity.domain.kinds import Role
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import Account, AuditEntry, Period
from tests.people import make_account
from tests.plan import build
from tests.sample import DAY, sample_database
from tests.zones import AT_NIGHT, THURSDAY, move


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    monkeypatch.setenv("SMARTCITY_PUBLIC_URL", "https://smart.kota.go.id")
    engine = make_engine(url)
    with time_machine.travel(f"{DAY}T02:00:00Z", tick=True):
        yield engine
    engine.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(door(), ["remind", *arguments])


def with_mail(engine: Engine, agency: str, *addresses: str | None) -> None:
    for address in addresses:
        account = make_account(engine, Role.AGENCY, agency)
        with writing(engine) as session:
            found = session.exec(select(Account).where(Account.name == account.name)).one()
            found.email = address
            session.add(found)


def entries(engine: Engine) -> list[dict[str, object] | None]:
    with reading(engine) as session:
        asked = select(AuditEntry.after).where(AuditEntry.action == "reminder.sent").order_by(col(AuditEntry.id))
        return list(session.exec(asked).all())


def test_it_prints_everybody_who_is_awaited_and_changes_nothing(city: Engine) -> None:
    found = run()
    assert found.exit_code == 0
    assert found.output.count("Yth. Bapak/Ibu") == 6
    assert found.output.count("https://smart.kota.go.id/lapor") == 6
    assert "• Lalu Lintas dan Parkir Cerdas\n• Lampu Jalan Hemat Energi" in found.output
    assert entries(city) == []


def test_without_a_mail_server_it_says_so(city: Engine) -> None:
    found = run("--send")
    assert found.exit_code == 1
    assert "SMARTCITY_SMTP_URL" in found.output
    assert "Traceback" not in found.output


class Box:
    def __init__(self) -> None:
        self.readers: list[str] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, to: str, _options: Any) -> str:  # noqa: N802
        if to.startswith("penuh"):
            return "452 Box full"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.readers += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    kept = Box()
    server = Controller(kept, hostname="localhost", port=port)
    server.start()
    monkeypatch.setenv("SMARTCITY_SMTP_URL", f"smtp://localhost:{port}")
    yield kept
    server.stop()


def test_it_writes_to_every_account_of_the_agencies_awaited(city: Engine, box: Box) -> None:
    with_mail(city, "DISHUB", "kepala@dishub.id", "operator@dishub.id", None)
    with_mail(city, "DINSOS", "a@dinsos.id")
    with_mail(city, "DLH", "nobody-asks@dlh.id")
    found = run("--send")
    assert found.exit_code == 0, found.output
    assert sorted(box.readers) == ["a@dinsos.id", "kepala@dishub.id", "operator@dishub.id"]
    assert "3 surel terkirim untuk 2 OPD" in found.output
    assert "Kec. Talawi" in found.output
    assert entries(city) == [{"agencies": ["DINSOS", "DISHUB"]}]


def test_what_was_not_taken_is_named_and_ends_with_status_1(city: Engine, box: Box) -> None:
    with_mail(city, "DISHUB", "penuh@dishub.id")
    with_mail(city, "DINSOS", "a@dinsos.id")
    found = run("--send")
    assert found.exit_code == 1
    assert "penuh@dishub.id tidak terkirim: Box full" in found.output
    assert entries(city) == [{"agencies": ["DINSOS"]}]


def test_a_disabled_account_is_not_written_to(city: Engine, box: Box) -> None:
    with_mail(city, "DISHUB", "gone@dishub.id")
    with writing(city) as session:
        account = session.exec(select(Account)).one()
        account.disabled_at = account.created_at
        session.add(account)
    assert run("--send").exit_code == 0
    assert (box.readers, entries(city)) == ([], [])


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), AT_NIGHT)
def test_it_asks_for_the_period_that_is_open_where_the_plan_is(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, zone: str, at: datetime, day: date, _hour: str
) -> None:
    build(engine)
    move(engine, zone)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(engine.url))
    with writing(engine) as session:
        session.exec(select(Period).where(Period.number == 4)).one().opens_on = THURSDAY
    with time_machine.travel(at, tick=False):
        told = run().output
    assert ("TW IV 2026" in told, "TW III 2026" in told) == (day == THURSDAY, day < THURSDAY)
