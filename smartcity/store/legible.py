"""Texts in a file that somebody else wrote need not be texts: what cannot be decoded is unreadable, not unreachable."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlalchemy.exc import OperationalError

T = TypeVar("T")
_UNDECODABLE = "Could not decode"


def legible(rows: Iterable[T]) -> Iterator[T]:
    """
    Raises:
        ValueError: SQLite holds something else where a text should be.
    """
    try:
        yield from rows
    except OperationalError as error:
        if _UNDECODABLE not in str(error.orig):
            raise
        raise ValueError(str(error.orig)) from error
