"""Operations counted, not timed: how often a function of Python is called, how often and what a database is asked."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event


def calls_of(function: Any, run: Callable[[], object]) -> int:
    """How often `run` comes to call `function`."""
    code, before, count = function.__code__, sys.getprofile(), 0

    def note(frame: FrameType, occasion: str, _argument: object) -> None:
        nonlocal count
        count += occasion == "call" and frame.f_code is code

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile, in their order."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
