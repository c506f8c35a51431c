"""The cast: accounts made directly in a database, and their sign-ins."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from sqlalchemy import Engine
from sqlmodel import Session, select

from smartcity.domain.access.accounts import signature
from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import Account, Agency, SignIn
from tests.names import fresh_name


def make_account(engine: Engine, role: Role, agency: str | None = None, *, name: str | None = None) -> Actor:
    """An enabled account; `agency` is the code of an agency in this database. A guest holds none."""
    if role is Role.GUEST:
        return GUEST
    called = name or "-".join(filter(None, (role.value, agency, fresh_name()))).lower()
    with writing(engine) as session:
        bound = session.exec(select(Agency.id).where(Agency.code == agency)).one() if agency else None
        account = Account(
            name=called,
            label=called.title(),
            role=role,
            agency_id=bound,
            must_change_password=False,
            created_at=datetime.now(UTC),
        )
        session.add(account)
        session.flush()
        assert account.id is not None
        return Actor(signature(account.id), role, agency, account.label, account.id, called)


def stored_account(url: str, name: str) -> Account:
    engine = make_engine(url)
    with reading(engine) as session:
        account = session.exec(select(Account).where(Account.name == name)).one()
    engine.dispose()
    return account


def two_at_once(engine: Engine, act: Callable[[Session, str], object], first: str, second: str) -> list[str | None]:
    """Both begin together, each in a transaction of its own: the keys of what refused them, None where nothing did."""
    start = Barrier(2)

    def answer(given: str) -> str | None:
        start.wait(timeout=30)
        try:
            with writing(engine) as session:
                act(session, given)
        except Refused as no:
            return no.key
        return None

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(answer, (first, second)), key=str)


def open_door(engine: Engine, actor: Actor) -> str | None:
    """Signs the account in and answers with what the browser's cookie would hold; None for a guest."""
    if actor.account_id is None:
        return None
    token, now = fresh_name(), datetime.now(UTC)
    with writing(engine) as session:
        session.add(
            SignIn(
                account_id=actor.account_id,
                token_sha256=hashlib.sha256(token.encode()).hexdigest(),
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    return token
