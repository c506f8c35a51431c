"""Accounts: their state and last sign-in, how an agency is reached, the offices behind recorded names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, select

from smartcity.domain.access.accounts import AccountTerm
from smartcity.domain.access.login_throttle import LONGEST_MEMORY, PER_ACCOUNT, PER_ADDRESS, Attempt, locked_until
from smartcity.domain.enums import AccountState, Role
from smartcity.domain.errors import present
from smartcity.domain.grouping import grouped
from smartcity.store.personal_data import count_own_rows
from smartcity.store.tables import Account, Agency, SignInAttempt


@dataclass(frozen=True, slots=True)
class AccountLine:
    """`agency` is a code; `closed_until` says until when wrong tries keep the door closed.

    `closed_at` is when the account itself was closed for good.
    """

    number: int
    name: str
    label: str
    role: Role
    agency: str | None
    agency_name: str | None
    email: str | None
    phone: str | None
    created_at: datetime
    disabled_at: datetime | None
    last_signed_in_at: datetime | None
    must_change_password: bool
    is_sample: bool
    closed_until: datetime | None
    closed_at: datetime | None

    @property
    def state(self) -> AccountState:
        if self.closed_at is not None:
            return AccountState.ENDED
        if self.disabled_at is not None:
            return AccountState.DISABLED
        if self.closed_until is not None:
            return AccountState.CLOSED
        if self.must_change_password:
            return AccountState.ONE_TIME
        return AccountState.NEVER_IN if self.last_signed_in_at is None else AccountState.ENABLED


def list_accounts(session: Session, now: datetime) -> Sequence[AccountLine]:
    """By agency, role and name; those who are bound to none first, the disabled last."""
    tries = _tries(session, "name", now)
    rows = session.exec(
        select(Account, Agency).join(Agency, col(Account.agency_id) == col(Agency.id), isouter=True)
    ).all()
    lines = [_line(account, agency, tries.get(account.name, []), now) for account, agency in rows]
    return sorted(lines, key=lambda line: (line.disabled_at is not None, line.agency or "", line.role, line.name))


def _line(account: Account, agency: Agency | None, tries: Sequence[Attempt], now: datetime) -> AccountLine:
    given: dict[str, Any] = {
        "number": present(account.id),
        "agency": agency.code if agency else None,
        "agency_name": agency.short_name if agency else None,
        "closed_until": locked_until(tries, PER_ACCOUNT, now),
    }
    stored = {field.name: getattr(account, field.name) for field in fields(AccountLine) if field.name not in given}
    return AccountLine(**stored | given)


def own_rows(session: Session, number: int) -> Mapping[str, int]:
    """How many open sign-ins, known browsers and unsent drafts go when the account is closed."""
    return count_own_rows(session, number)


def locked_addresses(session: Session, now: datetime) -> Sequence[tuple[str, datetime]]:
    """Addresses from which nobody is heard now, and until when; the one that waits longest first."""
    waits = [
        (address, locked_until(tries, PER_ADDRESS, now)) for address, tries in _tries(session, "address", now).items()
    ]
    closed = [(address, until) for address, until in waits if until is not None]
    return sorted(closed, key=lambda wait: wait[1], reverse=True)


def _tries(session: Session, by: Literal["name", "address"], now: datetime) -> Mapping[str, list[Attempt]]:
    """By account name or by address, in the order of time; of browsers that no account knows."""
    rows = session.exec(
        select(SignInAttempt)
        .where(col(SignInAttempt.at) > now - LONGEST_MEMORY, col(SignInAttempt.device_sha256).is_(None))
        .order_by(col(SignInAttempt.at), col(SignInAttempt.id))
    )
    return grouped((getattr(row, by), Attempt(row.at, row.succeeded)) for row in rows)


@dataclass(frozen=True, slots=True)
class Contact:
    """One enabled account of an agency."""

    account: int
    label: str
    email: str | None
    phone: str | None


def contacts_by_agency(session: Session) -> Mapping[str, tuple[Contact, ...]]:
    """By agency code; agencies without an account are missing."""
    rows = session.exec(
        select(Agency.code, Account)
        .join(Agency, col(Account.agency_id) == col(Agency.id))
        .where(Account.role == Role.AGENCY, col(Account.disabled_at).is_(None))
        .order_by(col(Account.id))
    ).all()
    contacts = ((code, Contact(a.id or 0, a.label, a.email, a.phone)) for code, a in rows)
    return {code: tuple(of_code) for code, of_code in grouped(contacts).items()}


def account_terms(session: Session) -> tuple[AccountTerm, ...]:
    """In the order in which the accounts were made."""
    rows = session.exec(select(Account).order_by(col(Account.created_at), col(Account.id))).all()
    return tuple(
        AccountTerm(row.name, row.label, row.created_at, row.disabled_at, row.id, row.former_sha256) for row in rows
    )
