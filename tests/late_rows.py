"""A sealed row written after the last ledger entry of its transaction is a mistake in a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from smartcity.store.ledger import LATE
from smartcity.store.tables import AuditEntry


def _refuse(_mapper: Any, _connection: Any, entry: AuditEntry) -> None:
    assert entry.reason != LATE, f"written after the last entry: {entry.rows}"


@contextmanager
def refusing_late_rows() -> Iterator[None]:
    event.listen(AuditEntry, "before_insert", _refuse)
    try:
        yield
    finally:
        event.remove(AuditEntry, "before_insert", _refuse)


@contextmanager
def late_rows_allowed() -> Iterator[None]:
    event.remove(AuditEntry, "before_insert", _refuse)
    try:
        yield
    finally:
        event.listen(AuditEntry, "before_insert", _refuse)
