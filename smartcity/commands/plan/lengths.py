"""Texts of a draft that are longer than their field takes; what is stored so long already may come again."""

from collections.abc import Iterator
from typing import Any

from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.entities import LISTS, PLAN_ENTITIES, EntitySpec
from smartcity.commands.plan.facts import ATTACHED
from smartcity.commands.plan.import_schema import FACT_ENTITIES, DraftRow, Place, PlanDraft, Problem
from smartcity.domain.lengths import length, longest
from smartcity.store.loaders.visibility import AsOf


def too_long(draft: PlanDraft, plan: CurrentPlan) -> Iterator[Problem]:
    """One problem for each text."""
    stored = _StoredTexts(plan)
    for entity in (*PLAN_ENTITIES, *FACT_ENTITIES):
        skipped = {*entity.links, *(name for owner, name in LISTS if owner == entity.name)}
        for row in draft.rows.get(entity.name, ()):
            for name, value in row.values.items():
                most = longest(entity.name, name)
                if length(value) > most and name not in skipped and not stored.has(entity, name, value):
                    yield _problem(row, name, value, most)


def _problem(row: DraftRow, name: str, value: Any, most: int) -> Problem:
    place = Place(row.place.sheet, row.place.row, name)
    return Problem(place, value, "note.long", {"length": length(value), "most": most})


class _StoredTexts:
    """Each column is read once, and only where a text is too long for it."""

    def __init__(self, plan: CurrentPlan) -> None:
        self._plan = plan
        self._of_column: dict[tuple[str, str], frozenset[Any]] = {}

    def has(self, entity: EntitySpec, name: str, value: Any) -> bool:
        if (entity.name, name) not in self._of_column:
            self._of_column[entity.name, name] = self._read(entity, name)
        return value in self._of_column[entity.name, name]

    def _read(self, entity: EntitySpec, name: str) -> frozenset[Any]:
        table, column = entity.table, name
        for other, _owner, fields in ATTACHED.get(entity.name, ()):
            if name in fields:
                table, column = other, fields[name]
        if column not in table.__table__.c:
            return frozenset()
        values = (row[column] for row in AsOf.now(self._plan.session).rows(table))
        return frozenset(tuple(value) if isinstance(value, list) else value for value in values)
