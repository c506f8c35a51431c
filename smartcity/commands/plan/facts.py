"""Facts of a draft: those not recorded before are appended, with their reviews and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.plan.dates import Locks, days_to_come
from smartcity.commands.plan.dependencies import circles
from smartcity.commands.plan.diff import Diff, freeze
from smartcity.commands.plan.import_schema import DraftRow, PlanDraft, with_compound_keys
from smartcity.commands.plan.physical import is_filled, measured_otherwise
from smartcity.commands.plan.replacements import REVIEWED_FACTS, Verified, replaced_problem
from smartcity.store import tables as t
from smartcity.store.entities import FACT_ENTITIES, Attached, EntitySpec
from smartcity.store.loaders.claims import approved_moves
from smartcity.store.loaders.visibility import AsOf

Rows = dict[Any, list[dict[str, Any]]]

TICK = timedelta(seconds=1)


def new_facts(draft: PlanDraft, current: CurrentPlan, diff: Diff, at: datetime) -> Rows:
    """Rows to append, by table, with ids; what is already said word for word counts as same."""
    facts = _Facts(current, diff, at, Locks(current, diff, at), Verified(current), draft)
    for entity in FACT_ENTITIES:
        rows = draft.rows.get(entity.name, ())
        stored = _stored_facts(entity, current) if rows else {}
        attached = [_attached(entity, more, current) for more in entity.attached] if rows else []
        for row in (row for row in rows if is_filled(entity, row)):
            facts.take(entity, DraftRow(row.place, dict(with_compound_keys(entity, row.values))), stored, attached)
    _moved_in_plan(draft, current, diff, facts.rows, at)
    diff.problems += circles(draft, current, facts.rows)
    diff.problems += measured_otherwise(draft, current)
    diff.problems += days_to_come(draft, facts.locks.today)
    diff.problems += facts.locks.changed_periods(draft)
    return facts.rows


def _content(entity: EntitySpec, row: Mapping[str, Any]) -> tuple[Any, ...]:
    columns = (*entity.own, *(column for _, column in entity.links.values()))
    skipped = ("approved_by", "approved_at")
    return tuple(freeze(row.get(column)) for column in columns if column not in skipped)


def _stored_facts(entity: EntitySpec, current: CurrentPlan) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """By content; what came with an import also without its reason, which may have been that of the whole import."""
    stored: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in AsOf.now(current.session).rows(entity.table):
        stored.setdefault(_content(entity, row), []).append(row)
        if entity.name in REVIEWED_FACTS and row["batch_id"] is not None:
            stored.setdefault(_content(entity, row | {REVIEWED_FACTS[entity.name].why: None}), []).append(row)
    return stored


def _attached(entity: EntitySpec, more: Attached, current: CurrentPlan) -> set[tuple[Any, ...]]:
    rows, owner = AsOf.now(current.session).rows(more.table), more.owner(entity.table)
    return {(row[owner], *(freeze(row[column]) for column in more.fields.values())) for row in rows}


def _is_same_instant(said_at: datetime | None, known_at: datetime | None) -> bool:
    """A file keeps instants to the millisecond, and blank where the import's own instant was meant."""
    return said_at is None or (known_at is not None and abs(said_at - known_at) < TICK)


