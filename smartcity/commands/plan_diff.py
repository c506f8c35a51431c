"""What a draft would do to the plan in force: new, changed and same rows, noun by noun. Nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.commands.plan_nouns import LISTS, PLAN_NOUNS, Noun
from smartcity.commands.plan_rules import row_key
from smartcity.commands.plan_store import Standing

# The promised date moves through its own ledger, never as a plain change.
NOT_COMPARED = {("milestone", "due_on"), ("milestone", "first_due_on")}


@dataclass(frozen=True, slots=True)
class FieldChange:
    noun: Noun
    row_id: int
    field: str
    old: Any
    new: Any
    at: datetime


@dataclass
class Counts:
    """Baru, berubah, sama, galat."""

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: int = 0


@dataclass
class Diff:
    """`fresh` rows carry their ids already; `counts` by noun in the order of the workbook.

    `unexplained` counts the rows that replace something verified and say no reason.
    """

    counts: dict[str, Counts] = field(default_factory=dict)
    fresh: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: list[FieldChange] = field(default_factory=list)
    links: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    doubts: list[Problem] = field(default_factory=list)
    unexplained: int = 0

    def count(self, noun: str) -> Counts:
        return self.counts.setdefault(noun, Counts())


def plan_diff(draft: PlanDraft, standing: Standing, at: datetime) -> Diff:
    """Compares the plan nouns; `standing.ids` then knows the new rows too."""
    diff = Diff()
    for noun in PLAN_NOUNS:
        drafts = draft.rows.get(noun.name, ())
        fresh = [row for row in drafts if row_key(noun, row.values) not in standing.ids[noun.name]]
        known = [row for row in drafts if row_key(noun, row.values) in standing.ids[noun.name]]
        for row in fresh:
            standing.ids[noun.name][row_key(noun, row.values)] = standing.next_id(noun.table)
        _add(noun, fresh, standing, diff, at)
        _compare(noun, known, standing, diff, at)
        _link(noun, drafts, standing, diff, at)
    return diff


def _add(noun: Noun, fresh: list[DraftRow], standing: Standing, diff: Diff, at: datetime) -> None:
    rows = diff.fresh.setdefault(noun.name, [])
    for draft in fresh:
        row = noun.row(draft.values, standing.ids)
        row["id"] = standing.ids[noun.name][row_key(noun, draft.values)]
        row["recorded_at"] = draft.values.get("recorded_at") or at
        if noun.name == "milestone":
            row["first_due_on"] = row["first_due_on"] or row["due_on"]
        rows.append(row)
    diff.count(noun.name).new += len(fresh)


def _compare(noun: Noun, known: list[DraftRow], standing: Standing, diff: Diff, at: datetime) -> None:
    counts = diff.count(noun.name)
    for draft in known:
        number = standing.ids[noun.name][row_key(noun, draft.values)]
        old = standing.rows[noun.name][number]
        found = [
            FieldChange(noun, number, name, old[name], value, at)
            for name, value in noun.row(draft.values, standing.ids).items()
            if noun.is_given(name, draft.values)
            and (noun.name, name) not in NOT_COMPARED
            and not is_same(old[name], value)
        ]
        diff.changes += found
        first = draft.values.get("first_due_on")
        if noun.name == "milestone" and first not in (None, old["first_due_on"]):
            diff.doubts.append(_warning(draft, "first_due_on", first, "import.row.first_promise"))
        counts.changed += bool(found)
        counts.same += not found


def is_same(old: Any, new: Any) -> bool:
    """Equal as stored: 1 and 1.00, a list and a tuple, nothing and an empty list."""
    return bool(freeze(old) == freeze(new))


def freeze(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, Decimal)):
        return format(Decimal(value).normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return list(value) or None
    return str(value)


def _warning(draft: DraftRow, name: str, value: object, key: str) -> Problem:
    return Problem(Place(draft.place.sheet, draft.place.row, name), value, key, is_warning=True)


def _link(noun: Noun, drafts: Sequence[DraftRow], standing: Standing, diff: Diff, at: datetime) -> None:
    for slot, (table, own, target, column) in LISTS.items():
        if slot[0] != noun.name:
            continue
        known, names = standing.lists[slot], {number: code for code, number in standing.ids[target].items()}
        rows = diff.links.setdefault(slot, [])
        for draft in (draft for draft in drafts if slot[1] in draft.values):
            number = standing.ids[noun.name][row_key(noun, draft.values)]
            told = [standing.ids[target][code] for code in draft.values[slot[1]] or ()]
            stands = known.setdefault(number, set())
            for gone in stands.difference(told):
                diff.doubts.append(_warning(draft, slot[1], names[gone], "import.row.link_stays"))
            for meant in (meant for meant in told if meant not in stands):
                stands.add(meant)
                link: Mapping[str, Any] = {"id": standing.next_id(table), own: number, column: meant}
                rows.append({**link, "recorded_at": draft.values.get("recorded_at") or at})


def rough_diff(draft: PlanDraft, standing: Standing) -> Diff:
    """What a draft with errors would do, as far as it can be told: its wrong rows and, of the plan, the others."""
    diff, wrong = Diff(), {(problem.place.sheet, problem.place.row) for problem in draft.errors}
    for name, rows in draft.rows.items():
        counts, noun = diff.count(name), next((noun for noun in PLAN_NOUNS if noun.name == name), None)
        for row in rows:
            if (row.place.sheet, row.place.row) in wrong:
                counts.wrong += 1
            elif noun is not None:
                _count_roughly(noun, row, standing, counts)
    return diff


def _count_roughly(noun: Noun, draft: DraftRow, standing: Standing, counts: Counts) -> None:
    number = standing.ids[noun.name].get(row_key(noun, draft.values))
    old = standing.rows[noun.name].get(number or 0)
    if old is None:
        counts.new += 1
        return
    new = noun.row(draft.values, {target: Unknown(standing.ids[target]) for target, _ in noun.links.values()})
    names = [name for name in new if noun.is_given(name, draft.values) and (noun.name, name) not in NOT_COMPARED]
    is_equal = all(is_same(old[name], new[name]) for name in names)
    counts.same += is_equal
    counts.changed += not is_equal


class Unknown(dict[Any, int]):
    """Ids by code, where a code that is not in force yet has the id 0."""

    def __missing__(self, _code: Any) -> int:
        return 0
