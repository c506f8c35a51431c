"""Signing in and out: every attempt counted, only hashes of tokens kept, old traces of persons deleted."""

import secrets
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access import credentials
from smartcity.domain.access import login_throttle as throttle
from smartcity.domain.access.accounts import (
    DISABLED_CONTACTS,
    DRAFTS,
    ENDED_SIGN_INS,
    KNOWN_DEVICES,
    RESET_REQUESTS,
    SIGN_IN_ATTEMPTS,
    normalised_name,
)
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import Refused, present
from smartcity.store import tables as t


def forget_expired(session: Session, at: datetime) -> None:
    long_ago = at - ENDED_SIGN_INS
    has_long_ended = or_(col(t.SignIn.revoked_at) < long_ago, col(t.SignIn.expires_at) < long_ago)
    session.execute(delete(t.SignIn).where(has_long_ended))
    session.execute(delete(t.KnownDevice).where(col(t.KnownDevice.created_at) <= at - KNOWN_DEVICES))
    session.execute(delete(t.PasswordReset).where(col(t.PasswordReset.at) < at - RESET_REQUESTS))
    for draft in (t.FieldDraft, t.ReportDraft):
        session.execute(delete(draft).where(col(draft.saved_at) < at - DRAFTS))
    gone = update(t.Account).where(col(t.Account.disabled_at) < at - DISABLED_CONTACTS)
    session.execute(gone.values(email=None, phone=None, password_hash=None))


# Who still holds a one-time password is not signed in yet; the door stands open to /sandi for this long.
SHORT = timedelta(hours=1)


class Opened(NamedTuple):
    """What the browser's cookies are to hold, and until when; `devices` where the account knows it from now on."""

    token: str
    expires_at: datetime
    must_change_password: bool
    devices: str | None = None


def record_attempt(session: Session, name: str, address: str, *, at: datetime, devices: str | None = None) -> int:
    """Counts one more try, as failed until `enter` says otherwise: a thousand at once are a thousand tries.

    A browser that the account knows by its cookie `devices` has a count of its own; all others share those of the
    account and of their address.

    Raises:
        Refused: the account or the address has to wait.
    """
    ledger.lock(session)
    asked, near = attempted_name(name), throttle.network_of(address)
    device = credentials.known_device(session, name, devices, at=at)
    for counts, patience in _counts(asked, near, device):
        rows = session.exec(
            select(t.SignInAttempt.at, t.SignInAttempt.succeeded)
            .where(counts, col(t.SignInAttempt.at) > at - throttle.LONGEST_MEMORY)
            .order_by(col(t.SignInAttempt.at), col(t.SignInAttempt.id))
        )
        until = throttle.locked_until([throttle.Attempt(*row) for row in rows], patience, at)
        if until is not None:
            raise Refused("door.closed", minutes=ceil((until - at).total_seconds() / 60))
    session.execute(delete(t.SignInAttempt).where(col(t.SignInAttempt.at) < at - SIGN_IN_ATTEMPTS))
    attempt = t.SignInAttempt(at=at, name=asked, address=near, succeeded=False, device_sha256=device)
    session.add(attempt)
    session.flush()
    return present(attempt.id)


def _counts(asked: str, near: str, device: str | None) -> list[tuple[ColumnElement[bool], throttle.ThrottlePolicy]]:
    """Which tries count against this one, each with its patience."""
    by_name, by_address = col(t.SignInAttempt.name) == asked, col(t.SignInAttempt.address) == near
    by_device = col(t.SignInAttempt.device_sha256)
    if device is not None:
        return [(by_name & (by_device == device), throttle.PER_DEVICE)]
    is_strange = by_device.is_(None)
    return [(by_name & is_strange, throttle.PER_ACCOUNT), (by_address & is_strange, throttle.PER_ADDRESS)]


def attempted_name(name: str) -> str:
    """Of what was typed, as much as is kept."""
    return "".join(letter for letter in normalised_name(name) if letter.isprintable())[:100]


def sign_in(
    session: Session,
    attempt: int,
    account_id: int,
    password_hash: str,
    password: str,
    *,
    at: datetime,
    lasts: timedelta,
    leaving: str | None = None,
    devices: str | None = None,
) -> Opened:
    """Signs in to an account whose password matched the hash `password_hash`; `leaving` is the old token.

    Raises:
        Refused: the account was disabled, its password changed in between, or the one-time password has ended.
    """
    account = session.get(t.Account, account_id)
    if account is None or account.disabled_at is not None or account.password_hash != password_hash:
        raise Refused("door.wrong")
    if credentials.is_one_time_over(account, at):
        raise Refused("door.one_time.ended")
    session.execute(update(t.SignInAttempt).where(col(t.SignInAttempt.id) == attempt).values(succeeded=True))
    if credentials.is_outdated(password_hash):
        account.password_hash = credentials.hashed(password)
    opened = _signed_in(session, account, at, lasts, leaving)
    return opened if opened.must_change_password else _remembered(session, account, opened, devices, at)


def sign_in_by_provider(
    session: Session, account_id: int, *, at: datetime, lasts: timedelta, leaving: str | None = None
) -> Opened:
    """Opens the door to an account whose address was proven elsewhere: a one-time password still waiting is void.

    Raises:
        Refused: the account was disabled in between.
    """
    account = session.get(t.Account, account_id)
    if account is None or account.disabled_at is not None:
        raise Refused("door.wrong")
    if account.must_change_password:
        account.password_hash, account.must_change_password = None, False
    return _signed_in(session, account, at, lasts, leaving)


def _signed_in(session: Session, account: t.Account, at: datetime, lasts: timedelta, leaving: str | None) -> Opened:
    if leaving is not None:
        sign_out(session, leaving, at=at)
    forget_expired(session, at)
    account.last_signed_in_at = at
    session.add(account)
    return _opened(session, account, at, lasts)


def _remembered(session: Session, account: t.Account, opened: Opened, devices: str | None, at: datetime) -> Opened:
    return opened._replace(devices=credentials.remember(session, account, devices, at=at))


def _opened(session: Session, account: t.Account, at: datetime, lasts: timedelta) -> Opened:
    token, number = secrets.token_urlsafe(32), present(account.id)
    expires_at, digest = at + (SHORT if account.must_change_password else lasts), credentials.digest(token)
    session.add(t.SignIn(account_id=number, token_sha256=digest, created_at=at, expires_at=expires_at))
    return Opened(token, expires_at, account.must_change_password)


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """Ends this sign-in; one that is unknown or ended already stays so."""
    where = (col(t.SignIn.token_sha256) == credentials.digest(token), col(t.SignIn.revoked_at).is_(None))
    session.execute(update(t.SignIn).where(*where).values(revoked_at=at))


def set_own_password(
    session: Session,
    actor: Actor,
    current: str,
    chosen: str,
    *,
    at: datetime,
    lasts: timedelta,
    devices: str | None = None,
) -> Opened:
    """Ends all that the old one opened, and signs this browser in anew; a one-time password need not be typed again.

    Raises:
        Refused: the current password is wrong, or the chosen one may not be or is the same.
        Forbidden: the actor holds no account.
    """
    require(actor, Act.CHANGE_OWN_PASSWORD)
    account = session.get(t.Account, actor.account_id)
    if account is None or account.disabled_at is not None:
        raise Refused("door.wrong")
    if account.is_sample:
        raise Refused("password.sample")
    if not account.must_change_password and not credentials.matches(account.password_hash, current):
        raise Refused("password.wrong")
    credentials.choose_password(session, actor, account, chosen, action="account.password", at=at)
    return _remembered(session, account, _opened(session, account, at, lasts), devices, at)
