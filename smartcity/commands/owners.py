"""Which agency answers for a row: from a claim or reading up to the lead agency of its programme or indicator."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session, select

from smartcity.store import tables as t

Row = Mapping[str, Any]
# Noun → the column that leads on, and the noun it leads to.
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


def owner_of(noun: str, row: Row, find: Callable[[str, int], Row]) -> str:
    """The agency's code, "" for an indicator of the city that none answers for; `find` brings a row by noun and id."""
    while noun in OWNERS:
        column, noun_meant = OWNERS[noun]
        if row[column] is None:
            return ""
        noun, row = noun_meant, find(noun_meant, row[column])
    return str(row["code"])


def agency_of(session: Session, noun: str, row: Row) -> str:
    """The same, from what is stored."""

    def find(noun: str, number: int) -> Row:
        table: Any = TABLES[noun]
        return dict(session.execute(select(*table.__table__.columns).where(table.id == number)).mappings().one())

    return owner_of(noun, row, find)
