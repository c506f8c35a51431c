"""How an agency's accounts can be reached. Accounts leave no ledger entry: ask anew each time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from smartcity.domain.kinds import Role
from smartcity.store.tables import Account, Agency


@dataclass(frozen=True, slots=True)
class Contact:
    """One enabled account of an agency."""

    account: int
    label: str
    email: str | None
    phone: str | None


def by_agency(session: Session) -> Mapping[str, tuple[Contact, ...]]:
    """By agency code; agencies without an account are missing."""
    rows = session.exec(
        select(Agency.code, Account)
        .join(Agency, col(Account.agency_id) == col(Agency.id))
        .where(Account.role == Role.AGENCY, col(Account.disabled_at).is_(None))
        .order_by(col(Account.id))
    ).all()
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for code, account in rows:
        found[code].append(Contact(account.id or 0, account.label, account.email, account.phone))
    return {code: tuple(contacts) for code, contacts in found.items()}
