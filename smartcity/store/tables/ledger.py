"""The audit ledger, the batches of imports, the log of plan changes."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from smartcity.store.tables.columns import Row, document, instant, prose


class AuditEntry(Row, table=True):
    """Append-only and hash-chained (`domain.ledger`); triggers refuse UPDATE and DELETE.

    `rows` holds the digests of the rows written since the entry before (`domain.sealing`).
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant()
    actor: str
    action: str = Field(index=True)
    subject: str = Field(index=True)
    before: dict[str, object] | None = Field(default=None, sa_type=JSON)
    after: dict[str, object] | None = Field(default=None, sa_type=JSON)
    reason: str | None = prose()
    rows: dict[str, object] | None = document()
    previous: str = Field(max_length=64)
    seal: str = Field(max_length=64, unique=True)


class Batch(Row, table=True):
    """One import. Undone means withdrawn: its rows stay, and every query leaves them out from that instant on."""

    id: int | None = Field(default=None, primary_key=True)
    file_name: str
    file_sha256: str = Field(max_length=64)
    counts: dict[str, object] | None = document()
    recorded_at: datetime = instant()
    withdrawn_at: datetime | None = instant(nullable=True)
    is_sample: bool = False


class PlanChange(Row, table=True):
    """Append-only: a plan row's field got another value. As-of views walk these; undo reverses them."""

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int | None = Field(default=None, foreign_key="batch.id", index=True)
    noun: str = Field(index=True)
    row_id: int
    field: str
    old: dict[str, object] | None = document()
    new: dict[str, object] | None = document()
    recorded_at: datetime = instant()
