"""Ceilings and what was realised of them, quarter by quarter, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.budgets import Line
from smartcity.domain.kinds import BudgetSource
from smartcity.queries.known import Known, known, overlay
from smartcity.queries.structure import plan_rows
from smartcity.store import tables as t


def lines(session: Session, as_of: date) -> tuple[Line, ...]:
    """Every line of every year, in the order of years and sources."""
    when = known(session, as_of)
    past = overlay(session, when)
    codes = {row["id"]: row["code"] for row in plan_rows(session, when, past, t.Programme)}
    spent = realised(session, when)
    rows = sorted(plan_rows(session, when, past, t.Budget), key=lambda row: (row["year"], row["source"]))
    return tuple(
        Line(
            programme=codes[row["programme_id"]],
            year=row["year"],
            source=BudgetSource(row["source"]),
            ceiling=row["ceiling"],
            quarters=tuple(sorted(spent.get(row["id"], {}).items())),
        )
        for row in rows
        if row["programme_id"] in codes
    )


def realised(session: Session, when: Known) -> Mapping[int, dict[int, Decimal]]:
    """By budget id and quarter; the newest row of a quarter stands."""
    spent: Any = t.BudgetRealisation
    rows = session.execute(
        select(*spent.__table__.columns).where(when.sees(spent)).order_by(spent.recorded_at, spent.id)
    )
    found: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in rows:
        found[row.budget_id][row.quarter] = row.realised
    return found
