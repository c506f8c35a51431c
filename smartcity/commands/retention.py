"""What is kept of persons ends when its time is over: looked at with every sign-in; tries already at every try."""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col

from smartcity.domain.retention import (
    DISABLED_CONTACTS,
    DRAFTS,
    ENDED_SIGN_INS,
    KNOWN_DEVICES,
    RESET_REQUESTS,
)
from smartcity.store.tables import (
    Account,
    FieldDraft,
    KnownDevice,
    PasswordReset,
    ReportDraft,
    SignIn,
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
