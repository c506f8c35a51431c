"""Closing an account: its name is nowhere any more, the ledger stays whole, and its holder stays told apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlmodel import Session

from smartcity.commands.access import account_endings, accounts, sign_in
from smartcity.commands.access.accounts import AccountDraft
from smartcity.commands.access.credentials import digest
from smartcity.commands.reporting import field_drafts, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.accounts import AccountTerm, former, office_of, signature
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Claim, Role
from smartcity.domain.errors import AlreadyDone, Forbidden, Refused
from smartcity.domain.ledger import Breach
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace, TypedField
from smartcity.queries import integrity, ledger, sign_ins
from smartcity.queries.accounts import account_terms
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import M1, NOON, build

NAME, MAIL, PHONE = "budi.santoso", "budi.santoso@kota.example", "+62 812 3456 789"
DAY = timedelta(days=1)


@pytest.fixture
def city(database: Engine) -> Engine:
    build(database)
    return database


def worked(session: Session) -> Actor:
    """A verifier under a person's name who came in, typed, verified, and was handed over to."""
    draft = AccountDraft(NAME, "Verifikator", Role.VERIFIER, None, MAIL, PHONE)
    issued = accounts.add(session, ADMINISTRATOR_AT_TERMINAL, draft, at=NOON)
    key = sign_ins.password_check(session, NAME, with_samples=False)
    assert key is not None
    attempt = sign_in.record_attempt(session, NAME, "10.0.0.1", at=NOON)
    token = sign_in.sign_in(
        session, attempt, key.account_id, key.password_hash, issued.password, at=NOON, lasts=DAY
    ).token
    holder = sign_ins.signed_in_account(session, digest(token), NOON)
    assert holder is not None
    sign_in.set_own_password(session, holder.actor, "", "jalan panjang ke bukit", at=NOON, lasts=DAY)
    place = FieldPlace(DraftForm.VERDICT, "klaim-f1", "note")
    field_drafts.save_field(session, holder.actor, TypedField(place, "belum dikirim", 0), at=NOON)
    stamp: dict[str, Any] = {"recorded_at": NOON, "recorded_by": "Operator A"}
    claim = t.MilestoneUpdate(milestone_id=M1, claim=Claim.DONE, achieved_on=NOON.date(), **stamp)
    session.add(claim)
    session.flush()
    verification.verify(session, holder.actor, Chosen(updates=(claim.id or 0,)), at=NOON)
    return holder.actor


def breach(engine: Engine) -> Breach | None:
    with reading(engine) as session:
        return integrity.verify(session).breach


def whole_ledger(engine: Engine) -> str:
    """Every value of every table."""
    with engine.connect() as connection:
        names = t.METADATA.tables
        return "\n".join(str(row) for name in names for row in connection.execute(text(f'SELECT * FROM "{name}"')))  # noqa: S608


def test_nothing_of_the_person_is_left_and_the_ledger_is_whole(city: Engine) -> None:
    with writing(city) as session:
        who = worked(session)
    assert NAME in whole_ledger(city)
    before = breach(city)
    with writing(city) as session:
        removed = account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, NAME, at=NOON + DAY)
    assert removed == {"sessions": 1, "devices": 1, "drafts": 1}
    left = whole_ledger(city)
    assert not [personal for personal in (NAME, MAIL, PHONE, "argon2", "belum dikirim") if personal in left]
    with reading(city) as session:
        assert ledger.first_broken(session) is None
        terms = account_terms(session)
        review = session.execute(select(t.UpdateReview).order_by(t.UpdateReview.id.desc())).scalars().first()  # type: ignore[union-attr]
    assert breach(city) == before, "the rows of the miniature plan are not sealed, those of the account are"
    assert review is not None
    assert (review.recorded_by, office_of(review.recorded_by, NOON, terms).label) == (
        who.name,
        f"Akun nomor {who.account_id}",
    )
    assert who.name == signature(who.account_id or 0)


