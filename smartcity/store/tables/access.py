"""Accounts, their sessions, known browsers, attempts, resets, unsent fields. Accounts belong to roles, not persons."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from smartcity.domain.enums import Role
from smartcity.store.tables.columns import Row, choice, document, instant, link


class Account(Row, table=True):
    """Closed, it keeps its number, role and office alone; `former_sha256` finds what was recorded under its name."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    label: str
    role: Role = choice(Role)
    agency_id: int | None = link("agency", nullable=True)
    password_hash: str | None = None
    must_change_password: bool = True
    email: str | None = None
    phone: str | None = None
    is_sample: bool = False
    created_at: datetime = instant()
    disabled_at: datetime | None = instant(nullable=True)
    last_signed_in_at: datetime | None = instant(nullable=True)
    one_time_until: datetime | None = instant(nullable=True)
    closed_at: datetime | None = instant(nullable=True)
    former_sha256: str | None = Field(default=None, max_length=64)


class SignIn(Row, table=True):
    """One signed-in browser. Only the hash of its cookie is kept."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = link("account")
    token_sha256: str = Field(max_length=64, unique=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)


class KnownDevice(Row, table=True):
    """A browser in which the account was opened before. Only the hash of its cookie is kept."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = link("account")
    token_sha256: str = Field(max_length=64, unique=True)
    created_at: datetime = instant()


class SignInAttempt(Row, table=True):
    """One try at the door, kept to slow down and lock; `name` as typed in lower case, `address` of the caller.

    `device_sha256` where it was made in a browser that the account knows.
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant(index=True)
    name: str = Field(index=True)
    address: str = Field(index=True)
    succeeded: bool
    device_sha256: str | None = Field(default=None, max_length=64, index=True)


class PasswordReset(Row, table=True):
    """One request for a link that resets a password; `name` as typed. Account and token only while the link holds."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant(index=True)
    name: str
    address: str
    account_id: int | None = link("account", nullable=True)
    token_sha256: str | None = Field(default=None, max_length=64, unique=True)
    expires_at: datetime | None = instant(nullable=True)


class FieldDraft(Row, table=True):
    """What one account has typed into one field of a form and not sent yet.

    `thing` names what the form is about (`agenda_item:7`); `value` holds the typed value under `v`, days as ISO text.
    The row without a field is the form itself: its `turn` counts how often it was sent, and what was typed before a
    sending does not come back after it.
    """

    __table_args__ = (UniqueConstraint("account_id", "form", "thing", "field"),)
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = link("account")
    form: str = Field(max_length=40)
    thing: str = Field(max_length=120)
    field: str = Field(max_length=40)
    value: dict[str, object] = document(nullable=False)
    turn: int = 0
    saved_at: datetime = instant()
