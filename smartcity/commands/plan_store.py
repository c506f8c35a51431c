"""What of the plan is in force now, as the importer needs it: ids by key, values by id; and ids to come."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlmodel import Session

from smartcity.commands.plan_nouns import LISTS, PLAN_NOUNS, Noun
from smartcity.store.loaders.visibility import AsOf

CHUNK = 5000


class Standing:
    """The plan in force: `ids[noun][key]` and `rows[noun][id]`. Keys are codes; links inside keys are codes too."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids: dict[str, dict[Any, int]] = {}
        self.rows: dict[str, dict[int, dict[str, Any]]] = {}
        for noun in PLAN_NOUNS:
            self._take(noun)
        self.lists = {slot: self._list(slot) for slot in LISTS}
        self._next: dict[str, int] = {}

    def _take(self, noun: Noun) -> None:
        rows = AsOf.now(self.session).rows(noun.table)
        self.rows[noun.name] = {row["id"]: row for row in rows}
        self.ids[noun.name] = {self._key(noun, row): row["id"] for row in rows}

    def _key(self, noun: Noun, row: Mapping[str, Any]) -> Any:
        parts = tuple(self._part(noun, name, row) for name in noun.key)
        return parts[0] if len(parts) == 1 else parts

    def _part(self, noun: Noun, name: str, row: Mapping[str, Any]) -> Any:
        if name not in noun.links:
            return row[name]
        target, column = noun.links[name]
        return self.rows[target][row[column]]["code"]

    def _list(self, slot: tuple[str, str]) -> dict[int, set[int]]:
        table, own, _target, column = LISTS[slot]
        found: dict[int, set[int]] = {}
        for row in AsOf.now(self.session).rows(table):
            found.setdefault(row[own], set()).add(row[column])
        return found

    def keys(self) -> dict[str, set[Any]]:
        return {name: set(ids) for name, ids in self.ids.items()}

    def next_id(self, table: Any) -> int:
        """Ids are given out here, so that a whole file can be linked before anything is written."""
        name = table.__tablename__
        if name not in self._next:
            self._next[name] = self.session.execute(select(func.max(table.id))).scalar() or 0
        self._next[name] += 1
        return self._next[name]

    def write(self, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        """Inserts rows that carry their ids."""
        listed = list(rows)
        for start in range(0, len(listed), CHUNK):
            self.session.execute(insert(table), listed[start : start + CHUNK])

    def settle_sequences(self) -> None:
        """PostgreSQL's own counters go on where the given ids ended."""
        if self.session.get_bind().dialect.name != "postgresql":
            return
        for name, last in self._next.items():
            self.session.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": name, "last": last}
            )
