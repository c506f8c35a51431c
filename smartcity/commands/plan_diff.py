"""What a draft would do to the plan in force: new, changed and same rows, noun by noun. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from smartcity.commands.drafts import DraftRow, PlanDraft
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
    """`fresh` rows carry their ids already; `counts` by noun in the order of the workbook."""

    counts: dict[str, Counts] = field(default_factory=dict)
    fresh: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: list[FieldChange] = field(default_factory=list)
    links: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

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
        return value.astimezone().isoformat() if value.tzinfo is None else value.timestamp()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return list(value) or None
    return str(value)


def _link(noun: Noun, drafts: Any, standing: Standing, diff: Diff, at: datetime) -> None:
    for slot, (table, own, target, column) in LISTS.items():
        if slot[0] != noun.name:
            continue
        known = standing.lists[slot]
        rows = diff.links.setdefault(slot, [])
        for draft in drafts:
            number = standing.ids[noun.name][row_key(noun, draft.values)]
            for code in draft.values.get(slot[1]) or ():
                meant = standing.ids[target][code]
                if meant not in known.setdefault(number, set()):
                    known[number].add(meant)
                    link: Mapping[str, Any] = {"id": standing.next_id(table), own: number, column: meant}
                    rows.append({**link, "recorded_at": draft.values.get("recorded_at") or at})
