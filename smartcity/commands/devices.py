"""Browsers in which an account was opened before: each keeps its own count of wrong tries.

The browser holds up to five random tokens, one for each account; the database keeps their hashes.
"""

import re
import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import Session, col, select

from smartcity.domain.accounts import spelled
from smartcity.domain.retention import KNOWN_DEVICES
from smartcity.store.tables import Account, KnownDevice

MOST_TOKENS = 5
_TOKEN, _BETWEEN = re.compile(r"[A-Za-z0-9_-]{43}"), "."


def _tokens(cookie: str | None) -> list[str]:
    found = (cookie or "").split(_BETWEEN)[:MOST_TOKENS]
    return [token for token in found if _TOKEN.fullmatch(token)]


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def known_device(session: Session, name: str, cookie: str | None, *, at: datetime) -> str | None:
    """The hash of the token by which this browser is known to the account of that name."""
    digests = [_digest(token) for token in _tokens(cookie)]
    if not digests:
        return None
    return session.exec(
        select(KnownDevice.token_sha256)
        .join(Account, col(KnownDevice.account_id) == col(Account.id))
        .where(
            Account.name == spelled(name),
            col(KnownDevice.token_sha256).in_(digests),
            col(KnownDevice.created_at) > at - KNOWN_DEVICES,
        )
    ).first()


def remember(session: Session, account: Account, cookie: str | None, *, at: datetime) -> str:
    """What the browser is to hold from now on: a token for this account, and those it holds for others."""
    assert account.id is not None
    kept = _tokens(cookie)
    if known_device(session, account.name, cookie, at=at) is None:
        token = secrets.token_urlsafe(32)
        session.add(KnownDevice(account_id=account.id, token_sha256=_digest(token), created_at=at))
        kept = [token, *kept]
    return _BETWEEN.join(kept[:MOST_TOKENS])


def forget_devices(session: Session, account: Account) -> None:
    """The browsers of whoever held the account until now."""
    session.execute(delete(KnownDevice).where(col(KnownDevice.account_id) == account.id))
