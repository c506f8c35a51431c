"""Links that reset a password end with the password they were asked for: by whatever way another one is set."""

from sqlmodel import Session, select

from smartcity.store.tables import Account, PasswordReset


def end_links(session: Session, account: Account) -> None:
    """The requests stay for their day and are counted; their tokens go."""
    for row in session.exec(select(PasswordReset).where(PasswordReset.account_id == account.id)).all():
        row.token_sha256 = row.expires_at = row.account_id = None
        session.add(row)
    session.flush()
