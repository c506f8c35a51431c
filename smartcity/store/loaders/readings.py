"""Readings of indicators with the newest verdict on each."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from smartcity.domain.enums import Verdict
from smartcity.domain.indicators.achievement import PeriodReading, fraction
from smartcity.store import tables as t
from smartcity.store.loaders.claims import load_verdicts
from smartcity.store.loaders.visibility import AsOf, Row


def readings(when: AsOf, *conditions: ColumnElement[bool]) -> list[tuple[Row, Verdict | None]]:
    """Rows of readings, of areas too, oldest first; None where nobody answered yet."""
    rows = when.in_time(t.Reading, *conditions)
    answered = load_verdicts(when, t.ReadingReview, "reading_id", [row["id"] for row in rows] if conditions else None)
    return [(row, answered.get(row["id"])) for row in rows]


def reading_of(row: Mapping[str, Any]) -> PeriodReading:
    """A row of readings as a value."""
    value, numerator, denominator = (fraction(row[name]) for name in ("value", "numerator", "denominator"))
    return PeriodReading(value, numerator, denominator, row["text"], is_not_applicable=row["is_not_applicable"])
