"""What a draft must keep to before it may be written: references, one row per code, dates and weights in order."""

from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from smartcity.commands.plan.import_schema import DraftRow, Place, PlanDraft, Problem, doubles, with_compound_keys
from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Claim, PeriodKind, Verdict
from smartcity.domain.plan.dependencies import Party
from smartcity.domain.text import names_person
from smartcity.store.entities import ENTITIES, LISTS, PLAN_ENTITIES, EntitySpec

KeysByEntity = Mapping[str, Set[Any]]
MOST_GRACE = 90
_MOST = {PeriodKind.QUARTER: 4, PeriodKind.MONTH: 12}


def check(draft: PlanDraft, existing: KeysByEntity) -> Iterator[Problem]:
    """Every problem of the draft, `existing` being the keys that are in force already, by entity."""
    yield from _one_plan(draft, existing["masterplan"])
    yield from _targets(draft)
    yield from _overlaps(draft, existing["period"])
    keys = {entity.name: set(existing.get(entity.name, ())) for entity in PLAN_ENTITIES}
    for entity in PLAN_ENTITIES:
        yield from _twice(entity, draft)
        if entity.key == ("code",):
            yield from doubles(draft.rows.get(entity.name, ()), existing.get(entity.name, set()))
        keys[entity.name] |= {entity.row_key(row.values) for row in draft.rows.get(entity.name, ())}
    for entity in ENTITIES.values():
        for row in draft.rows.get(entity.name, ()):
            yield from _references(entity, row, keys)
            yield from _lists(entity, row, keys)
            for rule in RULES.get(entity.name, ()):
                yield from rule(row)


def _twice(entity: EntitySpec, draft: PlanDraft) -> Iterator[Problem]:
    seen: dict[Any, int | None] = {}
    for row in draft.rows.get(entity.name, ()):
        key = entity.row_key(row.values)
        if key is None or (isinstance(key, tuple) and key[0] is None):
            continue
        if key in seen:
            yield row.error(entity.key[0], "import.row.twice", first=seen[key])
        seen.setdefault(key, row.place.row)


def _references(entity: EntitySpec, row: DraftRow, keys: KeysByEntity) -> Iterator[Problem]:
    values = with_compound_keys(entity, row.values)
    for name, (target, _column) in entity.links.items():
        value = values.get(name)
        if value is None or value in keys[target]:
            continue
        if not isinstance(value, tuple):
            yield row.error(name, f"import.row.unknown_{target}")
        elif None not in value:
            yield row.error("number" if target == "period" else "year", f"import.row.unknown_{target}", cell=value)


def _lists(entity: EntitySpec, row: DraftRow, keys: KeysByEntity) -> Iterator[Problem]:
    for (owner, name), (_table, _own, target, _column) in LISTS.items():
        if owner != entity.name:
            continue
        for code in row.values.get(name) or ():
            if code not in keys[target]:
                yield row.error(name, f"import.row.unknown_{target}", cell=code)


def _one_plan(draft: PlanDraft, existing: Set[Any]) -> Iterator[Problem]:
    """One masterplan per database, told in one row."""
    rows = draft.rows.get("masterplan", ())
    for row in rows[1:]:
        yield row.error("name", "import.row.one_plan")
    name = rows[0].values.get("name") if rows else None
    if existing and name is not None and name not in existing:
        yield rows[0].error("name", "import.another_plan", known=next(iter(existing)))


def _targets(draft: PlanDraft) -> Iterator[Problem]:
    """Real plans hold odd targets: they are said, never refused, never corrected."""
    indicators = {row.values.get("code"): row.values for row in draft.rows.get("indicator", ())}
    for row in draft.rows.get("target", ()):
        target, indicator = row.values.get("value"), indicators.get(row.values.get("indicator"), {})
        baseline = indicator.get("baseline")
        if target is None:
            continue
        if target < 0:
            yield row.warning("value", "import.row.negative_target")
        if baseline is None or indicator.get("direction") not in ("higher", "lower"):
            continue
        if target == baseline:
            yield row.warning("value", "import.row.target_is_baseline", baseline=baseline)
        elif (target < baseline) == (indicator["direction"] == "higher"):
            yield row.warning("value", "import.row.target_behind_baseline", baseline=baseline)


def _overlaps(draft: PlanDraft, existing: Set[Any]) -> Iterator[Problem]:
    """A day is reported in one period, not in a month and in a quarter too."""
    taken = [PeriodName(year, number, kind) for kind, year, number in existing]
    for row in draft.rows.get("period", ()):
        kind, year, number = (row.values.get(name) for name in ("kind", "year", "number"))
        if kind is None or year is None or number is None or not 1 <= number <= _MOST[kind] or not 1990 <= year <= 2100:
            continue
        name = PeriodName(year, number, kind)
        other = next((one for one in taken if one != name and one.overlaps(name)), None)
        if other is not None:
            yield row.error("number", "import.row.overlaps", other=str(other))
        taken.append(name)


