"""Every test has a database of its own, but a statement is compiled once per process: engines share their dialect."""

from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import create_engine

from tests.copies import watch

_FIRST: dict[str, Engine] = {}
_COMPILED: dict[str, dict[Any, Any]] = {}


def engine_that_shares(*words: Any, **options: Any) -> Engine:
    """As `create_engine`; from the first connection on, later engines of that kind speak its dialect."""
    made = create_engine(*words, **options)
    made.update_execution_options(compiled_cache=_COMPILED.setdefault(made.name, {}))
    if made.name in _FIRST:
        made.dialect = _FIRST[made.name].dialect
    else:
        event.listen(made, "engine_connect", lambda _connection: _FIRST.setdefault(made.name, made))
    watch(made)
    return made