@dataclass
class _Facts:
    current: CurrentPlan
    diff: Diff
    at: datetime
    locks: Locks
    verified: Verified
    draft: PlanDraft
    rows: Rows = field(default_factory=dict)

    @property
    def by(self) -> str:
        return self.draft.by

    def take(self, entity: EntitySpec, draft: DraftRow, stored: Mapping[Any, Any], attached: list[Any]) -> None:
        values = draft.values
        row, counts = entity.row(values, self.current.ids), self.diff.count(entity.name)
        same = next((old for old in stored.get(_content(entity, row), ()) if self._is_same_fact(values, old)), None)
        if same is None:
            counts.new += 1
            self.diff.problems += filter(None, [self.locks.refusal(entity, draft, row)])
            stamp = {"recorded_at": values.get("recorded_at") or self.at}
            stamp["recorded_by"] = values.get("recorded_by") or self.by
            same = self._explained(entity, draft, row | stamp) | {"id": self.current.next_id(entity.table)}
            self.rows.setdefault(entity.table, []).append(same)
            self._attach(entity, values, same, attached)
        elif self._attach(entity, values, {**same, "recorded_at": self.at}, attached):
            counts.changed += 1
        else:
            counts.same += 1

    def _explained(self, entity: EntitySpec, draft: DraftRow, row: dict[str, Any]) -> dict[str, Any]:
        """The row itself; where it replaces something verified and says no reason, with that of the import."""
        stands = self.verified.replaced_by(entity, row)
        if stands is None:
            return row
        self.diff.problems.append(replaced_problem(entity, draft, stands))
        why = REVIEWED_FACTS[entity.name].why
        if row[why] is not None:
            return row
        self.diff.unexplained += 1
        return row | {why: self.draft.reason}

    def _is_same_fact(self, values: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
        is_same = _is_same_instant(values.get("recorded_at"), old["recorded_at"])
        return is_same and _is_same_instant(values.get("approved_at"), old.get("approved_at"))

    def _attach(
        self, entity: EntitySpec, values: Mapping[str, Any], row: Mapping[str, Any], attached: list[Any]
    ) -> bool:
        """Appends evidence and reviews that do not stand yet; whether there were any."""
        fresh = False
        for more, existing in zip(entity.attached, attached, strict=True):
            given = {column: values.get(name) for name, column in more.fields.items()}
            content = (row["id"], *(freeze(value) for value in given.values()))
            if values.get(next(iter(more.fields))) is None or content in existing:
                continue
            fresh = True
            stamp = {"recorded_at": row["recorded_at"], "recorded_by": row["recorded_by"]}
            if more.stamp:
                said_at, said_by = (values.get(name) for name in more.stamp)
                stamp = {"recorded_at": said_at or self.at, "recorded_by": said_by or self.by}
            line = {"id": self.current.next_id(more.table), more.owner(entity.table): row["id"], **given, **stamp}
            self.rows.setdefault(more.table, []).append(line)
        return fresh


def _moved_in_plan(draft: PlanDraft, current: CurrentPlan, diff: Diff, new_rows: Rows, at: datetime) -> None:
    """A milestone whose date differs from the promise in force gets a line in the ledger of promised dates."""
    promised = _promises(current, diff, new_rows)
    moved_here = {move["milestone_id"] for move in new_rows.get(t.DueDateChange, ()) if move["approved_at"]}
    for row in draft.rows.get("milestone", ()):
        number = current.ids["milestone"][row.values["code"]]
        due_on = row.values.get("due_on", promised[number])
        if promised[number] == due_on:
            continue
        if number in moved_here:
            facts = {"due_on": f"{promised[number]:%d/%m/%Y}"}
            diff.problems.append(row.error("due_on", "import.row.promise_differs", **facts))
            continue
        dates = {"milestone_id": number, "old_due_on": promised[number], "new_due_on": due_on}
        reason = draft.reason or f"{row.place.sheet} {row.place.row}: {draft.file_name}"
        stamp = {"recorded_at": at, "recorded_by": draft.by, "approved_at": at, "approved_by": draft.by}
        change = {"id": current.next_id(t.DueDateChange), **dates, "reason": reason, **stamp}
        new_rows.setdefault(t.DueDateChange, []).append(change)
        if number in current.rows["milestone"]:
            diff.count("milestone").changed += 1


def _promises(current: CurrentPlan, diff: Diff, new_rows: Rows) -> dict[int, date]:
    first = {number: row["first_due_on"] for number, row in current.rows["milestone"].items()}
    first |= {row["id"]: row["first_due_on"] for row in diff.fresh.get("milestone", ())}
    for move in approved_moves(AsOf.now(current.session), more=new_rows.get(t.DueDateChange, ())):
        first[move["milestone_id"]] = move["new_due_on"]
    return first
