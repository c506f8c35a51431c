"""What ledger entries wrote, and whose parts of the plan that touches."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, String, Table, cast, func, select
from sqlmodel import Session, col

from smartcity.domain.kept_answers import BATCH, WrittenRows
from smartcity.store.tables import METADATA, AuditEntry, Batch

# Digests of some 4,000 rows: what wrote more is an import of a whole plan, where telling parts apart saves nothing.
MOST_DIGESTS = 100_000
MOST_IDS = 500
_ENTRY = METADATA.tables[AuditEntry.__tablename__]
_LENGTH = func.length(cast(_ENTRY.c.rows, String))
_LATER = select(_ENTRY.c.id, _ENTRY.c.seal, _ENTRY.c.at, _LENGTH.label("length")).order_by(_ENTRY.c.id)

# Tables whose rows belong to one programme, or to one indicator, by the links that lead there.
PARTS: Mapping[str, frozenset[str]] = {
    "programme": frozenset(
        {"programme", "action_plan", "milestone", "milestone_update", "update_review", "statement", "evidence"}
        | {"physical_update", "physical_review", "planned_percent", "due_date_change", "milestone_proposal"}
        | {"change_review", "waiting", "waiting_end", "programme_support", "comment", "quick_win_year"}
        | {"evidence_release"}
    ),
    "indicator": frozenset({"indicator", "indicator_programme", "indicator_support", "target", "reading"})
    | {"reading_review"},
}
# Other parts name these: where one of them changed, more than itself may be another.
NAMED_BY_OTHERS = frozenset({"indicator"})
# What these rows are about stands in them by name.
NAMING = frozenset({"plan_change", "verdict_withdrawal"})


def written_since(session: Session, number: int) -> tuple[WrittenRows, ...]:
    """Entry `number`, without its rows, and those after it, the oldest first."""
    entries = session.execute(_LATER.where(_ENTRY.c.id >= number)).all()
    readable = [e.id for e in entries if e.id > number and (e.length or 0) <= MOST_DIGESTS]
    asked = select(_ENTRY.c.id, _ENTRY.c.rows).where(_ENTRY.c.id.in_(readable))
    rows = {entry.id: _ids_by_table(entry.rows or {}) for entry in (session.execute(asked) if readable else ())}
    undone = _undone_batches(session, {key for tables in rows.values() for key in tables.get(BATCH, ())})
    return tuple(
        WrittenRows(e.id, e.seal, e.at, rows.get(e.id), not undone.isdisjoint(rows.get(e.id, {}).get(BATCH, ())))
        for e in entries
    )


def _ids_by_table(packed: Mapping[str, Any]) -> dict[str, frozenset[int]]:
    return {
        table: frozenset(key for first, last in part["keys"] for key in range(first, last + 1))
        for table, part in packed.items()
    }


def _undone_batches(session: Session, numbers: Iterable[int]) -> frozenset[int | None]:
    batches = list(numbers)
    asked = select(col(Batch.id)).where(col(Batch.id).in_(batches), col(Batch.withdrawn_at).is_not(None))
    return frozenset(session.execute(asked).scalars() if batches else ())


def touched_parts(
    session: Session, entries: Iterable[WrittenRows], tables: frozenset[str], root: str
) -> frozenset[int] | None:
    """Ids of the programmes or indicators (`root`) whose rows of `tables` they wrote; None where they wrote more."""
    touched: set[int] = set()
    for entry in entries:
        if entry.is_everything:
            return None
        for table, ids in entry.among(tables).items():
            owners = None if table in NAMED_BY_OTHERS else _owners(session, table, ids, root, tables)
            if owners is None:
                return None
            touched |= owners
    return frozenset(touched)


def _owners(
    session: Session, table: str, ids: frozenset[int], root: str, tables: frozenset[str]
) -> frozenset[int] | None:
    if table == root:
        return ids
    if len(ids) > MOST_IDS or table not in PARTS[root] | NAMING:
        return None
    stored = METADATA.tables[table]
    rows = session.execute(select(stored).where(stored.c.id.in_(ids))).mappings().all()
    if len(rows) < len(ids):
        return None
    linked = _named(rows, root, tables) if table in NAMING else _linked(stored, rows, root)
    if linked is None:
        return None
    each = [_owners(session, owner, frozenset(keys), root, tables) for owner, keys in linked.items()]
    return None if None in each else frozenset().union(*(owners for owners in each if owners is not None))


def _linked(stored: Table, rows: Sequence[RowMapping], root: str) -> dict[str, set[int]] | None:
    """None where one of the rows belongs to something else: evidence of a reading, say."""
    links = [(link.parent.name, link.column.table.name) for link in stored.foreign_keys]
    owning = [(column, owner) for column, owner in links if owner in PARTS[root] and owner != stored.name]
    by_owner: dict[str, set[int]] = {}
    for row in rows:
        named = [(owner, row[column]) for column, owner in owning if row[column] is not None]
        if not named:
            return None
        for owner, key in named:
            by_owner.setdefault(owner, set()).add(key)
    return by_owner


def _named(rows: Sequence[RowMapping], root: str, tables: frozenset[str]) -> dict[str, set[int]] | None:
    """None where a part was moved from one owner to another, or another table that was read is named."""
    by_owner: dict[str, set[int]] = {}
    for row in rows:
        table, is_part = row["noun"], row["noun"] in PARTS[root]
        is_moved = is_part and table != root and str(row.get("field", "")).endswith("_id")
        if is_moved or (not is_part and table in tables):
            return None
        if is_part:
            by_owner.setdefault(table, set()).add(row["row_id"])
    return by_owner
