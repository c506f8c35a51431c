"""The verb `remind`: prints every agency that is awaited, or writes to their accounts and tells the ledger.

The clock writes by the same job: whoever is written to by one is not written to by the other on that day.
"""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from smartcity.__main__ import cli
from smartcity.domain.enums import Role
from smartcity.domain.operations.jobs import LEASE, Job, JobKind, JobState
from smartcity.exchange.anchor_files import anchors_of
from smartcity.jobs.running import Run, run_next
from smartcity.jobs.worker import HANDLERS, Worker
from smartcity.queries import ledger
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import Account, AuditEntry, Period
from tests.jobs.queue import stored
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
    return CliRunner().invoke(cli(), ["remind", *arguments])


def with_mail(engine: Engine, agency: str, *addresses: str | None) -> None:
    for address in addresses:
        account = make_account(engine, Role.AGENCY, agency)
        with writing(engine) as session:
            row = session.exec(select(Account).where(Account.name == account.login)).one()
            row.email = address
            session.add(row)


def entries(engine: Engine) -> list[dict[str, object] | None]:
    with reading(engine) as session:
        asked = select(AuditEntry.after).where(AuditEntry.action == "reminder.sent").order_by(col(AuditEntry.id))
        return list(session.exec(asked).all())  # type: ignore[arg-type]


def test_it_prints_everybody_who_is_awaited_and_changes_nothing(city: Engine) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.output.count("Yth. Bapak/Ibu") == 6
    assert result.output.count("https://smart.kota.go.id/lapor") == 6
    assert "• Lalu Lintas dan Parkir Cerdas\n• Lampu Jalan Hemat Energi" in result.output
    assert entries(city) == []


@pytest.mark.usefixtures("city")
def test_without_a_mail_server_it_says_so() -> None:
    result = run("--send")
    assert result.exit_code == 1
    assert "SMARTCITY_SMTP_URL" in result.output
    assert "Traceback" not in result.output


class Box:
    """Keeps who got a letter, and its Message-ID; `penuh…` takes none while it is full, `salah…` never."""

    def __init__(self) -> None:
        self.readers: list[str] = []
        self.letters: list[bytes] = []
        self.names: list[str] = []
        self.is_full = True

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, to: str, _options: Any) -> str:  # noqa: N802
        if to.startswith("penuh") and self.is_full:
            return "452 Box full"
        if to.startswith("salah"):
            return f"550 No such user {to}"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.readers += envelope.rcpt_tos
        self.letters.append(envelope.content)
        self.names.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    mailbox = Box()
    server = Controller(mailbox, hostname="localhost", port=port)
    server.start()
    monkeypatch.setenv("SMARTCITY_SMTP_URL", f"smtp://localhost:{port}")
    yield mailbox
    server.stop()


def test_it_writes_to_every_account_of_the_agencies_awaited(city: Engine, box: Box, tmp_path: Path) -> None:
    with reading(city) as session:
        newest, _ = ledger.newest_anchor(session)
    with_mail(city, "DISHUB", "kepala@dishub.id", "operator@dishub.id", None)
    with_mail(city, "DINSOS", "a@dinsos.id")
    with_mail(city, "DLH", "nobody-asks@dlh.id")
    result = run("--send")
    assert result.exit_code == 0, result.output
    assert sorted(box.readers) == ["a@dinsos.id", "kepala@dishub.id", "operator@dishub.id"]
    (tmp_path / "mails.mbox").write_bytes(b"".join(b"From a@b\n" + letter + b"\n" for letter in box.letters))
    assert anchors_of(tmp_path / "mails.mbox") == [newest]
    assert "3 surel terkirim untuk 2 OPD" in result.output
    assert "Kec. Talawi" in result.output
    assert entries(city) == [{"agencies": ["DINSOS", "DISHUB"]}]


@pytest.mark.usefixtures("box")
def test_what_was_not_taken_is_named_and_ends_with_status_1(city: Engine) -> None:
    with_mail(city, "DISHUB", "penuh@dishub.id")
    with_mail(city, "DINSOS", "a@dinsos.id")
    result = run("--send")
    assert result.exit_code == 1
    assert "penuh@dishub.id tidak terkirim: Box full" in result.output
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
        output = run().output
    assert ("TW IV 2026" in output, "TW III 2026" in output) == (day == THURSDAY, day < THURSDAY)


