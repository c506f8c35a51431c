"""Signing in and out: every attempt counted, only hashes of tokens kept, old traces of persons deleted."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access.credentials import (
    choose_password,
    digest,
    hashed,
    is_one_time_over,
    is_outdated,
    known_device,
    matches,
    remember,
)
from smartcity.domain.access.accounts import (
    DISABLED_CONTACTS,
    DRAFTS,
    ENDED_SIGN_INS,
    KNOWN_DEVICES,
    RESET_REQUESTS,
    SIGN_IN_ATTEMPTS,
    normalised_name,
)
from smartcity.domain.access.login_throttle import (
    LONGEST_MEMORY,
    PER_ACCOUNT,
    PER_ADDRESS,
    PER_DEVICE,
    Attempt,
    ThrottlePolicy,
    locked_until,
    network_of,
)
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import Refused, present
from smartcity.store.tables import (
    Account,
    FieldDraft,
    KnownDevice,
    PasswordReset,
    ReportDraft,
    SignIn,
    SignInAttempt,
)


def forget_expired(session: Session, at: datetime) -> None:
    long_ended = at - ENDED_SIGN_INS
    session.execute(delete(SignIn).where(or_(col(SignIn.revoked_at) < long_ended, col(SignIn.expires_at) < long_ended)))
    session.execute(delete(KnownDevice).where(col(KnownDevice.created_at) <= at - KNOWN_DEVICES))
    session.execute(delete(PasswordReset).where(col(PasswordReset.at) < at - RESET_REQUESTS))
    for draft in (FieldDraft, ReportDraft):
        session.execute(delete(draft).where(col(draft.saved_at) < at - DRAFTS))
    gone = update(Account).where(col(Account.disabled_at) < at - DISABLED_CONTACTS)
    session.execute(gone.values(email=None, phone=None, password_hash=None))


# Who still holds a one-time password is not signed in yet; the door stands open to /sandi for this long.
SHORT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Opened:
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
    asked, near = attempted_name(name), network_of(address)
    device = known_device(session, name, devices, at=at)
    for where, patience in _counts(asked, near, device):
        rows = session.exec(
            select(SignInAttempt.at, SignInAttempt.succeeded)
            .where(*where, col(SignInAttempt.at) > at - LONGEST_MEMORY)
            .order_by(col(SignInAttempt.at), col(SignInAttempt.id))
        )
        until = locked_until([Attempt(*row) for row in rows], patience, at)
        if until is not None:
            raise Refused("door.closed", minutes=ceil((until - at).total_seconds() / 60))
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) < at - SIGN_IN_ATTEMPTS))
    attempt = SignInAttempt(at=at, name=asked, address=near, succeeded=False, device_sha256=device)
    session.add(attempt)
    session.flush()
    return present(attempt.id)


def _counts(
    asked: str, near: str, device: str | None
) -> tuple[tuple[tuple[ColumnElement[bool], ...], ThrottlePolicy], ...]:
    """Which tries count against this one, each with its patience."""
    if device is not None:
        return (((col(SignInAttempt.name) == asked, col(SignInAttempt.device_sha256) == device), PER_DEVICE),)
    is_strange = col(SignInAttempt.device_sha256).is_(None)
    return (
        ((col(SignInAttempt.name) == asked, is_strange), PER_ACCOUNT),
        ((col(SignInAttempt.address) == near, is_strange), PER_ADDRESS),
    )


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
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None or account.password_hash != password_hash:
        raise Refused("door.wrong")
    if is_one_time_over(account, at):
        raise Refused("door.one_time.ended")
    session.execute(update(SignInAttempt).where(col(SignInAttempt.id) == attempt).values(succeeded=True))
    if is_outdated(password_hash):
        account.password_hash = hashed(password)
    opened = _signed_in(session, account, at, lasts, leaving)
    return opened if opened.must_change_password else _remembered(session, account, opened, devices, at)


def sign_in_by_provider(
    session: Session, account_id: int, *, at: datetime, lasts: timedelta, leaving: str | None = None
) -> Opened:
    """Opens the door to an account whose address was proven elsewhere: a one-time password still waiting is void.

    Raises:
        Refused: the account was disabled in between.
    """
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        raise Refused("door.wrong")
    if account.must_change_password:
        account.password_hash, account.must_change_password = None, False
    return _signed_in(session, account, at, lasts, leaving)


def _signed_in(session: Session, account: Account, at: datetime, lasts: timedelta, leaving: str | None) -> Opened:
    if leaving is not None:
        sign_out(session, leaving, at=at)
    forget_expired(session, at)
    account.last_signed_in_at = at
    session.add(account)
    return _opened(session, account, at, lasts)


def _remembered(session: Session, account: Account, opened: Opened, devices: str | None, at: datetime) -> Opened:
    return replace(opened, devices=remember(session, account, devices, at=at))


def _opened(session: Session, account: Account, at: datetime, lasts: timedelta) -> Opened:
    token = secrets.token_urlsafe(32)
    expires_at = at + (SHORT if account.must_change_password else lasts)
    session.add(
        SignIn(account_id=present(account.id), token_sha256=digest(token), created_at=at, expires_at=expires_at)
    )
    return Opened(token, expires_at, account.must_change_password)


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """Ends this sign-in; one that is unknown or ended already stays so."""
    where = (col(SignIn.token_sha256) == digest(token), col(SignIn.revoked_at).is_(None))
    session.execute(update(SignIn).where(*where).values(revoked_at=at))


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
    account = session.get(Account, actor.account_id)
    if account is None or account.disabled_at is not None:
        raise Refused("door.wrong")
    if account.is_sample:
        raise Refused("password.sample")
    if not account.must_change_password and not matches(account.password_hash, current):
        raise Refused("password.wrong")
    choose_password(session, actor, account, chosen, action="account.password", at=at)
    return _remembered(session, account, _opened(session, account, at, lasts), devices, at)
