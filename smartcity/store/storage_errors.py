"""What disk and database raise, as our own errors: a disk without room, text that cannot be decoded."""

import errno
import logging
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DatabaseError, OperationalError

from smartcity.domain.errors import Refused

log = logging.getLogger(__name__)
FULL = "store.full"
# No room on the disk, in the quota, or for a file of this size.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# SQLite and PostgreSQL have codes of their own for it. Where SQLite could not make or enlarge the files beside its own
# it speaks of input and output, or of what it cannot open: that counts where hardly any room is left.
_SQLITE_FULL, _SQLITE_OTHER, _PRIMARY, _POSTGRES_FULL = 13, (10, 14), 0xFF, "53100"
_HARDLY_ANY = 256 * 1024


def is_full(error: BaseException | None) -> bool:
    """Whether it failed for want of room."""
    if isinstance(error, Refused):
        return error.key == FULL
    if isinstance(error, sqlite3.Error):
        return _sqlite_code(error) == _SQLITE_FULL
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    causes = () if error is None else error.args
    return any(is_full(cause) for cause in causes if isinstance(cause, OSError))


def reason(error: DatabaseError) -> str:
    """The first line of what the database says."""
    return str(error.orig).strip().splitlines()[0]


def refusal(error: Exception) -> Refused | None:
    """Why nothing could be done, where that is a rule, a full disk or a database that fails."""
    if isinstance(error, Refused):
        return error
    if is_full(error):
        return Refused(FULL)
    return Refused("store.unreachable", why=reason(error)) if isinstance(error, DatabaseError) else None


def refuse_when_full(engine: Engine) -> Engine:
    """Whatever statement of it finds no room raises Refused with the one sentence for it."""
    name = engine.url.database if engine.dialect.name == "sqlite" else None
    folder = Path(name).absolute().parent if name and name != ":memory:" else None

    def refuse(context: ExceptionContext) -> None:
        if _is_database_full(context.original_exception, folder):
            log.error("The database refused a change: its disk is full", exc_info=context.original_exception)
            raise Refused(FULL) from context.original_exception

    event.listen(engine, "handle_error", refuse)
    return engine


def _is_database_full(error: BaseException, folder: Path | None) -> bool:
    if getattr(error, "sqlstate", None) == _POSTGRES_FULL:
        return True
    code = _sqlite_code(error)
    if code in _SQLITE_OTHER and folder is not None and folder.is_dir():
        return shutil.disk_usage(folder).free < _HARDLY_ANY
    return code == _SQLITE_FULL


def _sqlite_code(error: BaseException) -> int:
    """0 for what is no error of SQLite's own."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & _PRIMARY


@contextmanager
def full_disk_refused() -> Iterator[None]:
    """The same for files and for SQLite's own copying; every other error goes on as it is."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise Refused(FULL) from error
        raise


T = TypeVar("T")
_UNDECODABLE = "Could not decode"


def decodable(rows: Iterable[T]) -> Iterator[T]:
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
