"""Another value for a field of a plan row: written in place, and logged so that earlier days still see the old one."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session

from smartcity.commands.plan_diff import FieldChange, freeze
from smartcity.store import tables as t


def write_changes(session: Session, changes: Iterable[FieldChange], batch: int | None) -> None:
    """`batch` is the import that brought them; None where nothing is to be undone as a whole."""
    rows: list[dict[str, Any]] = []
    for change in changes:
        table = change.noun.table
        session.execute(update(table).where(table.id == change.row_id).values({change.field: change.new}))
        rows.append(
            {
                "batch_id": batch,
                "noun": change.noun.tablename,
                "row_id": change.row_id,
                "field": change.field,
                "old": {"v": freeze(change.old)},
                "new": {"v": freeze(change.new)},
                "recorded_at": change.at,
            }
        )
    if rows:
        session.execute(insert(t.PlanChange), rows)
