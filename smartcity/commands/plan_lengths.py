"""Texts of a draft that are longer than their field takes; what is stored so long already may come again."""

from collections.abc import Iterator
from typing import Any

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.commands.fact_nouns import FACT_NOUNS
from smartcity.commands.plan_facts import ATTACHED
from smartcity.commands.plan_nouns import LISTS, PLAN_NOUNS, Noun
from smartcity.commands.plan_store import Standing
from smartcity.domain.lengths import length, longest
from smartcity.store.loaders.visibility import AsOf


def too_long(draft: PlanDraft, standing: Standing) -> Iterator[Problem]:
    """One problem for each text."""
    for noun in (*PLAN_NOUNS, *FACT_NOUNS):
        skipped = {*noun.links, *(name for owner, name in LISTS if owner == noun.name)}
        for row in draft.rows.get(noun.name, ()):
            for name, value in row.values.items():
                most = longest(noun.name, name)
                if length(value) > most and name not in skipped and not _is_stored(noun, name, value, standing):
                    yield _problem(row, name, value, most)


def _problem(row: DraftRow, name: str, value: Any, most: int) -> Problem:
    place = Place(row.place.sheet, row.place.row, name)
    return Problem(place, value, "note.long", {"length": length(value), "most": most})


def _is_stored(noun: Noun, name: str, value: Any, standing: Standing) -> bool:
    table, column = noun.table, name
    for other, _owner, fields in ATTACHED.get(noun.name, ()):
        if name in fields:
            table, column = other, fields[name]
    if column not in table.__table__.c:
        return False
    stored = [row[column] for row in AsOf.now(standing.session).rows(table)]
    return (list(value) if isinstance(value, tuple) else value) in stored
