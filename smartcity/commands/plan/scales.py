"""Values of one indicator, ceilings and weights of one sheet that do not fit each other: warned of, never refused.

They differ in size beyond twenty, or a year's target is not what the targets of its parts say.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.plan.import_schema import DraftRow, PlanDraft, Problem
from smartcity.domain.enums import Calculation
from smartcity.domain.reporting.anomalies import are_far_apart, is_far_from, middle, outliers

# Noun and field of the columns whose values are of one size.
COLUMNS = (("budget", "ceiling"), ("programme", "weight"), ("milestone", "weight"))
GOALS = ("value", "lower", "upper")
ALL_YEAR = (None, None)
# Quarter and half of the parts that make up a year.
PARTS = (((1, None), (2, None), (3, None), (4, None)), ((None, 1), (None, 2)))


@dataclass
class _Gauge:
    """What is known of one indicator: its goals by year and part of the year, and how its readings are combined."""

    goals: dict[tuple[Any, ...], Decimal] = field(default_factory=dict)
    is_summed: bool = False

    def goal(self, year: Any, part: tuple[Any, Any]) -> tuple[Decimal | None, bool]:
        """The goal of just that part, of the year, or the middle one of all; whether it is a longer one's."""
        if (year, *part) in self.goals:
            return self.goals[year, *part], False
        return self.goals.get((year, *ALL_YEAR), middle([*self.goals.values()])), part != ALL_YEAR

    def goal_of_parts(self, year: Any) -> Decimal | None:
        """What the goals of all four quarters, or of both halves, say about the year; None where one lacks."""
        for parts in PARTS:
            goals = [self.goals[year, *part] for part in parts if (year, *part) in self.goals]
            if len(goals) == len(parts):
                return sum(goals, Decimal(0)) if self.is_summed else goals[-1]
        return None


def scale_warnings(draft: PlanDraft, current: CurrentPlan) -> Iterator[Problem]:
    """Looked at with what is stored, since readings may come in without their targets."""
    for entity, name in COLUMNS:
        yield from _column(draft, entity, name)
    yield from _below_zero(draft)
    yield from _spent(draft, current)
    gauges = _gauges(draft, current)
    for row in draft.rows.get("indicator", ()):
        yield from _baseline(row, gauges[row.values.get("code")])
    for row in draft.rows.get("target", ()):
        yield from _year_target(row, gauges[row.values.get("indicator")])
    for row in draft.rows.get("reading", ()):
        yield from _reading(row, gauges[row.values.get("indicator")])


def _column(draft: PlanDraft, entity: str, name: str) -> Iterator[Problem]:
    rows = [row for row in draft.rows.get(entity, ()) if row.values.get(name)]
    values = [row.values[name] for row in rows]
    for at in outliers(values):
        yield rows[at].warning(name, "import.row.other_size", least=min(values), most=max(values))


def _below_zero(draft: PlanDraft) -> Iterator[Problem]:
    for row in draft.rows.get("budget", ()):
        if (row.values.get("ceiling") or 0) < 0:
            yield row.warning("ceiling", "import.row.negative_ceiling")


def _spent(draft: PlanDraft, current: CurrentPlan) -> Iterator[Problem]:
    """Realised money is small at first; more than twenty times the ceiling it never is."""
    codes = {number: row["code"] for number, row in current.rows["programme"].items()}
    stored = [{**row, "programme": codes.get(row["programme_id"])} for row in current.rows["budget"].values()]
    drafted = [row.values for row in draft.rows.get("budget", ())]
    ceilings = {_budget(values): values.get("ceiling") for values in (*stored, *drafted)}
    for row in draft.rows.get("budget_realisation", ()):
        realised, ceiling = row.values.get("realised"), ceilings.get(_budget(row.values))
        if realised and ceiling and abs(realised) > ceiling and are_far_apart(realised, ceiling):
            yield row.warning("realised", "import.row.far_from_ceiling", other=ceiling)


def _budget(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return values.get("programme"), values.get("year"), values.get("source")


def _gauges(draft: PlanDraft, current: CurrentPlan) -> defaultdict[Any, _Gauge]:
    by_code: defaultdict[Any, _Gauge] = defaultdict(_Gauge)
    codes = {number: row["code"] for number, row in current.rows["indicator"].items()}
    stored = [{**row, "indicator": codes.get(row["indicator_id"])} for row in current.rows["target"].values()]
    for values in (*current.rows["indicator"].values(), *_values(draft, "indicator")):
        if values.get("calculation"):
            by_code[values["code"]].is_summed = values["calculation"] == Calculation.CUMULATIVE
    for values in (*stored, *_values(draft, "target")):
        goal = next((values[name] for name in GOALS if values.get(name)), None)
        if goal is not None:
            by_code[values.get("indicator")].goals[values.get("year"), *_part(values)] = goal
    return by_code


def _values(draft: PlanDraft, entity: str) -> Iterator[Mapping[str, Any]]:
    return (row.values for row in draft.rows.get(entity, ()))


def _part(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values.get("quarter"), values.get("half")


def _baseline(row: DraftRow, gauge: _Gauge) -> Iterator[Problem]:
    baseline, goal = row.values.get("baseline"), middle([*gauge.goals.values()])
    if baseline and goal and is_far_from(baseline, goal, is_part=gauge.is_summed):
        yield row.warning("baseline", "import.row.far_from_target", other=goal)


def _year_target(row: DraftRow, gauge: _Gauge) -> Iterator[Problem]:
    """The two stand side by side on the screens: to date against the parts, the year against its own."""
    values = row.values
    if values.get("value") is None or values.get("is_end") or _part(values) != ALL_YEAR:
        return
    other = gauge.goal_of_parts(values.get("year"))
    if other is not None and other != values["value"]:
        yield row.warning("value", "import.row.year_and_parts", other=other)


def _reading(row: DraftRow, gauge: _Gauge) -> Iterator[Problem]:
    """What one area has is a part of the city's."""
    value, name = _measured(row.values)
    goal, is_longer = gauge.goal(row.values.get("year"), _part(row.values))
    is_part = bool(row.values.get("area")) or (gauge.is_summed and is_longer)
    if value and goal and is_far_from(value, goal, is_part=is_part):
        yield row.warning(name, "import.row.far_from_target", other=goal)


def _measured(values: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    """The value, else the quotient, and the field that is told as wrong."""
    value, numerator, denominator = (values.get(name) for name in ("value", "numerator", "denominator"))
    if value is None and numerator is not None and denominator:
        return numerator / denominator, "numerator"
    return value, "value"
