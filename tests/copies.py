"""Copies of one database file answer alike until one is written to without a ledger entry.

The screens keep an answer by address, newest ledger entry and its seal. Copies differ in their address alone: what is
written with an entry gives a copy a seal of its own, and any other row takes it out of the copies.
"""

import re
from typing import Any

from sqlalchemy import Engine, event

_WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|\w+ TABLE|\w+ TRIGGER)\s+"?(\w+)', re.IGNORECASE)
_LEDGER = "audit_entry"
# Tests let somebody in without an entry; what follows from accounts is kept for each address.
_OF_PEOPLE = {"account", "sign_in"}
_WRITTEN = "written"
_ORIGINALS: dict[str, str] = {}


def count_as_copy(url: str, original: str) -> None:
    _ORIGINALS[url] = original


def original_of(url: str) -> str:
    """The address whose answers hold for this one."""
    return _ORIGINALS.get(url, url)


def watch(engine: Engine) -> None:
    """Takes a copy out of the copies when a transaction of this engine leaves rows without an entry."""
    address = engine.url.render_as_string(hide_password=False)
    if address not in _ORIGINALS:
        return

    def note(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if match := _WRITING.match(statement):
            connection.info.setdefault(_WRITTEN, set()).add(match[1].lower())

    def judge(connection: Any) -> None:
        tables_changed = connection.info.pop(_WRITTEN, set()) - _OF_PEOPLE
        if tables_changed and _LEDGER not in tables_changed:
            _ORIGINALS.pop(address, None)

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", judge)
    event.listen(engine, "rollback", lambda connection: connection.info.pop(_WRITTEN, None))
