"""The rows of the plan as they stood when an earlier ledger entry sealed them, by the log of plan changes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from smartcity.domain.ledger import row_digest
from smartcity.store.sealed_rows import sealed_columns, typed, values_of
from smartcity.store.tables import Batch, PlanChange
from smartcity.store.tables.columns import column_value

# By table: key → number of the newest entry that names the row.
Named = Mapping[str, Mapping[int, tuple[int, bytes]]]


@cache
def _row_of(table: Table) -> Select[Any]:
    """Made once, so that SQLAlchemy compiles it once: it is asked for every row that was ever edited."""
    return columns(*map(typed, sealed_columns(table))).where(table.c.id == bindparam("key"))


class RowHistory:
    """`newest` tells which entry brought each change, and which one withdrew each import."""

    def __init__(self, session: Session, newest: Named) -> None:
        self.session = session
        self._changes: dict[tuple[str, int], dict[str, list[PlanChange]]] = {}
        for change in session.exec(select(PlanChange).order_by(col(PlanChange.id))).all():
            fields = self._changes.setdefault((change.noun, change.row_id), {})
            fields.setdefault(change.field, []).append(change)
        self._brought = {key: entry for key, (entry, _) in newest.get("plan_change", {}).items()}
        gone = session.exec(select(Batch.id).where(col(Batch.withdrawn_at).is_not(None))).all()
        self._withdrawn = {number: newest["batch"][number][0] for number in gone if number is not None}

    def digest(self, table: Table, key: int, entry: int) -> bytes | None:
        """Of the row as it stood when the entry was written; None when the row is gone."""
        row = self.session.connection().execute(_row_of(table), {"key": key}).first()
        if row is None:
            return None
        values: dict[str, Any] = dict(row._mapping)
        for name, changes in self._changes.get((table.name, key), {}).items():
            values[name] = column_value(table.c[name], self._value(changes, entry))
        return row_digest(table.name, values_of(table.name, values))

    def _value(self, changes: list[PlanChange], entry: int) -> Any:
        done = [change for change in changes if self._is_in_force(change, entry)]
        stored = done[-1].new if done else changes[0].old
        return (stored or {}).get("v")

    def _is_in_force(self, change: PlanChange, entry: int) -> bool:
        is_withdrawn = change.batch_id is not None and self._withdrawn.get(change.batch_id, entry + 1) <= entry
        return self._brought.get(change.id or 0, 0) <= entry and not is_withdrawn
