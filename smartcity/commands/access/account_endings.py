"""Accounts end for good, sample accounts with their plan, and the last administrator never."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access.credentials import disable, find_account, hashed, is_one_time_over
from smartcity.domain.access.accounts import former, numbered, signature
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import Role
from smartcity.domain.errors import AlreadyDone, Refused, present
from smartcity.domain.text import clean
from smartcity.store import personal_data
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.masterplan import is_sample_in_force
from smartcity.store.tables import Account, Agency, PasswordReset, SignInAttempt


def administrators(session: Session, at: datetime) -> set[int]:
    """Ids of those who can come in: enabled, no sample without its plan, no one-time password that has ended."""
    with_samples = is_sample_in_force(session)
    accounts = session.exec(
        select(Account).where(Account.role == Role.ADMINISTRATOR, col(Account.disabled_at).is_(None))
    ).all()
    return {
        account.id
        for account in accounts
        if account.id is not None and (with_samples or not account.is_sample) and not is_one_time_over(account, at)
    }


def require_others(session: Session, ending: Collection[Account], at: datetime) -> None:
    """Asked while the ledger's turn is held, so that two at once cannot end each other's last.

    Raises:
        Refused: an administrator is among the accounts that end, and nobody is left who could come in.
    """
    is_asked = any(account.role is Role.ADMINISTRATOR and account.disabled_at is None for account in ending)
    if is_asked and not administrators(session, at) - {account.id for account in ending}:
        raise Refused("account.last_administrator")


@contextmanager
def keeping_administrators(session: Session, actor: Actor, at: datetime) -> Iterator[None]:
    """Around a change of the plan by an account: sample accounts end with the sample plan.

    At the terminal a new administrator is made in the next line.

    Raises:
        Refused: there was an administrator before, and there is none any more.
    """
    before = administrators(session, at)
    yield
    session.flush()
    if actor.account_id is not None and before and not administrators(session, at):
        raise Refused("account.last_administrator.sample")


def account_named(session: Session, name: str) -> Account:
    account = find_account(session, name)
    if account is None:
        raise Refused("account.unknown", name=name)
    return account


LONGEST_OFFICE = 80


def close(session: Session, actor: Actor, name: str, office: str | None = None, *, at: datetime) -> dict[str, int]:
    """Answers with how much was removed. `office` is what screens show from now on, in place of the label.

    Without one it is the account's agency, else its number: a label may name a person.

    Raises:
        AlreadyDone: the account is closed.
        Refused: there is no such account, or nobody would be left to manage accounts.
        Forbidden: the actor does not manage accounts.
    """
    ledger.take_turn(session, actor, Act.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    if account.closed_at is not None:
        raise AlreadyDone("account.closed.already", label=account.label)
    require_others(session, [account], at)
    number = present(account.id)
    removed = personal_data.count_own_rows(session, number)
    personal_data.remove_own_rows(session, number)
    for typed in (SignInAttempt, PasswordReset):
        session.execute(delete(typed).where(col(typed.name) == account.name))
    shown = clean(office or "")[:LONGEST_OFFICE]
    _emptied(account, shown or _neutral_label(session, number, account.agency_id), at)
    session.add(account)
    after = {"office": shown, **removed} if shown else removed
    ledger.append(session, actor, "account.close", f"account:{account.name}", at=at, after=after)
    return removed


def _neutral_label(session: Session, number: int, agency_id: int | None) -> str:
    agency = session.get(Agency, agency_id) if agency_id is not None else None
    return agency.short_name or agency.name if agency is not None else numbered(number)


def _emptied(account: Account, label: str, at: datetime) -> None:
    """Leaves number, role, agency, label and days."""
    account.former_sha256 = former(account.name)
    account.name = signature(present(account.id))
    account.label = label
    account.email = account.phone = account.password_hash = account.one_time_until = None
    account.must_change_password = True
    account.closed_at, account.disabled_at = at, account.disabled_at or at


PASSWORD = "contoh-2026"  # noqa: S105 - of sample accounts, which a server open to strangers refuses
ACCOUNTS = (
    ("contoh.walikota", "Wali Kota", Role.VIEWER, None),
    ("contoh.dlh.kepala", "Kepala DLH", Role.AGENCY, "DLH"),
    ("contoh.dlh.operator", "Operator DLH", Role.AGENCY, "DLH"),
    ("contoh.diskominfo.kepala", "Kepala Diskominfo", Role.AGENCY, "DISKOMINFO"),
    ("contoh.diskominfo.operator", "Operator Diskominfo", Role.AGENCY, "DISKOMINFO"),
    ("contoh.verifikator", "Verifikator", Role.VERIFIER, None),
    ("contoh.pendamping", "Pendamping", Role.ADVISER, None),
    ("contoh.admin", "Administrator", Role.ADMINISTRATOR, None),
)


def add_sample_accounts(session: Session, actor: Actor, *, at: datetime) -> None:
    """Makes those that are not there yet and whose agency is in the plan."""
    require(actor, Act.MANAGE_ACCOUNTS)
    agencies = {agency.code: agency.id for agency in AsOf.now(session).entities(Agency)}
    existing, password_hash = set(session.exec(select(Account.name)).all()), hashed(PASSWORD)
    added = [
        Account(
            name=name,
            label=label,
            role=role,
            agency_id=agencies[agency] if agency else None,
            password_hash=password_hash,
            must_change_password=False,
            is_sample=True,
            created_at=at,
        )
        for name, label, role, agency in ACCOUNTS
        if name not in existing and (agency is None or agency in agencies)
    ]
    session.add_all(added)
    names = [account.name for account in added]
    ledger.append(session, actor, "account.sample", "account:contoh", at=at, after={"names": names})


def disable_sample_accounts(session: Session, actor: Actor, *, at: datetime) -> int:
    """Disables them all and ends their sign-ins; answers with their number.

    Raises:
        Refused: nobody would be left to manage accounts.
        Forbidden: the actor does not manage accounts.
    """
    ledger.take_turn(session, actor, Act.MANAGE_ACCOUNTS)
    where = (col(Account.is_sample), col(Account.disabled_at).is_(None))
    accounts = session.exec(select(Account).where(*where)).all()
    require_others(session, accounts, at)
    for account in accounts:
        disable(session, account, at=at)
    names = [account.name for account in accounts]
    ledger.append(session, actor, "account.disable", "account:contoh", at=at, after={"names": names})
    return len(names)
