"""Closing an account for good: its name gives way to its number and office; what it did stays as it was recorded."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.administrators import require_others
from smartcity.domain.accounts import spelled
from smartcity.domain.offices import former, numbered, signature
from smartcity.domain.refusals import AlreadyDone, Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.domain.texts import clean
from smartcity.store import belongings
from smartcity.store.tables import Account, Agency, PasswordReset, SignInAttempt

LONGEST_OFFICE = 80


def close(session: Session, actor: Actor, name: str, office: str | None = None, *, at: datetime) -> dict[str, int]:
    """Answers with how much was removed. `office` is what screens show from now on, in place of the label.

    Without one it is the account's agency, else its number: a label may name a person.

    Raises:
        AlreadyDone: the account is closed.
        Refused: there is no such account, or nobody would be left to manage accounts.
        Forbidden: the actor does not manage accounts.
    """
    require(actor, Act.MANAGE_ACCOUNTS)
    ledger.take_turns(session)
    account = session.exec(select(Account).where(Account.name == spelled(name))).first()
    if account is None or account.id is None:
        raise Refused("account.unknown", name=name)
    if account.closed_at is not None:
        raise AlreadyDone("account.closed.already", label=account.label)
    require_others(session, [account], at)
    removed = belongings.counted(session, account.id)
    belongings.remove(session, account.id)
    for typed in (SignInAttempt, PasswordReset):
        session.execute(delete(typed).where(col(typed.name) == account.name))
    shown = clean(office or "")[:LONGEST_OFFICE]
    _emptied(account, shown or _neutral_label(session, account.id, account.agency_id), at)
    session.add(account)
    after = {"office": shown, **removed} if shown else {**removed}
    ledger.append(session, actor, "account.close", f"account:{account.name}", at=at, after=after)
    return removed


def _neutral_label(session: Session, number: int, agency_id: int | None) -> str:
    agency = session.get(Agency, agency_id) if agency_id is not None else None
    return agency.short_name or agency.name if agency is not None else numbered(number)


def _emptied(account: Account, label: str, at: datetime) -> None:
    """Leaves number, role, agency, label and days."""
    assert account.id is not None
    account.former_sha256 = former(account.name)
    account.name = signature(account.id)
    account.label = label
    account.email = account.phone = account.password_hash = account.one_time_until = None
    account.must_change_password = True
    account.closed_at, account.disabled_at = at, account.disabled_at or at
