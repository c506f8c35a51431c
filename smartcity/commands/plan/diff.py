"""What a draft would do to the plan in force, entity by entity; changed fields written and logged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session

from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.plan.import_schema import DraftRow, PlanDraft, Problem
from smartcity.store import tables as t
from smartcity.store.entities import LISTS, PLAN_ENTITIES, EntitySpec

# The promised date moves through its own ledger, never as a plain change.
NOT_COMPARED = {("milestone", "due_on"), ("milestone", "first_due_on")}


@dataclass(frozen=True, slots=True)
class FieldChange:
    entity: EntitySpec
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
    """`fresh` rows carry their ids already; `counts` by entity in the order of the workbook.

    `unexplained` counts the rows that replace something verified and say no reason.
    """

    counts: dict[str, Counts] = field(default_factory=dict)
    fresh: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: list[FieldChange] = field(default_factory=list)
    links: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unexplained: int = 0

    def count(self, entity: str) -> Counts:
        return self.counts.setdefault(entity, Counts())


def plan_diff(draft: PlanDraft, current: CurrentPlan, at: datetime) -> Diff:
    """Compares the plan entities; `current.ids` then knows the new rows too."""
    diff = Diff()
    for entity in PLAN_ENTITIES:
        drafts = draft.rows.get(entity.name, ())
        fresh = [row for row in drafts if entity.row_key(row.values) not in current.ids[entity.name]]
        existing = [row for row in drafts if entity.row_key(row.values) in current.ids[entity.name]]
        for row in fresh:
            current.ids[entity.name][entity.row_key(row.values)] = current.next_id(entity.table)
        _add(entity, fresh, current, diff, at)
        _compare(entity, existing, current, diff, at)
        _link(entity, drafts, current, diff, at)
    return diff


def _add(entity: EntitySpec, fresh: list[DraftRow], current: CurrentPlan, diff: Diff, at: datetime) -> None:
    rows = diff.fresh.setdefault(entity.name, [])
    for draft in fresh:
        row = entity.row(draft.values, current.ids)
        row["id"] = current.ids[entity.name][entity.row_key(draft.values)]
        row["recorded_at"] = draft.values.get("recorded_at") or at
        if entity.name == "milestone":
            row["first_due_on"] = row["first_due_on"] or row["due_on"]
        rows.append(row)
    diff.count(entity.name).new += len(fresh)


def _compare(entity: EntitySpec, existing: list[DraftRow], current: CurrentPlan, diff: Diff, at: datetime) -> None:
    counts = diff.count(entity.name)
    for draft in existing:
        number = current.ids[entity.name][entity.row_key(draft.values)]
        old = current.rows[entity.name][number]
        changes = [
            FieldChange(entity, number, name, old[name], value, at)
            for name, value in entity.row(draft.values, current.ids).items()
            if entity.is_given(name, draft.values)
            and (entity.name, name) not in NOT_COMPARED
            and not is_same(old[name], value)
        ]
        diff.changes += changes
        first = draft.values.get("first_due_on")
        if entity.name == "milestone" and first not in (None, old["first_due_on"]):
            diff.problems.append(draft.warning("first_due_on", "import.row.first_promise"))
        counts.changed += bool(changes)
        counts.same += not changes


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


def _link(entity: EntitySpec, drafts: Sequence[DraftRow], current: CurrentPlan, diff: Diff, at: datetime) -> None:
    for slot, (table, own, target, column) in LISTS.items():
        if slot[0] != entity.name:
            continue
        stored, names = current.lists[slot], {number: code for code, number in current.ids[target].items()}
        rows = diff.links.setdefault(slot, [])
        for draft in (draft for draft in drafts if slot[1] in draft.values):
            number = current.ids[entity.name][entity.row_key(draft.values)]
            targets = [current.ids[target][code] for code in draft.values[slot[1]] or ()]
            stands = stored.setdefault(number, set())
            for gone in stands.difference(targets):
                diff.problems.append(draft.warning(slot[1], "import.row.link_stays", cell=names[gone]))
            for meant in (meant for meant in targets if meant not in stands):
                stands.add(meant)
                link: Mapping[str, Any] = {"id": current.next_id(table), own: number, column: meant}
                rows.append({**link, "recorded_at": draft.values.get("recorded_at") or at})


def rough_diff(draft: PlanDraft, current: CurrentPlan) -> Diff:
    """What a draft with errors would do, as far as it can be told: its wrong rows and, of the plan, the others."""
    diff, wrong = Diff(), {(problem.place.sheet, problem.place.row) for problem in draft.errors}
    for name, rows in draft.rows.items():
        counts, entity = diff.count(name), next((entity for entity in PLAN_ENTITIES if entity.name == name), None)
        for row in rows:
            if (row.place.sheet, row.place.row) in wrong:
                counts.wrong += 1
            elif entity is not None:
                _count_roughly(entity, row, current, counts)
    return diff


def _count_roughly(entity: EntitySpec, draft: DraftRow, current: CurrentPlan, counts: Counts) -> None:
    number = current.ids[entity.name].get(entity.row_key(draft.values))
    old = current.rows[entity.name].get(number or 0)
    if old is None:
        counts.new += 1
        return
    new = entity.row(draft.values, {target: Unknown(current.ids[target]) for target, _ in entity.links.values()})
    names = [name for name in new if entity.is_given(name, draft.values) and (entity.name, name) not in NOT_COMPARED]
    is_equal = all(is_same(old[name], new[name]) for name in names)
    counts.same += is_equal
    counts.changed += not is_equal


class Unknown(dict[Any, int]):
    """Ids by code, where a code that is not in force yet has the id 0."""

    def __missing__(self, _code: Any) -> int:
        return 0


def write_changes(session: Session, changes: Iterable[FieldChange], batch: int | None) -> None:
    """`batch` is the import that brought them; None where nothing is to be undone as a whole."""
    rows: list[dict[str, Any]] = []
    for change in changes:
        table = change.entity.table
        session.execute(update(table).where(table.id == change.row_id).values({change.field: change.new}))
        rows.append(
            {
                "batch_id": batch,
                "noun": change.entity.tablename,
                "row_id": change.row_id,
                "field": change.field,
                "old": {"v": freeze(change.old)},
                "new": {"v": freeze(change.new)},
                "recorded_at": change.at,
            }
        )
    if rows:
        session.execute(insert(t.PlanChange), rows)
