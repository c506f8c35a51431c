"""Where a part of the plan is asked for, both databases find it by an index: no table that grows is read as a whole."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from smartcity.queries import compliance, history, indicators, portfolio, verification_queue
from smartcity.store.engine import reading
from smartcity.store.loaders.touched import written_since

DAY = date(2026, 11, 24)
GROWING = ("milestone_update", "update_review", "reading", "reading_review", "statement", "evidence", "audit_entry")
PART = frozenset({1})
QUESTIONS: tuple[Callable[[Session], object], ...] = (
    lambda session: portfolio.load_programmes(session, DAY, PART),
    lambda session: compliance.renew_first_reports(session, DAY, {}, PART),
    lambda session: verification_queue.renew_open_claims(session, DAY, {}, PART),
    lambda session: verification_queue.renew_verified_claims(session, DAY, {}, PART),
    lambda session: indicators.renew_outcomes(session, DAY, (), PART),
    lambda session: history.returned_updates(session, DAY, (1,)),
    lambda session: written_since(session, 3),
)


def test_a_part_is_found_by_an_index(sample_city: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        asked.append((statement, parameters))

    with reading(sample_city) as session:
        event.listen(sample_city, "before_cursor_execute", note)
        for question in QUESTIONS:
            question(session)
        event.remove(sample_city, "before_cursor_execute", note)
        assert {table for table in GROWING if any(f"FROM {table}" in one for one, _ in asked)} == {*GROWING}
        scanned = [table for statement, given in asked for table in _scanned(session, statement, given)]
    assert scanned == []


def _scanned(session: Session, statement: str, parameters: Any) -> list[str]:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row.detail for row in plan if row.detail.startswith("SCAN") and row.detail.split()[1] in GROWING]
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    return [*_whole(json.loads(plan)[0]["Plan"] if isinstance(plan, str) else plan[0]["Plan"])]


def _whole(node: dict[str, Any]) -> Iterator[str]:
    """Without a condition on an index; small tables are read through one here, so that a missing one shows."""
    is_narrowed = "Index Cond" in node or node["Node Type"] == "Bitmap Heap Scan"
    if node.get("Relation Name") in GROWING and not is_narrowed:
        yield f"{node['Node Type']} {node['Relation Name']}"
    for inner in node.get("Plans", ()):
        yield from _whole(inner)
