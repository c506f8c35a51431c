"""A forgotten password: a link by mail, once, for half an hour. Only the hash of its token is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access.credentials import choose_password, digest, end_links, find_account
from smartcity.commands.access.sign_in import attempted_name
from smartcity.domain.access import login_throttle as throttle
from smartcity.domain.access.accounts import RESET_REQUESTS, signature
from smartcity.domain.access.roles import Actor
from smartcity.domain.errors import Refused, present
from smartcity.store.tables import Account, PasswordReset


@dataclass(frozen=True, slots=True)
class Link:
    """Where the letter goes; `token` is None for an account that signs in at the city's provider alone."""

    to: str
    name: str
    token: str | None


def request_reset(session: Session, name: str, address: str, *, at: datetime) -> int:
    """Counts one request, the same for names that exist and that do not; answers with its number.

    Raises:
        Refused: it was asked too often for this name or from this address.
    """
    ledger.lock(session)
    asked = PasswordReset(at=at, name=attempted_name(name), address=throttle.network_of(address))
    session.execute(delete(PasswordReset).where(col(PasswordReset.at) < at - RESET_REQUESTS))
    by_name, by_address = col(PasswordReset.name) == asked.name, col(PasswordReset.address) == asked.address
    for same, most in (
        (by_name, throttle.MOST_RESETS_PER_NAME),
        (by_address, throttle.MOST_RESETS_PER_ADDRESS),
    ):
        lately = select(func.count(col(PasswordReset.id))).where(
            same, col(PasswordReset.at) > at - throttle.RESET_WITHIN
        )
        if session.exec(lately).one() >= most:
            raise Refused("reset.often")
    session.add(asked)
    session.flush()
    return present(asked.id)


def issue(session: Session, number: int, *, at: datetime) -> Link | None:
    """What is to be written to whom; None where there is no such account that mail could reach.

    A new link ends the ones before it.
    """
    ledger.lock(session)
    asked = session.get(PasswordReset, number)
    account = find_account(session, asked.name) if asked else None
    if asked is None or account is None or not account.email or account.disabled_at is not None or account.is_sample:
        return None
    if account.password_hash is None:
        return Link(account.email, account.name, None)
    token = secrets.token_urlsafe(32)
    end_links(session, account)
    asked.account_id, asked.token_sha256, asked.expires_at = (
        account.id,
        digest(token),
        at + throttle.RESET_LINK_LASTS,
    )
    session.add(asked)
    session.flush()
    return Link(account.email, account.name, token)


def opened(session: Session, token: str, *, at: datetime) -> Account:
    """The account that the link resets.

    Raises:
        Refused: the link is unknown, was used, has ended, or its account has.
    """
    live = (PasswordReset.token_sha256 == digest(token), col(PasswordReset.expires_at) > at)
    account = session.exec(
        select(Account).join(PasswordReset, col(PasswordReset.account_id) == col(Account.id)).where(*live)
    ).first()
    if account is None or account.disabled_at is not None or account.password_hash is None:
        raise Refused("reset.ended")
    return account


def reset(session: Session, token: str, chosen: str, *, at: datetime) -> None:
    """Sets the chosen password, once: every sign-in of the account ends, its links and known browsers too.

    Raises:
        Refused: as `opened`, or the chosen password may not be or is the same.
    """
    ledger.lock(session)
    account = opened(session, token, at=at)
    holder = Actor(signature(account.id or 0), account.role, label=account.label, account_id=account.id)
    choose_password(session, holder, account, chosen, action="account.reset", at=at)
