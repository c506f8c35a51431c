"""Accounts: add, disable, enable, give a one-time password, hand over to the successor. Each leaves a ledger entry."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access import credentials
from smartcity.commands.access.account_endings import account_named, require_others
from smartcity.domain.access.accounts import (
    normalised_name,
    require_name,
    require_reachable,
    require_role,
    signature,
    successor_name,
)
from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import AlreadyDone, Refused, present
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import Account, Agency, AuditEntry, FieldDraft, ReportDraft


class AccountDraft(NamedTuple):
    """`agency` is a code; `label` what screens show, a role and never a person."""

    name: str
    label: str
    role: Role
    agency: str | None = None
    email: str | None = None
    phone: str | None = None


class Issued(NamedTuple):
    """An account and its one-time password: shown to whoever made it, stored nowhere."""

    name: str
    password: str


def add(session: Session, actor: Actor, draft: AccountDraft, *, at: datetime) -> Issued:
    """
    Raises:
        AlreadyDone: just this account is there.
        Refused: the name is taken or may not be, or the role does not go with the agency.
        Forbidden: the actor does not manage accounts.
    """
    ledger.take_turn(session, actor, Act.MANAGE_ACCOUNTS)
    tidy = _tidy(draft)
    issued, number = _added(session, tidy, at)
    # The ledger keeps neither how to reach somebody nor the label, which may name a person.
    after = {"role": tidy.role, **({"agency": tidy.agency} if tidy.agency is not None else {})}
    _record(session, actor, "add", number, at, after=after)
    return issued


def disable(session: Session, actor: Actor, name: str, *, at: datetime) -> None:
    """Ends every sign-in of the account too.

    Raises:
        AlreadyDone: it is disabled.
        Refused: there is no such account, or nobody would be left to manage accounts.
        Forbidden: the actor does not manage accounts.
    """
    ledger.take_turn(session, actor, Act.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    if account.disabled_at is not None:
        raise AlreadyDone("account.disabled", name=account.name)
    require_others(session, [account], at)
    credentials.disable(session, account, at=at)
    _record(session, actor, "disable", account.id, at)


def enable(session: Session, actor: Actor, name: str, *, at: datetime) -> Issued:
    """Lets a disabled account in again, with a new one-time password; AlreadyDone where it is not disabled."""
    ledger.take_turn(session, actor, Act.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    if account.closed_at is not None:
        raise Refused("account.closed.already", label=account.label)
    if account.disabled_at is None:
        raise AlreadyDone("account.enabled", name=account.name)
    _require_free_email(session, account.email)
    account.disabled_at = None
    _record(session, actor, "enable", account.id, at)
    return _renewed(session, account, at)


def renew_password(session: Session, actor: Actor, name: str, *, at: datetime) -> Issued:
    """A one-time password: what was known before no longer opens, every sign-in ends, the lock of the door too."""
    ledger.take_turn(session, actor, Act.MANAGE_ACCOUNTS)
    account = _enabled(session, name)
    _record(session, actor, "password", account.id, at, after={"one_time": True})
    return _renewed(session, account, at)


def hand_over(
    session: Session, actor: Actor, name: str, *, at: datetime, email: str | None = None, phone: str | None = None
) -> Issued:
    """Disables the account and gives its role to a new one, unsent drafts included: the ledger keeps the two apart.

    Raises:
        AlreadyDone: it was handed over.
        Refused: there is no such account, or it is disabled.
        Forbidden: the actor does not manage accounts.
    """
    ledger.take_turn(session, actor, Act.MANAGE_ACCOUNTS)
    _require_not_handed_over(session, account_named(session, name))
    old = _enabled(session, name)
    free = successor_name(old.name, set(session.exec(select(Account.name)).all()))
    draft = _draft_of(session, old)._replace(name=free, email=email, phone=phone)
    credentials.disable(session, old, at=at)
    issued, successor = _added(session, _tidy(draft), at)
    for table in (ReportDraft, FieldDraft):
        session.execute(update(table).where(col(table.account_id) == old.id).values(account_id=successor))
    _record(session, actor, "hand_over", old.id, at, after={"successor": f"account:{signature(successor)}"})
    return issued


def _added(session: Session, tidy: AccountDraft, at: datetime) -> tuple[Issued, int]:
    """The account's name with its one-time password, and its id."""
    require_name(tidy.name)
    require_role(tidy.role, tidy.agency)
    require_reachable(tidy.email, tidy.phone)
    if not tidy.label:
        raise Refused("account.label.needed")
    _require_free_name(session, tidy)
    _require_free_email(session, tidy.email)
    fields = tidy._asdict()
    account = Account(agency_id=_agency_id(session, fields.pop("agency")), created_at=at, **fields)
    return _renewed(session, account, at), present(account.id)


def _draft_of(session: Session, account: Account) -> AccountDraft:
    agency = session.get(Agency, account.agency_id) if account.agency_id is not None else None
    code = agency.code if agency else None
    return AccountDraft(account.name, account.label, account.role, code, account.email, account.phone)


def _tidy(draft: AccountDraft) -> AccountDraft:
    email = draft.email.strip().casefold() if draft.email else None
    phone = draft.phone.strip() if draft.phone else None
    name, label = normalised_name(draft.name), draft.label.strip()[:80]
    return draft._replace(name=name, label=label, email=email or None, phone=phone or None)


def _agency_id(session: Session, code: str | None) -> int | None:
    if code is None:
        return None
    agencies = AsOf.now(session).entities(Agency, Agency.code == code)
    if not agencies:
        raise Refused("agency.unknown", code=code)
    return agencies[0].id


def _require_free_name(session: Session, tidy: AccountDraft) -> None:
    there = credentials.find_account(session, tidy.name)
    if there is not None:
        is_same = there.disabled_at is None and _draft_of(session, there) == tidy
        raise (AlreadyDone if is_same else Refused)("account.name.taken", name=tidy.name)


def _require_free_email(session: Session, email: str | None) -> None:
    """Who signs in at the city's own provider is known by this address alone."""
    if email is None:
        return
    where = (Account.email == email, col(Account.disabled_at).is_(None))
    if session.exec(select(Account.id).where(*where)).first() is not None:
        raise Refused("account.email.taken", email=email)


def _require_not_handed_over(session: Session, account: Account) -> None:
    entry, names = AuditEntry, [f"account:{name}" for name in (signature(account.id or 0), account.name)]
    ends = (col(entry.subject).in_(names), col(entry.action).in_(("account.hand_over", "account.disable")))
    last = session.exec(select(entry).where(*ends).order_by(col(entry.id).desc())).first()
    if account.disabled_at is not None and last is not None and last.action == "account.hand_over":
        raise AlreadyDone("account.disabled", name=account.name)


def _enabled(session: Session, name: str) -> Account:
    account = account_named(session, name)
    if account.disabled_at is not None:
        raise Refused("account.disabled", name=account.name)
    return account


def _renewed(session: Session, account: Account, at: datetime) -> Issued:
    password = credentials.one_time()
    account.password_hash, account.must_change_password = credentials.hashed(password), True
    account.one_time_until = at + credentials.ONE_TIME_LASTS
    session.add(account)
    session.flush()
    credentials.end_access(session, account, at=at)
    return Issued(account.name, password)


def _record(
    session: Session, actor: Actor, what: str, number: int | None, at: datetime, *, after: dict[str, Any] | None = None
) -> None:
    """Accounts stand in the ledger by their number: a name can go, an entry cannot."""
    ledger.append(session, actor, f"account.{what}", f"account:{signature(present(number))}", at=at, after=after)