def test_it_is_closed_once_and_for_good(city: Engine) -> None:
    with writing(city) as session:
        number = worked(session).account_id
        account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, f" {NAME.upper()} ", "Verifikator kota", at=NOON)
        account = session.get_one(t.Account, number)
        assert (account.name, account.label) == (signature(number or 0), "Verifikator kota")
        with pytest.raises(AlreadyDone):
            account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, account.name, at=NOON)
        for verb in (accounts.enable, accounts.renew_password, accounts.hand_over):
            with pytest.raises(Refused):
                verb(session, ADMINISTRATOR_AT_TERMINAL, account.name, at=NOON)
        with pytest.raises(Refused, match=r"account\.unknown"):
            account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, NAME, at=NOON)
        closing = session.execute(select(t.AuditEntry).order_by(t.AuditEntry.id.desc())).scalars().first()  # type: ignore[union-attr]
        assert closing is not None
        assert (closing.after or {})["office"] == "Verifikator kota"
        again = accounts.add(session, ADMINISTRATOR_AT_TERMINAL, AccountDraft(NAME, "Lain", Role.VIEWER), at=NOON)
        assert again.name == NAME


def test_a_label_that_names_a_person_goes_with_the_account(city: Engine) -> None:
    draft = AccountDraft("zainab", "Zainab Kusuma", Role.VIEWER, email="zainab@kota.example")
    with writing(city) as session:
        accounts.add(session, ADMINISTRATOR_AT_TERMINAL, draft, at=NOON)
        account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, "zainab", "Pimpinan", at=NOON)
    assert "zainab" not in whole_ledger(city).casefold()


@pytest.mark.parametrize(("role", "agency", "label"), [(Role.VIEWER, None, "Akun nomor {}"), (Role.AGENCY, "A", "A")])
@pytest.mark.parametrize("office", [None, " \t"])
def test_without_an_office_the_agency_is_shown_or_the_number(
    city: Engine, role: Role, agency: str | None, label: str, office: str | None
) -> None:
    """The label, which may name a person, goes; the ledger, which forgets nothing, does not hear of it."""
    with writing(city) as session:
        accounts.add(session, ADMINISTRATOR_AT_TERMINAL, AccountDraft("zainab", "Zainab Kusuma", role, agency), at=NOON)
        account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, "zainab", office, at=NOON)
        account = session.execute(select(t.Account)).scalars().one()
        assert account.label == label.format(account.id)
        closing = session.execute(select(t.AuditEntry).order_by(t.AuditEntry.id.desc())).scalars().first()  # type: ignore[union-attr]
        assert closing is not None
        assert "office" not in (closing.after or {})
    assert "zainab" not in whole_ledger(city).casefold()


def test_only_who_manages_accounts_closes_one(city: Engine) -> None:
    with writing(city) as session, pytest.raises(Forbidden):
        account_endings.close(session, worked(session), NAME, at=NOON)


AT = datetime(2026, 3, 1, tzinfo=UTC)
TERMS = (
    AccountTerm(signature(1), "Operator DLH", AT, AT + 30 * DAY, 1, former("dlh")),
    AccountTerm("dlh-2", "Operator DLH", AT + 30 * DAY, None, 2),
    AccountTerm("dlh", "Kepala DLH", AT + 40 * DAY, None, 3),
)


@pytest.mark.parametrize(
    ("recorded_by", "at", "label", "number"),
    [
        ("#1", AT, "Operator DLH", 1),
        ("#2", AT + 31 * DAY, "Operator DLH", 2),
        ("dlh", AT + DAY, "Operator DLH", 1),
        ("dlh-2", AT + 31 * DAY, "Operator DLH", 2),
        ("dlh", AT + 41 * DAY, "Kepala DLH", None),
        ("#3", AT + 41 * DAY, "Kepala DLH", None),
    ],
)
def test_holders_are_told_apart_though_one_is_closed_and_the_name_given_again(
    recorded_by: str, at: datetime, label: str, number: int | None
) -> None:
    office = office_of(recorded_by, at, TERMS)
    assert (office.label, office.number) == (label, number)
