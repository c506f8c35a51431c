"""Ceilings and what was realised of them, quarter by quarter, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from smartcity.domain.enums import BudgetSource
from smartcity.domain.money.budgets import Line
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf


def budget_lines(session: Session, as_of: date) -> tuple[Line, ...]:
    """Every line of every year, in the order of years and sources."""
    when = AsOf.end_of(session, as_of)
    codes = {row["id"]: row["code"] for row in when.rows(t.Programme)}
    spent = realised(when)
    rows = sorted(when.rows(t.Budget), key=lambda row: (row["year"], row["source"]))
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


def realised(when: AsOf) -> Mapping[int, dict[int, Decimal]]:
    """By budget id and quarter; the newest row of a quarter stands."""
    by_budget: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in when.in_time(t.BudgetRealisation):
        by_budget[row["budget_id"]][row["quarter"]] = row["realised"]
    return by_budget
