"""Triggers that refuse UPDATE and DELETE on what is only ever appended, for SQLite and PostgreSQL."""

from collections.abc import Mapping

from alembic import op

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END; $$ LANGUAGE plpgsql
"""
# A proposed date is approved once; nothing else of the row may change.
_POSTGRES_APPROVAL = """
CREATE FUNCTION refuse_all_but_approval() RETURNS trigger AS $$
BEGIN
  IF OLD.approved_at IS NULL AND (to_jsonb(NEW) - 'approved_at' - 'approved_by') =
     (to_jsonb(OLD) - 'approved_at' - 'approved_by') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME;
END; $$ LANGUAGE plpgsql
"""
# What PostgreSQL keeps of the two functions.
POSTGRES_SOURCES = tuple(made.split("$$")[1] for made in (_POSTGRES_FUNCTION, _POSTGRES_APPROVAL))


def sqlite_guards(table: str, unique: tuple[str, ...], approved: tuple[str, ...]) -> tuple[str, ...]:
    """All triggers of an appended table; `approved` are the columns that an approval leaves, where there is one."""
    update = _unless_approved(approved) if approved else ""
    conditions = {"UPDATE": update, "DELETE": "", "INSERT": _where_standing(table, unique)}
    return tuple(_sqlite_trigger(table, verb, condition) for verb, condition in conditions.items())


def forbid_changes(tables: tuple[str, ...]) -> None:
    """Refuses every UPDATE and DELETE on the tables."""
    if _is_sqlite():
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                op.execute(_sqlite_trigger(table, verb, ""))
        return
    op.execute(_POSTGRES_FUNCTION)
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def forbid_changes_but_approval(table: str, columns: tuple[str, ...]) -> None:
    """Refuses DELETE, and every UPDATE that is not the one approval; `columns` are all the others."""
    if _is_sqlite():
        op.execute(_sqlite_trigger(table, "UPDATE", _unless_approved(columns)))
        op.execute(_sqlite_trigger(table, "DELETE", ""))
        return
    op.execute(_POSTGRES_APPROVAL)
    op.execute(
        f"CREATE TRIGGER {table}_approval BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_all_but_approval()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def forbid_replacing(tables: Mapping[str, tuple[str, ...]]) -> None:
    """On SQLite, where a replaced row goes without the triggers of DELETE; `tables` with what is unique in each."""
    if _is_sqlite():
        for table, unique in tables.items():
            op.execute(_sqlite_trigger(table, "INSERT", _where_standing(table, unique)))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _unless_approved(columns: tuple[str, ...]) -> str:
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns)
    return f"WHEN NOT (OLD.approved_at IS NULL AND {same})"


def _where_standing(table: str, unique: tuple[str, ...]) -> str:
    same = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    return f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of tables and columns of the schema


def _sqlite_trigger(table: str, verb: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    )
