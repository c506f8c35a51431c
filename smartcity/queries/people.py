"""Who is signed in, read from the hash of a cookie; whose password or address this is; and whether guests may look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from smartcity.domain.accounts import spelled
from smartcity.domain.offices import signature
from smartcity.domain.roles import Actor
from smartcity.store.sample import holds_sample, plans
from smartcity.store.tables import Account, Agency, SignIn


@dataclass(frozen=True, slots=True)
class Holder:
    """The account behind a cookie; with a one-time password it may do nothing but set its own."""

    actor: Actor
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class Key:
    """What a typed password is checked against."""

    account_id: int
    password_hash: str


def signed_in(session: Session, token_sha256: str, now: datetime) -> Actor | None:
    """None when the sign-in is unknown, ended or expired, its account disabled or still without an own password."""
    found = holder(session, token_sha256, now)
    return None if found is None or found.must_change_password else found.actor


def holder(session: Session, token_sha256: str, now: datetime) -> Holder | None:
    """None when the sign-in is unknown, ended or expired, or its account disabled."""
    found = session.exec(
        select(Account, Agency.code)
        .join(SignIn, col(SignIn.account_id) == col(Account.id))
        .join(Agency, col(Account.agency_id) == col(Agency.id), isouter=True)
        .where(
            SignIn.token_sha256 == token_sha256,
            col(SignIn.revoked_at).is_(None),
            SignIn.expires_at > now,
            col(Account.disabled_at).is_(None),
        )
    ).first()
    if found is None or not _is_in_use(session, found[0]):
        return None
    return Holder(_actor(*found), found[0].must_change_password)


def by_email(session: Session, email: str) -> Actor | None:
    """The enabled account that this address, proven elsewhere, belongs to."""
    found = session.exec(
        select(Account, Agency.code)
        .join(Agency, col(Account.agency_id) == col(Agency.id), isouter=True)
        .where(Account.email == email.strip().casefold(), col(Account.disabled_at).is_(None))
    ).first()
    return None if found is None or not _is_in_use(session, found[0]) else _actor(*found)


def key(session: Session, name: str, *, with_samples: bool) -> Key | None:
    """None when nobody of this name could come in with any password."""
    where = (Account.name == spelled(name), col(Account.disabled_at).is_(None))
    account = session.exec(select(Account).where(*where)).first()
    if account is None or account.id is None or account.password_hash is None or not _is_in_use(session, account):
        return None
    return None if account.is_sample and not with_samples else Key(account.id, account.password_hash)


def samples(session: Session) -> Sequence[Actor]:
    """The sample accounts that open the door now."""
    if not holds_sample(session):
        return ()
    rows = session.exec(
        select(Account, Agency.code)
        .join(Agency, col(Account.agency_id) == col(Agency.id), isouter=True)
        .where(col(Account.is_sample), col(Account.disabled_at).is_(None))
        .order_by(col(Account.id))
    ).all()
    return tuple(_actor(*row) for row in rows)


def _actor(account: Account, agency: str | None) -> Actor:
    assert account.id is not None
    return Actor(signature(account.id), account.role, agency, account.label, account.id, account.name)


def _is_in_use(session: Session, account: Account) -> bool:
    """A sample account lives and dies with the sample plan."""
    return not account.is_sample or holds_sample(session)


def has_only_sample(session: Session) -> bool:
    """Whether no other plan than the sample is in force; an empty database counts as such."""
    return all(plans(session))
