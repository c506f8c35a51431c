"""Whether the triggers that refuse changes stand in the database as the migrations made them."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from smartcity.store.migrations.append_only import POSTGRES_SOURCES, sqlite_guards
from smartcity.store.tables import METADATA
from smartcity.store.tables.reporting import FactRow

APPROVED = {"approved_at", "approved_by"}
UNIQUE = {"audit_entry": ("id", "seal"), "statement": ("id", "submission_key")}
APPENDED = tuple(
    sorted({"audit_entry", "plan_change", "snapshot", *(str(kind.__tablename__) for kind in FactRow.__subclasses__())})
)
_POSTGRES = """
SELECT c.relname, t.tgname, t.tgenabled, t.tgtype, p.prosrc FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace AND t.tgqual IS NULL
"""
# pg_trigger.tgtype: for each row and before, with the bits of DELETE and UPDATE.
_ROW_BEFORE, _DELETE, _UPDATE = 1 | 2, 8, 16


def first_unguarded_table(connection: Connection) -> str | None:
    """The first table whose triggers are missing, disabled or other than the migrations made them."""
    check = _is_guarded_on_sqlite if connection.dialect.name == "sqlite" else _is_guarded_on_postgres
    return next((table for table, is_guarded in check(connection) if not is_guarded), None)


def _is_guarded_on_sqlite(connection: Connection) -> Iterator[tuple[str, bool]]:
    made = set(connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars())
    for table in APPENDED:
        columns = [column.name for column in METADATA.tables[table].c]
        approved = tuple(name for name in columns if name not in APPROVED) if table == "due_date_change" else ()
        yield table, set(sqlite_guards(table, UNIQUE.get(table, ("id",)), approved)) <= made


def _is_guarded_on_postgres(connection: Connection) -> Iterator[tuple[str, bool]]:
    made = {tuple(row) for row in connection.execute(text(_POSTGRES))}
    refuse, approve = POSTGRES_SOURCES
    for table in APPENDED:
        is_approved = table == "due_date_change"
        verbs = _ROW_BEFORE | _DELETE | (0 if is_approved else _UPDATE)
        wanted = {(table, f"{table}_append_only", "O", verbs, refuse)}
        if is_approved:
            wanted.add((table, f"{table}_approval", "O", _ROW_BEFORE | _UPDATE, approve))
        yield table, wanted <= made
