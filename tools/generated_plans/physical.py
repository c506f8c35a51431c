"""Planned curves and physical percentages of the generated programmes that are measured physically."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from smartcity.domain.calendar import quarter_of
from smartcity.domain.enums import Role, Verdict
from tools.generated_plans.facts import at
from tools.generated_plans.plan import BEGUN, LAST_NEWS, Effort, Fields, Rows, is_physical

Point = tuple[date, Decimal]
WAITS_FROM = date(2026, 9, 1)


def rows(efforts: list[Effort], chance: Random) -> Rows:
    measured = [(effort, _curve(effort)) for effort in efforts if is_physical(effort)]
    return {
        "planned_percent": [
            {"programme": effort.code, "day": day, "percent": percent, "recorded_at": BEGUN}
            for effort, curve in measured
            for day, percent in curve
        ],
        "physical_update": [row for effort, curve in measured for row in _reported(effort, curve, chance)],
    }


def _curve(effort: Effort) -> list[Point]:
    """Quarter by quarter along the days, and all on the last."""
    days, end = [], quarter_of(effort.starts_on).ends_on
    while end < effort.ends_on:
        days.append(end)
        end = quarter_of(end + timedelta(days=1)).ends_on
    whole = (effort.ends_on - effort.starts_on).days or 1
    curve = [(day, Decimal(round(1000 * (day - effort.starts_on).days / whole)) / 10) for day in days]
    return [*curve, (effort.ends_on, Decimal(100))]


def _reported(effort: Effort, curve: list[Point], chance: Random) -> Iterator[Fields]:
    pace = Decimal(chance.randrange(70, 106)) / 100
    for day, planned in curve:
        recorded_at = at(day + timedelta(days=chance.randrange(1, 10)), chance)
        if day < LAST_NEWS - timedelta(days=20):
            verdict = Verdict.VERIFIED if day < WAITS_FROM else None
            yield {
                "programme": effort.code,
                "day": day,
                "percent": round(planned * pace, 1),
                "note": None,
                "recorded_at": recorded_at,
                "recorded_by": effort.agency,
                "verdict": verdict,
                "reviewed_at": recorded_at + timedelta(days=2) if verdict else None,
                "reviewed_by": Role.VERIFIER.value if verdict else None,
            }
