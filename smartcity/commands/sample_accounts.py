"""Accounts to try the roles with. They come with the sample plan, open with a published password, and die with it."""

from datetime import datetime

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.administrators import require_others
from smartcity.commands.credentials import sign_out_everywhere
from smartcity.commands.passwords import hashed
from smartcity.domain.kinds import Role
from smartcity.domain.roles import Act, Actor, require
from smartcity.store.tables import Account, Agency, Batch

PASSWORD = "contoh-2026"
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


def add(session: Session, actor: Actor, *, at: datetime) -> None:
    """Makes those that are not there yet and whose agency is in the plan."""
    require(actor, Act.MANAGE_ACCOUNTS)
    agencies = dict(
        session.exec(
            select(Agency.code, Agency.id)
            .join(Batch, col(Agency.batch_id) == col(Batch.id))
            .where(col(Batch.withdrawn_at).is_(None))
        ).all()
    )
    known, kept = set(session.exec(select(Account.name)).all()), hashed(PASSWORD)
    added = [
        Account(
            name=name,
            label=label,
            role=role,
            agency_id=agencies[agency] if agency else None,
            password_hash=kept,
            must_change_password=False,
            is_sample=True,
            created_at=at,
        )
        for name, label, role, agency in ACCOUNTS
        if name not in known and (agency is None or agency in agencies)
    ]
    session.add_all(added)
    names = [account.name for account in added]
    ledger.append(session, actor, "account.sample", "account:contoh", at=at, after={"names": names})


def disable(session: Session, actor: Actor, *, at: datetime) -> int:
    """Disables them all and ends their sign-ins; answers with their number.

    Raises:
        Refused: nobody would be left to manage accounts.
        Forbidden: the actor does not manage accounts.
    """
    require(actor, Act.MANAGE_ACCOUNTS)
    ledger.take_turns(session)
    where = (col(Account.is_sample), col(Account.disabled_at).is_(None))
    accounts = session.exec(select(Account).where(*where)).all()
    require_others(session, accounts, at)
    for account in accounts:
        account.disabled_at = at
        sign_out_everywhere(session, account, at=at)
        session.add(account)
    names = [account.name for account in accounts]
    ledger.append(session, actor, "account.disable", "account:contoh", at=at, after={"names": names})
    return len(names)
