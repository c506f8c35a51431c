"""Rows that many tests begin with: our own code writes them once per process and database, then its statements do."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from smartcity.store.engine import writing

_Statements = list[tuple[str, Any]]
_WRITTEN: dict[tuple[str, str], _Statements] = {}


def write_once(engine: Engine, name: str, write: Callable[[Session], object]) -> None:
    """Leaves in a database without rows what `write` leaves there; what has the same name writes the same."""
    key = engine.dialect.name, name
    if key in _WRITTEN:
        with writing(engine) as session:
            for statement, parameters in _WRITTEN[key]:
                session.connection().exec_driver_sql(statement, parameters)
    else:
        _WRITTEN[key] = _noted(engine, write)


def _noted(engine: Engine, write: Callable[[Session], object]) -> _Statements:
    noted: _Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        # The import sets the counters of PostgreSQL by a question.
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")) or "setval" in statement:
            noted.append((statement, parameters or None))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with writing(engine) as session:
            write(session)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return noted
