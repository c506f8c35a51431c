"""Who is signed in, read from the hash of a cookie; whose password or address this is; and whether guests may look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from smartcity.domain.access.accounts import normalised_name, signature
from smartcity.domain.access.roles import Actor
from smartcity.domain.errors import present
from smartcity.store.masterplan import is_sample_in_force, sample_flags
from smartcity.store.tables import Account, Agency, SignIn


@dataclass(frozen=True, slots=True)
class SignedInAccount:
    """The account behind a cookie; with a one-time password it may do nothing but set its own."""

    actor: Actor
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """What a typed password is checked against."""

    account_id: int
    password_hash: str


def signed_in_actor(session: Session, token_sha256: str, now: datetime) -> Actor | None:
    """None when the sign-in is unknown, ended or expired, its account disabled or still without an own password."""
    account = signed_in_account(session, token_sha256, now)
    return None if account is None or account.must_change_password else account.actor


def signed_in_account(session: Session, token_sha256: str, now: datetime) -> SignedInAccount | None:
    """None when the sign-in is unknown, ended or expired, or its account disabled."""
    row = session.exec(
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
    if row is None or not _is_in_use(session, row[0]):
        return None
    return SignedInAccount(_actor(*row), row[0].must_change_password)


def account_by_email(session: Session, email: str) -> Actor | None:
    """The enabled account that this address, proven elsewhere, belongs to."""
    row = session.exec(
        select(Account, Agency.code)
        .join(Agency, col(Account.agency_id) == col(Agency.id), isouter=True)
        .where(Account.email == email.strip().casefold(), col(Account.disabled_at).is_(None))
    ).first()
    return None if row is None or not _is_in_use(session, row[0]) else _actor(*row)


def password_check(session: Session, name: str, *, with_samples: bool) -> PasswordCheck | None:
    """None when nobody of this name could come in with any password."""
    where = (Account.name == normalised_name(name), col(Account.disabled_at).is_(None))
    account = session.exec(select(Account).where(*where)).first()
    if account is None or account.id is None or account.password_hash is None or not _is_in_use(session, account):
        return None
    return None if account.is_sample and not with_samples else PasswordCheck(account.id, account.password_hash)


def sample_actors(session: Session) -> Sequence[Actor]:
    """The sample accounts that open the door now."""
    if not is_sample_in_force(session):
        return ()
    rows = session.exec(
        select(Account, Agency.code)
        .join(Agency, col(Account.agency_id) == col(Agency.id), isouter=True)
        .where(col(Account.is_sample), col(Account.disabled_at).is_(None))
        .order_by(col(Account.id))
    ).all()
    return tuple(_actor(*row) for row in rows)


def _actor(account: Account, agency: str | None) -> Actor:
    number = present(account.id)
    return Actor(signature(number), account.role, agency, account.label, number, account.name)


def _is_in_use(session: Session, account: Account) -> bool:
    """A sample account lives and dies with the sample plan."""
    return not account.is_sample or is_sample_in_force(session)


def is_nothing_but_sample(session: Session) -> bool:
    """Whether no other plan than the sample is in force; an empty database counts as such."""
    return all(sample_flags(session))
