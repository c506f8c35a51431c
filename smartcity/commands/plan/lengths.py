"""Texts of a draft that are longer than their field takes; what is stored so long already may come again."""

from collections.abc import Iterator
from typing import Any

from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.plan.import_schema import PlanDraft, Problem
from smartcity.store.entities import ENTITIES, FieldSpec
from smartcity.store.loaders.visibility import AsOf


def too_long(draft: PlanDraft, plan: CurrentPlan) -> Iterator[Problem]:
    """One problem for each text."""
    stored = _StoredTexts(plan)
    for entity in ENTITIES.values():
        fields = {
            name: spec for name, spec in entity.fields.items() if spec.refers is None and spec.kind in (str, list)
        }
        for row in draft.rows.get(entity.name, ()):
            for name, spec in fields.items():
                value = row.values.get(name)
                if length(value) > spec.most and not stored.has(spec, value):
                    yield row.error(name, "note.long", length=length(value), most=spec.most)


class _StoredTexts:
    """Each column is read once, and only where a text is too long for it."""

    def __init__(self, plan: CurrentPlan) -> None:
        self._plan = plan
        self._of_column: dict[tuple[Any, str], frozenset[Any]] = {}

    def has(self, spec: FieldSpec, value: Any) -> bool:
        if (spec.table, spec.column) not in self._of_column:
            values = (row[spec.column] for row in AsOf.now(self._plan.session).rows(spec.table))
            plain = (tuple(value) if isinstance(value, list) else value for value in values)
            self._of_column[spec.table, spec.column] = frozenset(plain)
        return value in self._of_column[spec.table, spec.column]


def length(value: object) -> int:
    """Of a text, or of several with one mark between them; 0 for what is no text."""
    if isinstance(value, tuple):
        return len(";".join(value)) if all(isinstance(part, str) for part in value) else 0
    return len(value) if isinstance(value, str) else 0
