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
    for entity in (*PLAN_ENTITIES, *FACT_ENTITIES):
        skipped = {*entity.links, *(name for owner, name in LISTS if owner == entity.name)}
        for row in draft.rows.get(entity.name, ()):
            for name, value in row.values.items():
                most = longest(entity.name, name)
                if length(value) > most and name not in skipped and not _is_stored(entity, name, value, plan):
                    yield _problem(row, name, value, most)


def _problem(row: DraftRow, name: str, value: Any, most: int) -> Problem:
    place = Place(row.place.sheet, row.place.row, name)
    return Problem(place, value, "note.long", {"length": length(value), "most": most})


def _is_stored(entity: EntitySpec, name: str, value: Any, plan: CurrentPlan) -> bool:
    table, column = entity.table, name
    for other, _owner, fields in ATTACHED.get(entity.name, ()):
        if name in fields:
            table, column = other, fields[name]
    if column not in table.__table__.c:
        return False
    stored = [row[column] for row in AsOf.now(plan.session).rows(table)]
    return (list(value) if isinstance(value, tuple) else value) in stored
