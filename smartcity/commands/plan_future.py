"""What an import reports has been: no day, and no period, that has not come."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.domain.kinds import Claim

Values = Mapping[str, Any]
YEARS, MONTHS = range(1900, 2201), range(1, 13)


def _achieved(values: Values) -> date | None:
    return values.get("achieved_on") if values.get("claim") is Claim.DONE else None


def _measured(values: Values) -> date | None:
    return values.get("day") if values.get("percent") is not None else None


def _period(values: Values) -> date | None:
    """The first day of its period, where anything is told of it."""
    if all(values.get(name) is None for name in ("value", "numerator", "denominator", "text", "realised")):
        return None
    year, quarter, half = (values.get(name) for name in ("year", "quarter", "half"))
    month = 3 * quarter - 2 if quarter else 7 if half == 2 else 1
    return date(year, month, 1) if year is not None and year in YEARS and month in MONTHS else None


# By noun: the field that is named, the day that must have come, the sentence about it.
NOT_TO_COME: Mapping[str, tuple[str, Callable[[Values], date | None], str]] = {
    "update": ("achieved_on", _achieved, "objection.day_to_come"),
    "physical_update": ("day", _measured, "import.row.day_to_come"),
    "reading": ("year", _period, "import.row.period_to_come"),
    "budget_realisation": ("year", _period, "import.row.period_to_come"),
}


def days_to_come(draft: PlanDraft, today: date) -> Iterator[Problem]:
    for noun, (name, day_of, key) in NOT_TO_COME.items():
        for row in draft.rows.get(noun, ()):
            day = day_of(row.values)
            if day is not None and day > today:
                yield _problem(row, name, key)


def _problem(row: DraftRow, name: str, key: str) -> Problem:
    return Problem(Place(row.place.sheet, row.place.row, name), row.values[name], key)