@pytest.fixture
def worker(city: Engine, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """That of a server on the sample."""
    monkeypatch.setattr("smartcity.jobs.worker.current_engine", lambda: city)
    return Worker(HANDLERS)


def due_on(city: Engine) -> date:
    with reading(city) as session:
        return max(session.exec(select(col(Period.closes_on))).all())


def at_eight(day: date) -> datetime:
    """By the city's clock."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def reminders(city: Engine) -> list[Job]:
    return [job for job in stored(city) if job.kind is JobKind.REMINDER]


def test_the_clock_writes_in_the_morning_of_its_days_and_nobody_twice(city: Engine, box: Box, worker: Worker) -> None:
    with_mail(city, "DISHUB", "kepala@dishub.id")
    morning = at_eight(due_on(city) - timedelta(days=7))
    with time_machine.travel(morning - timedelta(days=1), tick=False) as clock:
        worker.look()
        clock.move_to(morning - timedelta(seconds=1))
        worker.look()
        assert box.readers == []
        for _ in range(2):
            clock.shift(1)
            worker.look()
        assert box.readers == ["kepala@dishub.id"]
        assert "tidak dikirim dua kali" in run("--send").output
        with_mail(city, "DISHUB", "operator@dishub.id")
        assert "1 surel terkirim untuk 1 OPD" in run("--send").output
    assert box.readers == ["kepala@dishub.id", "operator@dishub.id"]
    with reading(city) as session:
        asked = select(AuditEntry.actor, AuditEntry.after).where(AuditEntry.action == "reminder.sent")
        assert [tuple(row) for row in session.exec(asked)] == [("Sistem", {"agencies": ["DISHUB"]})]


@pytest.mark.parametrize(("asked", "readers"), [("false", []), ("true", ["kepala@dishub.id"])])
def test_the_day_a_period_opens_is_told_where_the_settings_ask_for_it(
    city: Engine, box: Box, worker: Worker, monkeypatch: pytest.MonkeyPatch, asked: str, readers: list[str]
) -> None:
    """Once, though the server was off on that day."""
    monkeypatch.setenv("SMARTCITY_REMIND_OPENING", asked)
    with_mail(city, "DISHUB", "kepala@dishub.id")
    with reading(city) as session:
        opens_on = max(session.exec(select(col(Period.opens_on))).all())
    with time_machine.travel(at_eight(opens_on - timedelta(days=1)), tick=False) as clock:
        for days in (1, 2, 2, 3):
            worker.look()
            clock.move_to(at_eight(opens_on + timedelta(days=days)))
        worker.look()
    assert box.readers == readers


def test_what_is_not_taken_now_is_sent_later_and_what_never_is_is_said_without_its_address(
    city: Engine, box: Box, worker: Worker
) -> None:
    with_mail(city, "DISHUB", "penuh@dishub.id", "salah@dishub.id")
    with_mail(city, "DINSOS", "a@dinsos.id")
    with time_machine.travel(at_eight(due_on(city) - timedelta(days=1)), tick=False) as clock:
        worker.look()
        assert box.readers == ["a@dinsos.id"]
        assert reminders(city)[0].state is JobState.WAITING
        assert "dishub.id" not in str(reminders(city)[0].error)
        box.is_full = False
        clock.shift(60)
        worker.look()
    assert sorted(box.readers) == ["a@dinsos.id", "penuh@dishub.id"]
    (job,) = reminders(city)
    assert (job.state, job.tries, job.error) == (JobState.DONE, 2, {"key": "remind.addresses", "facts": {"count": 1}})
    assert entries(city) == [{"agencies": ["DINSOS"]}, {"agencies": ["DISHUB"]}]


def test_a_day_that_is_over_sends_nothing_more(city: Engine, box: Box, worker: Worker) -> None:
    with_mail(city, "DISHUB", "penuh@dishub.id")
    with time_machine.travel(at_eight(due_on(city) - timedelta(days=1)), tick=False) as clock:
        worker.look()
        box.is_full = False
        clock.shift(timedelta(days=1))
        worker.look()
    assert (box.readers, reminders(city)[0].state) == ([], JobState.DONE)


def send_until_killed(url: str, point: str) -> None:
    """In a process of its own, which is killed before or after it has stored that the second letter is out."""
    note, count = Run.store_progress, iter(range(9))

    def stored_by(self: Run, progress: Any) -> None:
        is_last = next(count) == 1
        if not is_last or point == "after":
            note(self, progress)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)

    Run.store_progress = stored_by  # type: ignore[method-assign]
    run_next(make_engine(url), HANDLERS)


@pytest.mark.parametrize("point", ["before", "after"])
def test_killed_between_letters_none_is_lost_and_none_is_a_second_one(
    city: Engine, box: Box, worker: Worker, point: str, record_property: Callable[[str, object], None]
) -> None:
    addresses = [f"op{number}@dishub.id" for number in range(4)]
    with_mail(city, "DISHUB", *addresses)
    with time_machine.travel(at_eight(due_on(city) - timedelta(days=1)) - timedelta(hours=1), tick=False) as clock:
        worker.look()
        clock.shift(timedelta(hours=1))
        city.dispose()
        child = get_context("fork").Process(daemon=True, target=send_until_killed, args=(str(city.url), point))
        child.start()
        child.join(60)
        assert (child.exitcode, box.readers) == (-signal.SIGKILL, addresses[:2])
        clock.shift(LEASE)
        worker.look()
    lost, twice = len(set(addresses) - set(box.readers)), len(set(box.names)) - len(addresses)
    record_property("letters killed between: lost, second ones", f"{lost}, {twice}")
    assert (lost, twice) == (0, 0)
    assert len(box.readers) == 4 + (point == "before"), "sent again under its name, where it could not be known"
    assert entries(city) == [{"agencies": ["DISHUB"]}]
