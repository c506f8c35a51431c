"""Accounts over their life: added, opened once, disabled, enabled, handed over; every change in the ledger."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from smartcity.commands.access import accounts, sign_in
from smartcity.commands.access.accounts import AccountDraft, Issued
from smartcity.commands.access.credentials import digest, matches
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused, present
from smartcity.queries import ledger, sign_ins
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
DRAFT = AccountDraft(" DLH.Kepala ", " Kepala DLH ", Role.AGENCY, "DLH", "Kepala@DLH.example ", "+62 812 3456 789")


@pytest.fixture
def city(database: Engine) -> Engine:
    """One agency, nobody yet."""
    with writing(database) as session:
        batch = t.Batch(file_name="a.xlsx", file_sha256="0" * 64, recorded_at=AT)
        session.add(batch)
        session.flush()
        session.add(t.Agency(code="DLH", name="DLH", short_name="DLH", batch_id=present(batch.id), recorded_at=AT))
    return database


def done(engine: Engine, command: Callable[..., object], *args: object, **kwargs: object) -> object:
    with writing(engine) as session:
        return command(session, ADMINISTRATOR_AT_TERMINAL, *args, **{"at": AT, **kwargs})


def added(engine: Engine, draft: AccountDraft = DRAFT) -> Issued:
    issued = done(engine, accounts.add, draft)
    assert isinstance(issued, Issued)
    return issued


def account(session: Session, name: str) -> t.Account:
    return session.exec(select(t.Account).where(t.Account.name == name)).one()


def entered(engine: Engine, name: str, password: str, at: datetime = AT) -> str:
    with writing(engine) as session:
        attempt = sign_in.record_attempt(session, name, "10.0.0.1", at=at)
        key = sign_ins.password_check(session, name, with_samples=True)
        assert key is not None
        assert matches(key.password_hash, password)
        lasts = timedelta(days=14)
        return sign_in.sign_in(session, attempt, key.account_id, key.password_hash, password, at=at, lasts=lasts).token


def is_in(engine: Engine, token: str, at: datetime = LATER) -> bool:
    with reading(engine) as session:
        return sign_ins.signed_in_account(session, digest(token), at) is not None


def test_an_account_is_kept_tidy_and_opens_with_a_one_time_password(city: Engine) -> None:
    issued = added(city)
    with reading(city) as session:
        stored = account(session, "dlh.kepala")
        assert (stored.label, stored.email, stored.role) == ("Kepala DLH", "kepala@dlh.example", Role.AGENCY)
        assert stored.must_change_password
        assert matches(stored.password_hash, issued.password)
        assert not matches(stored.password_hash, issued.password.upper())


@pytest.mark.parametrize(
    ("draft", "no"),
    [
        (DRAFT, "account.name.taken"),
        (AccountDraft("dlh kepala", "x", Role.VIEWER), "account.name.invalid"),
        (AccountDraft("baru", "", Role.VIEWER), "account.label.needed"),
        (AccountDraft("baru", "x", Role.AGENCY), "account.agency.needed"),
        (AccountDraft("baru", "x", Role.AGENCY, "PUPR"), "agency.unknown"),
        (AccountDraft("baru", "x", Role.GUEST), "account.role.guest"),
        (AccountDraft("baru", "x", Role.VIEWER, email="kepala@dlh.example"), "account.email.taken"),
        (AccountDraft("baru", "x", Role.VIEWER, phone="telepon"), "account.phone.invalid"),
    ],
)
def test_an_account_that_may_not_be(city: Engine, draft: AccountDraft, no: str) -> None:
    added(city)
    with pytest.raises(Refused) as refused:
        added(city, draft)
    assert refused.value.key == no


def test_disabling_ends_every_sign_in_and_enabling_brings_none_back(city: Engine) -> None:
    issued = added(city)
    tokens = [entered(city, issued.name, issued.password) for _ in range(2)]
    assert all(is_in(city, token) for token in tokens)
    done(city, accounts.disable, issued.name)
    assert not any(is_in(city, token) for token in tokens)
    again = done(city, accounts.enable, issued.name)
    assert isinstance(again, Issued)
    assert not any(is_in(city, token) for token in tokens)
    with reading(city) as session:
        key = sign_ins.password_check(session, issued.name, with_samples=True)
        assert key is not None
        assert not matches(key.password_hash, issued.password), "the old one-time password is dead"
        assert matches(key.password_hash, again.password)


def test_a_new_one_time_password_ends_what_stood_open(city: Engine) -> None:
    issued = added(city)
    token = entered(city, issued.name, issued.password)
    renewed = done(city, accounts.renew_password, issued.name)
    assert isinstance(renewed, Issued)
    assert not is_in(city, token)
    assert is_in(city, entered(city, issued.name, renewed.password))


def test_a_new_one_time_password_opens_the_lock_too(city: Engine) -> None:
    issued = added(city)
    for _ in range(5):
        done_knock(city, issued.name)
    with pytest.raises(Refused, match=r"door\.closed"):
        done_knock(city, issued.name)
    renewed = done(city, accounts.renew_password, issued.name)
    assert isinstance(renewed, Issued)
    assert is_in(city, entered(city, issued.name, renewed.password))


def done_knock(engine: Engine, name: str) -> None:
    with writing(engine) as session:
        sign_in.record_attempt(session, name, "10.0.0.1", at=AT)


@pytest.mark.parametrize("verb", [accounts.disable, accounts.enable, accounts.renew_password, accounts.hand_over])
def test_an_unknown_account_is_named(city: Engine, verb: Callable[..., object]) -> None:
    with pytest.raises(Refused) as no:
        done(city, verb, "siapa")
    assert (no.value.key, no.value.facts) == ("account.unknown", {"name": "siapa"})


def test_somebody_is_left_to_manage_accounts(city: Engine) -> None:
    added(city, AccountDraft("admin", "Administrator", Role.ADMINISTRATOR))
    with pytest.raises(Refused, match=r"account\.last_administrator"):
        done(city, accounts.disable, "admin")
    added(city, AccountDraft("admin-b", "Administrator", Role.ADMINISTRATOR))
    done(city, accounts.disable, "admin")
    with pytest.raises(Refused, match=r"account\.last_administrator"):
        done(city, accounts.disable, "admin-b")


def test_a_successor_takes_the_role_the_agency_and_the_drafts(city: Engine) -> None:
    issued = added(city)
    token = entered(city, issued.name, issued.password)
    follower = done(city, accounts.hand_over, issued.name, email="kepala@dlh.example")
    assert isinstance(follower, Issued)
    assert follower.name == "dlh.kepala-2"
    assert not is_in(city, token)
    with reading(city) as session:
        old, new = account(session, "dlh.kepala"), account(session, "dlh.kepala-2")
        assert old.disabled_at == AT
        assert (new.label, new.role, new.agency_id, new.email) == (old.label, old.role, old.agency_id, old.email)
        assert new.phone is None, "how to reach the one who left is not how to reach the one who came"
    with pytest.raises(Refused, match=r"account\.disabled"):
        done(city, accounts.hand_over, issued.name)


def test_every_change_is_in_the_ledger_and_no_password_is(city: Engine) -> None:
    first = added(city)
    renewed = done(city, accounts.renew_password, first.name)
    assert isinstance(renewed, Issued)
    token = entered(city, first.name, renewed.password)
    with writing(city) as session:
        holder = sign_ins.signed_in_account(session, digest(token), AT)
        assert holder is not None
        opened = sign_in.set_own_password(
            session, holder.actor, "", "jalan panjang ke bukit", at=AT, lasts=timedelta(days=1)
        )
    follower = done(city, accounts.hand_over, first.name)
    assert isinstance(follower, Issued)
    done(city, accounts.disable, follower.name)
    with reading(city) as session:
        entries = session.exec(select(t.AuditEntry).order_by(col(t.AuditEntry.id))).all()
        pairs = [(entry.action, entry.subject) for entry in entries]
        whole = json.dumps([[entry.before, entry.after, entry.reason] for entry in entries])
        assert ledger.first_broken(session) is None
    assert pairs == [
        ("account.add", "account:#1"),
        ("account.password", "account:#1"),
        ("account.password", "account:#1"),
        ("account.hand_over", "account:#1"),
        ("account.disable", "account:#2"),
    ]
    secrets = (first.password, renewed.password, follower.password, "jalan panjang", token, opened.token, "argon2")
    assert not [secret for secret in (*secrets, "@dlh", "812") if secret in whole]
