"""What is kept of persons stands in `docs/privacy.md`, and ends when it says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select

from smartcity.commands.access.sign_in import forget_expired
from smartcity.domain.access import accounts
from smartcity.domain.enums import Role
from smartcity.settings import ROOT
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.store.personal_data import PERSONAL_COLUMNS, PERSONAL_IN_EVERY_TABLE, PERSONAL_NAMES
from tests.people import make_account

AT = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_every_column_of_the_list_is_there_and_on_the_page() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text()
    listed = [(table, column) for table, columns in PERSONAL_COLUMNS.items() for column in columns]
    assert all(column in t.METADATA.tables[table].c for table, column in listed)
    assert [one for one in listed if f"`{one[0]}.{one[1]}`" not in page] == []
    assert all(f"`*.{column}`" in page for column in PERSONAL_IN_EVERY_TABLE)


def test_no_column_that_tells_of_a_person_is_missing_from_the_list() -> None:
    telling = {
        (table.name, column.name)
        for table in t.METADATA.sorted_tables
        for column in table.c
        if column.name in PERSONAL_NAMES or column.name.endswith("_by") or column.name.startswith("device_")
    }
    listed = {(table, column) for table, columns in PERSONAL_COLUMNS.items() for column in columns}
    assert {one for one in telling - listed if one[1] not in PERSONAL_IN_EVERY_TABLE} <= {
        ("job", "claimed_by"),
        *OF_PLAN,
    }


OF_PLAN = {("indicator", "replaced_by"), ("indicator", "replaced_by_id")} | {
    ("programme", "is_by_area"), ("indicator", "is_by_area")
}  # fmt: skip


def rows_of(account: int, age: timedelta) -> list[Any]:
    """One of each kind, this old."""
    then, device = AT - age, f"{account}{age.total_seconds()}"
    until: dict[str, Any] = {"created_at": then - timedelta(days=1), "expires_at": then}
    return [
        t.SignIn(account_id=account, token_sha256=f"s{device}", **until),
        t.SignIn(account_id=account, token_sha256=f"r{device}", created_at=then, expires_at=AT, revoked_at=then),
        t.KnownDevice(account_id=account, token_sha256=device, created_at=then),
        t.PasswordReset(at=then, name="x", address="10.0.0.1"),
        t.FieldDraft(account_id=account, form="comment", thing=device, field="text", value={"v": "x"}, saved_at=then),
    ]


KINDS = {
    t.SignIn: accounts.ENDED_SIGN_INS,
    t.KnownDevice: accounts.KNOWN_DEVICES,
    t.PasswordReset: accounts.RESET_REQUESTS,
    t.FieldDraft: accounts.DRAFTS,
}


def test_each_kind_ends_when_its_time_is_over_and_not_before(database: Engine) -> None:
    account = make_account(database, Role.VIEWER).account_id or 0
    with writing(database) as session:
        for kind, days_stored in KINDS.items():
            for age in (days_stored - SECOND, days_stored + SECOND):
                session.add_all(row for row in rows_of(account, age) if isinstance(row, kind))
        session.flush()
        forget_expired(session, AT)
    with reading(database) as session:
        left = {kind: session.execute(select(func.count()).select_from(kind)).scalar_one() for kind in KINDS}
    assert left == {t.SignIn: 2} | dict.fromkeys(list(KINDS)[1:], 1)


def test_a_disabled_account_is_reached_for_one_more_year(database: Engine) -> None:
    numbers = [make_account(database, Role.VIEWER).account_id for _ in range(2)]
    with writing(database) as session:
        for number, age in zip(numbers, (-SECOND, SECOND), strict=True):
            account = session.get_one(t.Account, number)
            account.email, account.phone, account.password_hash = f"{number}@kota.example", "+62 812 345", "x"
            account.disabled_at = AT - accounts.DISABLED_CONTACTS - age
        session.flush()
        forget_expired(session, AT)
    with reading(database) as session:
        reached = [session.get_one(t.Account, number) for number in numbers]
    assert [account.email is None and account.phone is None for account in reached] == [False, True]
