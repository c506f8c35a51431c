"""What is in force now: rows of the plan that an import adds to, and the calendar with its locks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlmodel import Session

from smartcity.domain.calendar import Calendar, Period
from smartcity.domain.enums import PeriodState
from smartcity.domain.errors import Refused
from smartcity.store.entities import LISTS, PLAN_ENTITIES, EntitySpec
from smartcity.store.loaders import reporting
from smartcity.store.loaders.visibility import AsOf

CHUNK = 5000


class CurrentPlan:
    """The plan in force: `ids[entity][key]` and `rows[entity][id]`. Keys are codes; links inside keys are codes too."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids: dict[str, dict[Any, int]] = {}
        self.rows: dict[str, dict[int, dict[str, Any]]] = {}
        for entity in PLAN_ENTITIES:
            self._take(entity)
        self.lists = {slot: self._list(slot) for slot in LISTS}
        self._next: dict[str, int] = {}

    def _take(self, entity: EntitySpec) -> None:
        rows = AsOf.now(self.session).rows(entity.table)
        self.rows[entity.name] = {row["id"]: row for row in rows}
        self.ids[entity.name] = {self._key(entity, row): row["id"] for row in rows}

    def _key(self, entity: EntitySpec, row: Mapping[str, Any]) -> Any:
        parts = tuple(self._part(entity, name, row) for name in entity.key)
        return parts[0] if len(parts) == 1 else parts

    def _part(self, entity: EntitySpec, name: str, row: Mapping[str, Any]) -> Any:
        if name not in entity.links:
            return row[name]
        target, column = entity.links[name]
        return self.rows[target][row[column]]["code"]

    def _list(self, slot: tuple[str, str]) -> dict[int, set[int]]:
        table, own, _target, column = LISTS[slot]
        links: dict[int, set[int]] = {}
        for row in AsOf.now(self.session).rows(table):
            links.setdefault(row[own], set()).add(row[column])
        return links

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


def calendar(session: Session) -> Calendar:
    """The periods and exceptions in force."""
    return reporting.calendar(AsOf.now(session))


def require_open(schedule: Calendar, period: Period, agency: str, at: datetime) -> None:
    """Raises Refused unless the agency (by code) may report in the period at that instant."""
    if schedule.is_locked(period, agency, at):
        raise Refused("lock.period", period=period.name, since=period.dates.locks_on)
    if period.dates.state(schedule.today(at)) is PeriodState.COMING:
        raise Refused("lock.coming", period=period.name, opens=period.dates.opens_on)
