"""The last administrator who could come in is not ended: by no verb, by no import, not by two at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from smartcity.commands.access import account_endings, accounts
from smartcity.commands.access.account_endings import administrators, keeping_administrators
from smartcity.commands.access.accounts import AccountDraft
from smartcity.commands.plan import agencies, plan_import
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.people import two_at_once

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CITY: dict[str, Any] = {"name": "Rencana", "city": "Kota", "first_year": 2026, "last_year": 2030, "recorded_at": AT}


@pytest.fixture
def city(database: Engine) -> Engine:
    """A sample plan with one agency; two administrators, `satu` and `dua`."""
    with writing(database) as session:
        session.add(t.Batch(file_name="a.xlsx", file_sha256="0" * 64, recorded_at=AT))
        session.flush()
        session.add(t.Masterplan(batch_id=1, is_sample=True, **CITY))
        session.add(t.Agency(code="DLH", name="DLH", short_name="DLH", batch_id=1, recorded_at=AT))
        session.add_all(_account(name) for name in ("satu", "dua"))
    return database


def _account(name: str, **values: Any) -> t.Account:
    given: dict[str, Any] = {"label": "Administrator", "role": Role.ADMINISTRATOR, "must_change_password": False}
    return t.Account(name=name, created_at=AT, **(given | values))


def change(engine: Engine, name: str, **values: object) -> None:
    with writing(engine) as session:
        session.execute(update(t.Account).where(col(t.Account.name) == name).values(**values))


def left(engine: Engine) -> int:
    with reading(engine) as session:
        return len(administrators(session, AT))


ENDINGS: tuple[Callable[[Session, Actor, str], object], ...] = (
    lambda session, actor, name: accounts.disable(session, actor, name, at=AT),
    lambda session, actor, name: account_endings.close(session, actor, name, at=AT),
)


@pytest.mark.parametrize("end", ENDINGS)
@pytest.mark.parametrize(
    "other",
    [
        {"disabled_at": AT},
        {"role": Role.VERIFIER},
        {"must_change_password": True, "one_time_until": AT},
        {"is_sample": True},
    ],
    ids=lambda other: "-".join(other),
)
def test_another_who_cannot_come_in_is_nobody(
    city: Engine, end: Callable[[Session, Actor, str], object], other: dict[str, object]
) -> None:
    change(city, "dua", **other)
    if other.get("is_sample"):
        with writing(city) as session:
            session.execute(update(t.Masterplan).values(is_sample=False))
    with pytest.raises(Refused, match=r"account\.last_administrator"), writing(city) as session:
        end(session, ADMINISTRATOR_AT_TERMINAL, "satu")
    assert left(city) == 1


@pytest.mark.parametrize("end", ENDINGS)
def test_two_who_end_each_other_at_once(city: Engine, end: Callable[[Session, Actor, str], object]) -> None:
    def end_account(session: Session, name: str) -> None:
        end(session, ADMINISTRATOR_AT_TERMINAL, name)

    assert two_at_once(city, end_account, "satu", "dua") == [None, "account.last_administrator"]
    assert left(city) == 1


def test_samples_are_not_ended_together_while_they_are_the_only_ones(city: Engine) -> None:
    for name in ("satu", "dua"):
        change(city, name, is_sample=True)
    with pytest.raises(Refused, match=r"account\.last_administrator"), writing(city) as session:
        account_endings.disable_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=AT)
    change(city, "dua", is_sample=False)
    with writing(city) as session:
        assert account_endings.disable_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=AT) == 1


def test_an_agency_does_not_take_the_last_administrator_with_it(city: Engine) -> None:
    change(city, "dua", disabled_at=AT)
    with writing(city) as session:
        agency = session.exec(select(t.Agency.id)).one()
        session.execute(update(t.Account).where(col(t.Account.name) == "satu").values(agency_id=agency))
    with pytest.raises(Refused, match=r"account\.last_administrator"), writing(city) as session:
        agencies.end(session, ADMINISTRATOR_AT_TERMINAL, "DLH", AT.date(), None, "dilebur", at=AT + timedelta(days=1))
    assert left(city) == 1


def test_a_plan_that_ends_the_sample_keeps_an_administrator(city: Engine) -> None:
    """Of an account it asks for another administrator first; at the terminal one is made in the next line."""
    for name in ("satu", "dua"):
        change(city, name, is_sample=True)
    mine = Actor("satu", Role.ADMINISTRATOR, account_id=1)
    for act in (_bring_in_another, _withdraw):
        with pytest.raises(Refused, match=r"account\.last_administrator\.sample"):
            act(city, mine)
    assert left(city) == 2
    _withdraw(city, ADMINISTRATOR_AT_TERMINAL)
    assert left(city) == 0


def _bring_in_another(engine: Engine, who: Actor) -> None:
    with writing(engine) as session, keeping_administrators(session, who, AT):
        session.add(t.Batch(file_name="b.xlsx", file_sha256="1" * 64, recorded_at=AT))
        session.flush()
        session.add(t.Masterplan(batch_id=2, **CITY))


def _withdraw(engine: Engine, who: Actor) -> None:
    with writing(engine) as session:
        plan_import.withdraw(session, who, 1, at=AT)


def test_a_successor_is_an_administrator_who_can_come_in(city: Engine) -> None:
    change(city, "dua", disabled_at=AT)
    with writing(city) as session:
        issued = accounts.hand_over(session, ADMINISTRATOR_AT_TERMINAL, "satu", at=AT)
        accounts.add(session, ADMINISTRATOR_AT_TERMINAL, AccountDraft("tiga", "Tiga", Role.VIEWER), at=AT)
    assert issued.name == "satu-2"
    assert left(city) == 1
