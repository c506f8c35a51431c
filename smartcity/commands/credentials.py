"""What opens an account beside its password: sign-ins, known browsers, links that reset it; and when these end."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from smartcity.commands.devices import forget_devices
from smartcity.store.tables import Account, PasswordReset, SignIn, SignInAttempt


def end_access(session: Session, account: Account, *, at: datetime) -> None:
    """All that hung on a password ends with it, by whatever way another one is set; its wrong tries count no more."""
    sign_out_everywhere(session, account, at=at)
    forget_devices(session, account)
    end_links(session, account)
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.name) == account.name))


def sign_out_everywhere(session: Session, account: Account, *, at: datetime) -> None:
    where = (col(SignIn.account_id) == account.id, col(SignIn.revoked_at).is_(None))
    session.execute(update(SignIn).where(*where).values(revoked_at=at))


def end_links(session: Session, account: Account) -> None:
    """The requests stay for their day and are counted; their tokens go."""
    for row in session.exec(select(PasswordReset).where(PasswordReset.account_id == account.id)).all():
        row.token_sha256 = row.expires_at = row.account_id = None
        session.add(row)
    session.flush()
