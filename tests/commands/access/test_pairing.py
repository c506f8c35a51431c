"""Pairing: asked for, confirmed with a name, renamed, revoked; each by whoever may, each in the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands.access import pairing
from smartcity.domain.access.pairing import LIFETIME, MOST_WAITING
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.queries import walls
from smartcity.store.engine import reading, writing
from smartcity.store.tables import AuditEntry, WallDevice

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ADMINISTRATOR = Actor("admin", Role.ADMINISTRATOR)


def asked(engine: Engine, code: str = "ACD347", at: datetime = NOW) -> None:
    with writing(engine) as session:
        pairing.request_pairing(session, code.rjust(64, "0"), code, at=at)


def confirmed(engine: Engine, name: str = "Aula") -> int:
    asked(engine)
    with writing(engine) as session:
        pairing.confirm(session, ADMINISTRATOR, "acd-347", name, at=NOW)
        (device,) = walls.confirmed_devices(session)
        return device.id


def actions(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))  # type: ignore[arg-type]


def test_a_television_waits_until_its_code_is_confirmed(database: Engine) -> None:
    asked(database)
    with reading(database) as session:
        assert [device.code for device in walls.unconfirmed_devices(session, NOW)] == ["ACD347"]
        assert walls.confirmed_devices(session) == ()
    assert actions(database) == []
    with writing(database) as session:
        pairing.confirm(session, ADMINISTRATOR, " acd 347 ", "  Ruang   Rapat ", at=NOW)
    with reading(database) as session:
        assert walls.unconfirmed_devices(session, NOW) == ()
        assert [(d.name, d.code, d.is_paired) for d in walls.confirmed_devices(session)] == [
            ("Ruang Rapat", None, True)
        ]
    assert actions(database) == ["screen.confirm"]


@pytest.mark.parametrize("code", ["ACD348", "", "ACD347"])
def test_a_code_that_nobody_shows_or_that_has_run_out_is_refused(engine: Engine, code: str) -> None:
    asked(engine)
    at = NOW + LIFETIME if code == "ACD347" else NOW
    with pytest.raises(Refused) as no, writing(engine) as session:
        pairing.confirm(session, ADMINISTRATOR, code, "Aula", at=at)
    assert no.value.key == "wall.code_unknown"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_wall_has_a_name_of_a_sensible_length(engine: Engine, name: str) -> None:
    asked(engine)
    with pytest.raises(Refused) as no, writing(engine) as session:
        pairing.confirm(session, ADMINISTRATOR, "ACD347", name, at=NOW)
    assert no.value.key == "wall.name"


def test_renamed_and_revoked_once(engine: Engine) -> None:
    number = confirmed(engine)
    with writing(engine) as session:
        pairing.rename(session, ADMINISTRATOR, number, "Lobi", at=NOW)
        pairing.revoke(session, ADMINISTRATOR, number, at=NOW)
    with reading(engine) as session:
        assert walls.confirmed_devices(session) == ()
    for change in (pairing.rename, pairing.revoke):
        with pytest.raises(Refused), writing(engine) as session:
            change(session, ADMINISTRATOR, number, *(["X"] if change is pairing.rename else []), at=NOW)
    assert actions(engine) == ["screen.confirm", "screen.rename", "screen.revoke"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_manages_walls(engine: Engine, role: Role) -> None:
    number, actor = confirmed(engine), Actor("x", role, "DLH")
    with writing(engine) as session:
        for refused in (
            lambda: pairing.confirm(session, actor, "ACD347", "X", at=NOW),
            lambda: pairing.rename(session, actor, number, "X", at=NOW),
            lambda: pairing.revoke(session, actor, number, at=NOW),
        ):
            with pytest.raises(Forbidden):
                refused()  # type: ignore[no-untyped-call]


def test_only_so_many_wait_and_those_who_waited_in_vain_are_forgotten(engine: Engine) -> None:
    for number in range(MOST_WAITING):
        asked(engine, f"AAA{number:03}")
    with pytest.raises(Refused) as no:
        asked(engine, "ZZZZZZ")
    assert no.value.key == "wall.too_many"
    asked(engine, "ZZZZZZ", at=NOW + LIFETIME)
    with reading(engine) as session:
        assert [screen.code for screen in session.exec(select(WallDevice))] == ["ZZZZZZ"]


def test_being_seen_leaves_no_entry(engine: Engine) -> None:
    number = confirmed(engine)
    with writing(engine) as session:
        pairing.record_sighting(session, number, "kota", at=NOW + timedelta(seconds=30))
    with reading(engine) as session:
        (device,) = walls.confirmed_devices(session)
    assert (device.showing, device.last_seen_at) == ("kota", NOW + timedelta(seconds=30))
    assert actions(engine) == ["screen.confirm"]
