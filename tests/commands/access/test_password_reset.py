"""One link resets a password once, also when two send it at once, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands.access import accounts, password_reset, sign_in
from smartcity.commands.access.credentials import hashed
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused
from smartcity.store.engine import writing
from smartcity.store.tables import Account
from tests.people import make_account, two_at_once

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def linked(session: Session, account_id: int | None) -> str:
    """The token of a link that was asked for by mail."""
    account = session.get_one(Account, account_id)
    account.password_hash, account.email = hashed("jalan panjang ke bukit"), "a@kota.example"
    reset_link = password_reset.issue(
        session, password_reset.request_reset(session, "walikota", "10.0.0.1", at=AT), at=AT
    )
    assert reset_link is not None
    return reset_link.token or ""


def test_two_who_use_a_link_at_once(database: Engine) -> None:
    actor = make_account(database, Role.VIEWER, name="walikota")
    with writing(database) as session:
        token = linked(session, actor.account_id)

    def use(session: Session, chosen: str) -> None:
        password_reset.reset(session, token, chosen, at=AT)

    answers = two_at_once(database, use, "sungai panjang ke hilir", "gunung tinggi di utara")
    assert answers == [None, "reset.ended"]


def test_a_link_ends_with_the_password_it_would_replace(engine: Engine) -> None:
    """Whoever reads the mailbox of the one who held the account before."""
    actor = make_account(engine, Role.VIEWER, name="walikota")
    ways: tuple[Callable[[Session], object], ...] = (
        lambda session: accounts.renew_password(session, ADMINISTRATOR_AT_TERMINAL, "walikota", at=AT),
        lambda session: sign_in.set_own_password(
            session, actor, "", "gunung tinggi di utara", at=AT, lasts=timedelta(1)
        ),
    )
    for way in ways:
        with writing(engine) as session:
            token = linked(session, actor.account_id)
        with writing(engine) as session:
            way(session)
        with writing(engine) as session, pytest.raises(Refused, match=r"reset\.ended"):
            password_reset.reset(session, token, "sungai panjang ke hilir", at=AT)


def test_a_link_of_an_account_that_ended_since_opens_nothing(database: Engine) -> None:
    actor = make_account(database, Role.VIEWER, name="walikota")
    with writing(database) as session:
        token = linked(session, actor.account_id)
        session.get_one(Account, actor.account_id).disabled_at = AT
        with pytest.raises(Refused, match=r"reset\.ended"):
            password_reset.reset(session, token, "sungai panjang ke hilir", at=AT)
