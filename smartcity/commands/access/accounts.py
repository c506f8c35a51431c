"""Accounts: add, disable, enable, give a one-time password, hand over to the successor. Each leaves a ledger entry."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access.account_endings import require_others
from smartcity.commands.access.credentials import ONE_TIME_LASTS, end_access, hashed, one_time, sign_out_everywhere
from smartcity.domain.access.accounts import (
    normalised_name,
    require_name,
    require_reachable,
    require_role,
    signature,
    successor_name,
)
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import Role
from smartcity.domain.errors import AlreadyDone, Refused, present
from smartcity.store.tables import Account, Agency, AuditEntry, Batch, FieldDraft, ReportDraft


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """`agency` is a code; `label` what screens show, a role and never a person."""

    name: str
    label: str
    role: Role
    agency: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Issued:
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
    require(actor, Act.MANAGE_ACCOUNTS)
    ledger.lock(session)
    issued, number = _added(session, draft, at)
    _record(session, actor, "add", number, at, after=_facts(_tidy(draft)))
    return issued


def disable(session: Session, actor: Actor, name: str, *, at: datetime) -> None:
    """Ends every sign-in of the account too.

    Raises:
        AlreadyDone: it is disabled.
        Refused: there is no such account, or nobody would be left to manage accounts.
        Forbidden: the actor does not manage accounts.
    """
    require(actor, Act.MANAGE_ACCOUNTS)
    ledger.lock(session)
    account = _named(session, name)
    if account.disabled_at is not None:
        raise AlreadyDone("account.disabled", name=account.name)
    require_others(session, [account], at)
    _close(session, account, at)
    _record(session, actor, "disable", account.id, at)


def enable(session: Session, actor: Actor, name: str, *, at: datetime) -> Issued:
    """Lets a disabled account in again, with a new one-time password; AlreadyDone where it is not disabled."""
    require(actor, Act.MANAGE_ACCOUNTS)
    ledger.lock(session)
    account = _named(session, name)
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
    require(actor, Act.MANAGE_ACCOUNTS)
    ledger.lock(session)
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
    require(actor, Act.MANAGE_ACCOUNTS)
    ledger.lock(session)
    _require_not_handed_over(session, _named(session, name))
    old = _enabled(session, name)
    agency = session.get(Agency, old.agency_id) if old.agency_id is not None else None
    taken = set(session.exec(select(Account.name)).all())
    draft = AccountDraft(
        successor_name(old.name, taken), old.label, old.role, agency.code if agency else None, email, phone
    )
    _close(session, old, at)
    issued, successor = _added(session, draft, at)
    for table in (ReportDraft, FieldDraft):
        session.execute(update(table).where(col(table.account_id) == old.id).values(account_id=successor))
    _record(session, actor, "hand_over", old.id, at, after={"successor": f"account:{signature(successor)}"})
    return issued


def _added(session: Session, draft: AccountDraft, at: datetime) -> tuple[Issued, int]:
    """The account's name with its one-time password, and its id."""
    tidy = _tidy(draft)
    require_name(tidy.name)
    require_role(tidy.role, tidy.agency)
    require_reachable(tidy.email, tidy.phone)
    if not tidy.label:
        raise Refused("account.label.needed")
    _require_free_name(session, tidy)
    _require_free_email(session, tidy.email)
    agency_id = _agency_id(session, tidy.agency)
    account = Account(
        name=tidy.name,
        label=tidy.label,
        role=tidy.role,
        agency_id=agency_id,
        email=tidy.email,
        phone=tidy.phone,
        created_at=at,
    )
    issued = _renewed(session, account, at)
    return issued, present(account.id)


def _tidy(draft: AccountDraft) -> AccountDraft:
    email = draft.email.strip().casefold() if draft.email else None
    phone = draft.phone.strip() if draft.phone else None
    return replace(
        draft,
        name=normalised_name(draft.name),
        label=draft.label.strip()[:80],
        email=email or None,
        phone=phone or None,
    )


def _facts(draft: AccountDraft) -> dict[str, Any]:
    """What the ledger keeps of an account: neither how to reach somebody nor the label, which may name a person."""
    fields = asdict(draft)
    return {key: fields[key] for key in ("role", "agency") if fields[key] is not None}


def _agency_id(session: Session, code: str | None) -> int | None:
    if code is None:
        return None
    agency_id = session.exec(
        select(Agency.id)
        .join(Batch, col(Agency.batch_id) == col(Batch.id))
        .where(Agency.code == code, col(Batch.withdrawn_at).is_(None))
    ).first()
    if agency_id is None:
        raise Refused("account.agency.unknown", code=code)
    return agency_id


def _require_free_name(session: Session, tidy: AccountDraft) -> None:
    there = session.exec(select(Account).where(Account.name == tidy.name)).first()
    if there is None:
        return
    agency = session.get(Agency, there.agency_id) if there.agency_id is not None else None
    facts = (there.label, there.role, agency.code if agency else None, there.email, there.phone)
    if there.disabled_at is None and facts == (tidy.label, tidy.role, tidy.agency, tidy.email, tidy.phone):
        raise AlreadyDone("account.name.taken", name=tidy.name)
    raise Refused("account.name.taken", name=tidy.name)


def _require_free_email(session: Session, email: str | None) -> None:
    """Who signs in at the city's own provider is known by this address alone."""
    if email is None:
        return
    where = (Account.email == email, col(Account.disabled_at).is_(None))
    if session.exec(select(Account.id).where(*where)).first() is not None:
        raise Refused("account.email.taken", email=email)


def _named(session: Session, name: str) -> Account:
    account = session.exec(select(Account).where(Account.name == normalised_name(name))).first()
    if account is None:
        raise Refused("account.unknown", name=name)
    return account


def _require_not_handed_over(session: Session, account: Account) -> None:
    entry, names = AuditEntry, [f"account:{name}" for name in (signature(account.id or 0), account.name)]
    ends = (col(entry.subject).in_(names), col(entry.action).in_(("account.hand_over", "account.disable")))
    last = session.exec(select(entry).where(*ends).order_by(col(entry.id).desc())).first()
    if account.disabled_at is not None and last is not None and last.action == "account.hand_over":
        raise AlreadyDone("account.disabled", name=account.name)


def _enabled(session: Session, name: str) -> Account:
    account = _named(session, name)
    if account.disabled_at is not None:
        raise Refused("account.disabled", name=account.name)
    return account


def _close(session: Session, account: Account, at: datetime) -> None:
    account.disabled_at = at
    sign_out_everywhere(session, account, at=at)
    session.add(account)
    session.flush()


def _renewed(session: Session, account: Account, at: datetime) -> Issued:
    password = one_time()
    account.password_hash, account.must_change_password = hashed(password), True
    account.one_time_until = at + ONE_TIME_LASTS
    session.add(account)
    session.flush()
    end_access(session, account, at=at)
    return Issued(account.name, password)


def _record(
    session: Session, actor: Actor, what: str, number: int | None, at: datetime, *, after: dict[str, Any] | None = None
) -> None:
    """Accounts stand in the ledger by their number: a name can go, an entry cannot."""
    ledger.append(session, actor, f"account.{what}", f"account:{signature(present(number))}", at=at, after=after)
