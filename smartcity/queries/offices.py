"""The offices behind recorded names: every account with its label and the days it was held."""

from sqlmodel import Session, col, select

from smartcity.domain.offices import AccountTerm
from smartcity.store.tables import Account


def account_terms(session: Session) -> tuple[AccountTerm, ...]:
    """In the order in which the accounts were made."""
    rows = session.exec(select(Account).order_by(col(Account.created_at), col(Account.id))).all()
    return tuple(
        AccountTerm(row.name, row.label, row.created_at, row.disabled_at, row.id, row.former_sha256) for row in rows
    )
