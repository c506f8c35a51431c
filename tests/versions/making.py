"""`python -m tests.versions.making` writes the database of the newest migration, for the versions to come.

The miniature plan is imported; every table that this leaves empty gets one row; the figures are frozen. Like every
database of `databases`, it is written by the code of its own time and never again.
"""

import lzma
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Engine, Integer, Numeric, Table, func, select
from sqlmodel import Session

from smartcity.commands import ledger, operations
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.queries import budgets, indicators, portfolio
from smartcity.queries import ledger as ledger_query
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.schema_version import newest_revision, upgrade
from smartcity.store.tables.columns import Choice, Instant
from tests.miniature import bring_in
from tests.versions.earlier import DATABASES, SUFFIX

WRITTEN_AT, FROZEN_AT = datetime(2026, 7, 20, 3, tzinfo=UTC), datetime(2026, 11, 24, 3, tzinfo=UTC)
OPERATOR = "operator.kominfo"
CLASSES = {kind.__table__.name: kind for kind in vars(t).values() if hasattr(kind, "__table__")}
# What no rule for types can know; all else is the plainest value of its type.
VALUES: dict[tuple[str, str], Any] = {
    ("account", "name"): OPERATOR,
    ("account", "label"): "Operator Diskominfo",
    ("account", "role"): Role.AGENCY,
    ("account", "agency_id"): 1,
    ("change_review", "due_date_change_id"): 1,
    ("field_draft", "value"): {"v": "belum selesai"},
    ("job", "about"): "2026-07-20",
    ("milestone_proposal", "weight"): Decimal(2),
    ("physical_update", "percent"): Decimal(35),
    ("plan_change", "field"): "name",
    ("plan_change", "new"): {"v": "Satu Loket"},
    ("plan_change", "noun"): "programme",
    ("plan_change", "old"): {"v": "Satu Pintu"},
    ("planned_percent", "percent"): Decimal(40),
    ("verdict_withdrawal", "noun"): "physical_review",
}


def write_database(engine: Engine, folder: Path) -> None:
    upgrade(engine)
    bring_in(engine, folder)
    with writing(engine) as session:
        for table in t.METADATA.sorted_tables:
            is_empty = session.execute(select(func.count()).select_from(table)).scalar_one() == 0
            if is_empty and table.name != "snapshot":
                session.add(CLASSES[table.name](**_row(session, table)))
                session.flush()
        ledger.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "nothing", at=WRITTEN_AT)
    _freeze(engine)


def _freeze(engine: Engine) -> None:
    with reading(engine) as session:
        day, audit_id = FROZEN_AT.date(), ledger_query.newest(session)
        plan = portfolio.load_portfolio(session, day)
        assert plan is not None
        figures = take_snapshot(plan, indicators.outcomes(session, day), budgets.budget_lines(session, day))
    with writing(engine) as session:
        operations.freeze_snapshot(session, ADMINISTRATOR_AT_TERMINAL, figures, audit_id=audit_id, at=FROZEN_AT)


def _row(session: Session, table: Table) -> dict[str, Any]:
    values = {column.key: _value(session, column) for column in table.columns}
    return {name: value for name, value in values.items() if value is not None}


def _value(session: Session, column: Column[Any]) -> Any:
    if (place := (column.table.name, column.name)) in VALUES:
        return VALUES[place]
    if column.foreign_keys and not column.nullable:
        return session.execute(select(next(iter(column.foreign_keys)).column)).scalars().first()
    return None if column.nullable or column.primary_key else _plainest(column)


def _plainest(column: Column[Any]) -> Any:
    match column.type:
        case Choice():
            return next(iter(column.type.kind.__members__.values()))
        case Instant():
            return WRITTEN_AT
        case Date():
            return date(2026, 7, 20)
        case Boolean():
            return False
        case Integer() | Numeric():
            return 1
        case JSON():
            return {}
    return OPERATOR if column.name == "recorded_by" else "x"


def main() -> None:
    target = DATABASES / f"{newest_revision()}{SUFFIX}"
    if target.exists():
        sys.exit(f"{target} is written already")
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/written.db")
        write_database(engine, Path(folder))
        engine.dispose()
        with closing(sqlite3.connect(f"{folder}/written.db")) as connection:
            sql = "\n".join(connection.iterdump())
    target.write_bytes(lzma.compress(sql.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