def _in_order(first: str, last: str, key: str) -> Callable[[DraftRow], Iterator[Problem]]:
    def rule(row: DraftRow) -> Iterator[Problem]:
        start, end = row.values.get(first), row.values.get(last)
        if start is not None and end is not None and end < start:
            yield row.error(last, key)

    return rule


def _weight(row: DraftRow) -> Iterator[Problem]:
    weight = row.values.get("weight")
    if weight is not None and weight <= 0:
        yield row.error("weight", "import.row.weight")


def _position(row: DraftRow) -> Iterator[Problem]:
    """An office answers for a programme; who holds it changes, and is no part of the plan."""
    if names_person(row.values.get("responsible_position") or ""):
        yield row.warning("responsible_position", "import.row.person")


def _percent(row: DraftRow) -> Iterator[Problem]:
    percent = row.values.get("percent")
    if percent is not None and not 0 <= percent <= 100:
        yield row.error("percent", "import.row.percent")


def _undated(row: DraftRow) -> Iterator[Problem]:
    """A milestone verified as done counts from the day it was achieved: without one, from the day it was recorded."""
    values = row.values
    is_verified_done = values.get("claim") == Claim.DONE and values.get("verdict") == Verdict.VERIFIED
    if is_verified_done and values.get("achieved_on") is None:
        yield row.warning("achieved_on", "import.row.undated", cell="")


def _grace(row: DraftRow) -> Iterator[Problem]:
    if not 0 <= (row.values.get("grace_days") or 0) <= MOST_GRACE:
        yield row.error("grace_days", "import.row.grace", most=MOST_GRACE)


def _year(name: str) -> Callable[[DraftRow], Iterator[Problem]]:
    def rule(row: DraftRow) -> Iterator[Problem]:
        year = row.values.get(name)
        if year is not None and not 1990 <= year <= 2100:
            yield row.error(name, "import.row.year")

    return rule


def _quarter(name: str) -> Callable[[DraftRow], Iterator[Problem]]:
    def rule(row: DraftRow) -> Iterator[Problem]:
        number = row.values.get(name)
        if number is not None and number > 4 and row.values.get("kind") != "month":
            yield row.error(name, "import.cell.quarter")

    return rule


def _one_span(row: DraftRow) -> Iterator[Problem]:
    """A quarter, a half-year, or neither: the whole year. The plan's end is no part of a year."""
    values = row.values
    if values.get("half") is not None and values.get("quarter") is not None:
        yield row.error("half", "import.row.quarter_and_half")
    elif values.get("is_end") and (values.get("half") or values.get("quarter")):
        yield row.error("is_end", "import.row.part_of_end")


def _nothing_measured(row: DraftRow) -> Iterator[Problem]:
    """What is not applicable has no value."""
    measured = ("value", "numerator", "denominator", "text")
    given = next((name for name in measured if row.values.get(name) is not None), None)
    if row.values.get("is_not_applicable") and given is not None:
        yield row.error(given, "import.row.not_applicable")


def _party(row: DraftRow) -> Iterator[Problem]:
    """Exactly one is waited for, and not the milestone itself."""
    party = Party(*(row.values.get(name) for name in ("on_milestone", "on_agency", "on_party")))
    if not party.is_one:
        yield row.error("on_agency", "import.row.whom")
    elif party.milestone == row.values.get("milestone"):
        yield row.error("on_milestone", "import.row.itself")


RULES: Mapping[str, tuple[Callable[[DraftRow], Iterator[Problem]], ...]] = {
    "masterplan": (_year("first_year"), _year("last_year"), _in_order("first_year", "last_year", "import.row.order")),
    "agency": (_in_order("valid_from", "valid_until", "import.row.order"),),
    "programme": (_weight, _position, _in_order("starts_on", "ends_on", "import.row.order")),
    "milestone": (
        _weight,
        _in_order("starts_on", "due_on", "import.row.due_before_start"),
        _in_order("starts_on", "first_due_on", "import.row.due_before_start"),
    ),
    "period": (_year("year"), _quarter("number"), _grace, _in_order("opens_on", "closes_on", "import.row.order")),
    "update": (_percent, _undated),
    "waiting": (_party, _in_order("since", "ended_on", "import.row.order")),
    "statement": (_quarter("number"),),
    "indicator": (_in_order("plausible_lower", "plausible_upper", "import.row.order"),),
    "target": (_year("year"), _quarter("quarter"), _one_span, _in_order("lower", "upper", "import.row.order")),
    "reading": (_year("year"), _quarter("quarter"), _one_span, _nothing_measured),
    "budget": (_year("year"),),
    "budget_realisation": (_quarter("quarter"),),
}


def warnings_of(entity: str, values: Mapping[str, Any]) -> list[Problem]:
    """What a row alone should make people look again at, before it is saved."""
    row = DraftRow(Place(entity), dict(values))
    return [problem for rule in RULES.get(entity, ()) for problem in rule(row) if problem.is_warning]
