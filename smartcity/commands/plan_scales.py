"""Values of one indicator, ceilings and weights of one sheet that differ in size beyond twenty: told, never refused."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.commands.plan_store import Standing
from smartcity.domain.kinds import Calculation
from smartcity.domain.scales import are_far_apart, is_far_from, middle, outliers

# Noun and field of the columns whose values are of one size.
COLUMNS = (("budget", "ceiling"), ("programme", "weight"), ("milestone", "weight"))
GOALS = ("value", "lower", "upper")
ALL_YEAR = (None, None)


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


def scale_doubts(draft: PlanDraft, standing: Standing) -> Iterator[Problem]:
    """Looked at with what is stored, since readings may come in without their targets."""
    for noun, name in COLUMNS:
        yield from _column(draft, noun, name)
    yield from _spent(draft, standing)
    gauges = _gauges(draft, standing)
    for row in draft.rows.get("indicator", ()):
        yield from _baseline(row, gauges[row.values.get("code")])
    for row in draft.rows.get("reading", ()):
        yield from _reading(row, gauges[row.values.get("indicator")])


def _column(draft: PlanDraft, noun: str, name: str) -> Iterator[Problem]:
    rows = [row for row in draft.rows.get(noun, ()) if row.values.get(name)]
    values = [row.values[name] for row in rows]
    for at in outliers(values):
        yield _doubt(rows[at], name, "import.row.other_size", least=min(values), most=max(values))


def _spent(draft: PlanDraft, standing: Standing) -> Iterator[Problem]:
    """Realised money is small at first; more than twenty times the ceiling it never is."""
    codes = {number: row["code"] for number, row in standing.rows["programme"].items()}
    stored = [{**row, "programme": codes.get(row["programme_id"])} for row in standing.rows["budget"].values()]
    told = [row.values for row in draft.rows.get("budget", ())]
    ceilings = {_budget(values): values.get("ceiling") for values in (*stored, *told)}
    for row in draft.rows.get("budget_realisation", ()):
        realised, ceiling = row.values.get("realised"), ceilings.get(_budget(row.values))
        if realised and ceiling and abs(realised) > ceiling and are_far_apart(realised, ceiling):
            yield _doubt(row, "realised", "import.row.far_from_ceiling", other=ceiling)


def _budget(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return values.get("programme"), values.get("year"), values.get("source")


def _gauges(draft: PlanDraft, standing: Standing) -> defaultdict[Any, _Gauge]:
    found: defaultdict[Any, _Gauge] = defaultdict(_Gauge)
    codes = {number: row["code"] for number, row in standing.rows["indicator"].items()}
    stored = [{**row, "indicator": codes.get(row["indicator_id"])} for row in standing.rows["target"].values()]
    for values in (*standing.rows["indicator"].values(), *_values(draft, "indicator")):
        if values.get("calculation"):
            found[values["code"]].is_summed = values["calculation"] == Calculation.CUMULATIVE
    for values in (*stored, *_values(draft, "target")):
        goal = next((values[name] for name in GOALS if values.get(name)), None)
        if goal is not None:
            found[values.get("indicator")].goals[values.get("year"), *_part(values)] = goal
    return found


def _values(draft: PlanDraft, noun: str) -> Iterator[Mapping[str, Any]]:
    return (row.values for row in draft.rows.get(noun, ()))


def _part(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values.get("quarter"), values.get("half")


def _baseline(row: DraftRow, gauge: _Gauge) -> Iterator[Problem]:
    baseline, goal = row.values.get("baseline"), middle([*gauge.goals.values()])
    if baseline and goal and is_far_from(baseline, goal, is_part=gauge.is_summed):
        yield _doubt(row, "baseline", "import.row.far_from_target", other=goal)


def _reading(row: DraftRow, gauge: _Gauge) -> Iterator[Problem]:
    """What one area has is a part of the city's."""
    value, name = _measured(row.values)
    goal, is_longer = gauge.goal(row.values.get("year"), _part(row.values))
    is_part = bool(row.values.get("area")) or (gauge.is_summed and is_longer)
    if value and goal and is_far_from(value, goal, is_part=is_part):
        yield _doubt(row, name, "import.row.far_from_target", other=goal)


def _measured(values: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    """The value, else the quotient, and the field that is told as wrong."""
    value, numerator, denominator = (values.get(name) for name in ("value", "numerator", "denominator"))
    if value is None and numerator is not None and denominator:
        return numerator / denominator, "numerator"
    return value, "value"


def _doubt(row: DraftRow, name: str, key: str, **facts: object) -> Problem:
    place = Place(row.place.sheet, row.place.row, name)
    return Problem(place, row.values[name], key, facts, is_warning=True)
