"""Somebody is always left who manages accounts: whatever ends accounts asks here first."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session, col, select

from smartcity.domain.kinds import Role
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Actor
from smartcity.store.sample import holds_sample
from smartcity.store.tables import Account


def administrators(session: Session, at: datetime) -> set[int]:
    """Ids of those who can come in: enabled, no sample without its plan, no one-time password that has ended."""
    with_samples = holds_sample(session)
    found = session.exec(
        select(Account).where(Account.role == Role.ADMINISTRATOR, col(Account.disabled_at).is_(None))
    ).all()
    return {
        account.id
        for account in found
        if account.id is not None and (with_samples or not account.is_sample) and not _is_expired(account, at)
    }


def _is_expired(account: Account, at: datetime) -> bool:
    return account.must_change_password and account.one_time_until is not None and account.one_time_until <= at


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
