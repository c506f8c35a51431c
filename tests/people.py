"""The cast: accounts made directly in a database, and their sign-ins."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select

from smartcity.domain.access.accounts import signature
from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import writing
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
