"""The agency that answers for a row of the plan or for a fact."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf

Row = Mapping[str, Any]
# Entity → the column that leads on, and the entity it leads to.
OWNERS: Mapping[str, tuple[str, str]] = {
    "update": ("milestone_id", "milestone"),
    "milestone": ("action_plan_id", "action_plan"),
    "action_plan": ("programme_id", "programme"),
    "budget_realisation": ("budget_id", "budget"),
    "budget": ("programme_id", "programme"),
    "statement": ("programme_id", "programme"),
    "physical_update": ("programme_id", "programme"),
    "reading": ("indicator_id", "indicator"),
    "programme": ("lead_agency_id", "agency"),
    "indicator": ("agency_id", "agency"),
}
TABLES = {
    "milestone": t.Milestone,
    "action_plan": t.ActionPlan,
    "budget": t.Budget,
    "programme": t.Programme,
    "indicator": t.Indicator,
    "agency": t.Agency,
}


def owner_of(entity: str, row: Row, find: Callable[[str, int], Row]) -> str:
    """The agency's code, "" for an indicator of the city without one; `find` gives a row by entity and id."""
    while entity in OWNERS:
        column, noun_meant = OWNERS[entity]
        if row[column] is None:
            return ""
        entity, row = noun_meant, find(noun_meant, row[column])
    return str(row["code"])


def agency_of(when: AsOf, entity: str, row: Row) -> str:
    """The same, from what is stored."""

    def find(entity: str, number: int) -> Row:
        table: Any = TABLES[entity]
        return dict(when.session.execute(select(*table.__table__.columns).where(table.id == number)).mappings().one())

    return owner_of(entity, row, find)
