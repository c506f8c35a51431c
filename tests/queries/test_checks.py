"""What the checks ask of the database, on SQLite and PostgreSQL."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands import operations
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import PeriodKind, Role, Severity
from smartcity.domain.operations.checks import Owner, Proof, database_finding
from smartcity.queries import checks
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.exchange.books import bring_in_good
from tests.people import make_account
from tests.zones import AT_NIGHT, move

AT = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


@pytest.fixture
def city(database: Engine) -> Engine:
    bring_in_good(database)
    return database


def test_owners_are_the_enabled_accounts_of_agencies(city: Engine) -> None:
    for name in ("op", "kepala", "lama"):
        make_account(city, Role.AGENCY, "KOMINFO", name=name)
    make_account(city, Role.VERIFIER, "KOMINFO", name="penilai")
    with writing(city) as session:
        for account in session.exec(select(t.Account)).all():
            account.disabled_at = AT if account.name == "lama" else None
            account.last_signed_in_at = AT if account.name == "op" else None
            session.add(account)
    with reading(city) as session:
        assert checks.owners(session) == (
            Owner("kepala", "Kepala", "KOMINFO", was_in=False),
            Owner("op", "Op", "KOMINFO", was_in=True),
        )


def test_files_are_known_from_evidence_and_from_drafts(city: Engine) -> None:
    account = make_account(city, Role.AGENCY, "KOMINFO").account_id
    with writing(city) as session:
        session.add(
            t.Evidence(update_id=1, title="Foto", file_sha256="a" * 64, size_bytes=9, recorded_at=AT, recorded_by="x")
        )
        session.add(t.Evidence(update_id=1, title="Tautan", url="https://x", recorded_at=AT, recorded_by="x"))
        period = t.Period(
            kind=PeriodKind.QUARTER, year=2026, number=4, opens_on=date(2026, 10, 1),
            closes_on=date(2026, 10, 20), batch_id=1, recorded_at=AT,
        )  # fmt: skip
        session.add(period)
        session.flush()
        content: dict[str, object] = {"proofs": [{"sha256": "b" * 64}], "note": "c" * 63}
        slot: dict[str, Any] = {"programme_id": 1, "period_id": period.id, "account_id": account}
        session.add(t.ReportDraft(**slot, key="k", content=content, saved_at=AT))
    with reading(city) as session:
        assert checks.evidence_records(session) == (Proof("a" * 64, "Foto", 9),)
        assert checks.hashes_in_drafts(session) == {"b" * 64}


def test_the_last_backup_is_told_by_its_local_day(city: Engine) -> None:
    with reading(city) as session:
        assert checks.last_backup(session) is None
    with writing(city) as session:
        operations.record_backup(session, ADMINISTRATOR_AT_TERMINAL, "x.zip", {"audit_id": 1}, at=AT)
    with reading(city) as session:
        assert checks.last_backup(session) == date(2026, 11, 25)


def test_a_database_of_ours_is_safely_set_up(careful: Engine) -> None:
    with reading(careful) as session:
        assert database_finding(*checks.database_settings(session)).severity is Severity.FINE


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_that_may_lose_what_it_acknowledged_is_named(database: Engine) -> None:
    with reading(database) as session:
        assert database_finding(*checks.database_settings(session)).severity is not Severity.FINE


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), AT_NIGHT)
def test_the_day_of_the_last_backup_is_that_of_the_plan(
    city: Engine, zone: str, at: datetime, day: date, _hour: str
) -> None:
    move(city, zone)
    with writing(city) as session:
        operations.record_backup(session, ADMINISTRATOR_AT_TERMINAL, "a.zip", {"audit_id": 1}, at=at)
    with reading(city) as session:
        assert checks.last_backup(session) == day
