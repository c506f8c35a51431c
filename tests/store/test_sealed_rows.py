"""Seals are spelled fast and without asking the database more than once per table."""

import json
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select, text
from sqlmodel import Session

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Claim
from smartcity.domain.ledger import canonical, row_digest
from smartcity.store import tables as t
from smartcity.store.engine import WRITES, reading
from smartcity.store.ledger import WritingSession
from smartcity.store.sealed_rows import SEALED, row_digester, sealed_columns, typed
from tests.plan import M1, NOON, build
from tests.queries.test_integrity import fill

AWKWARD = 'Jalan "Ombilin"\\ \x01\x7f\t\u2028 é 🌊'


WORDS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**63), 2**63 - 1)


@given(st.dictionaries(WORDS, WORDS | NUMBERS | st.booleans()))
def test_both_writers_of_json_spell_alike(values: dict[str, Any]) -> None:
    assert orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode() == canonical(values)


def test_what_is_spelled_as_stored_is_what_its_python_values_spell(database: Engine) -> None:
    fill(database)
    counts = json.dumps({"é": [1.5, None, AWKWARD]})
    with database.begin() as connection:
        connection.execute(text("UPDATE milestone SET name = :name, weight = 0.3333333333333333"), {"name": AWKWARD})
        connection.execute(text("UPDATE batch SET counts = :counts"), {"counts": counts})
    compared = 0
    with reading(database) as session:
        connection = session.connection()
        for table in SEALED:
            rows = connection.execute(select(*map(typed, sealed_columns(table))).order_by(table.c.id)).mappings()
            slow = [(row["id"], row_digest(table.name, dict(row))) for row in rows]
            assert list(row_digester(table, database.dialect.name).digests(connection)) == slow, table.name
            compared += len(slow)
    assert compared >= 2 * len(SEALED)


def statements(engine: Engine, kind: type[Session], rows: int) -> list[str]:
    """Of a transaction that writes as many updates as comments."""
    seen: list[str] = []

    def take(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", take)
    with kind(engine.execution_options(**{WRITES: True})) as session:
        stamp: dict[str, Any] = {"recorded_at": NOON, "recorded_by": "x"}
        session.add_all(t.MilestoneUpdate(milestone_id=M1, claim=Claim.DONE, **stamp) for _ in range(rows))
        session.add_all(t.Comment(programme_id=1, text="a", **stamp) for _ in range(rows))
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "everything", at=NOON)
        session.rollback()
    event.remove(engine, "before_cursor_execute", take)
    return seen


def test_sealing_asks_once_per_table_however_many_rows(engine: Engine) -> None:
    build(engine)
    statements(engine, Session, 1)
    for rows in (1, 300):
        sealed, plain = (statements(engine, kind, rows) for kind in (WritingSession, Session))
        assert len(sealed) - len(plain) == 2, sealed
