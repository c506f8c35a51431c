"""Who is signed in, read from the hash of a cookie; and whether guests may look."""

from datetime import datetime

from sqlmodel import Session, col, select

from smartcity.domain.roles import Actor
from smartcity.store.tables import Account, Agency, Batch, Masterplan, SignIn


def signed_in(session: Session, token_sha256: str, now: datetime) -> Actor | None:
    """None when the sign-in is unknown, ended or expired, its account disabled or still without an own password."""
    found = session.exec(
        select(Account, Agency.code)
        .join(SignIn, col(SignIn.account_id) == col(Account.id))
        .join(Agency, col(Account.agency_id) == col(Agency.id), isouter=True)
        .where(
            SignIn.token_sha256 == token_sha256,
            col(SignIn.revoked_at).is_(None),
            SignIn.expires_at > now,
            col(Account.disabled_at).is_(None),
            col(Account.must_change_password).is_(False),
        )
    ).first()
    if found is None:
        return None
    account, agency = found
    if account.is_sample and not has_only_sample(session):
        return None
    return Actor(account.name, account.role, agency, account.label, account.id)


def has_only_sample(session: Session) -> bool:
    """Whether no other plan than the sample is in force; an empty database counts as such."""
    rows = session.exec(
        select(Masterplan.is_sample)
        .join(Batch, col(Masterplan.batch_id) == col(Batch.id))
        .where(col(Batch.withdrawn_at).is_(None))
    ).all()
    return all(rows)
