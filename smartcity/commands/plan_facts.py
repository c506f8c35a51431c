"""Facts of a draft: those not said before are appended, with their reviews and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.commands.fact_nouns import FACT_NOUNS, meant
from smartcity.commands.physical_rules import measured_otherwise, tells_something
from smartcity.commands.plan_diff import Diff, freeze
from smartcity.commands.plan_future import days_to_come
from smartcity.commands.plan_locks import Locks
from smartcity.commands.plan_nouns import Noun
from smartcity.commands.plan_replacing import JUDGED, Verified, replaced_problem
from smartcity.commands.plan_store import Standing
from smartcity.commands.plan_waits import circles
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf

Rows = dict[Any, list[dict[str, Any]]]


# What may be learnt later of a fact that stands: noun → (table, its column, fields of the draft → columns).
ATTACHED: Mapping[str, Sequence[tuple[Any, str, Mapping[str, str]]]] = {
    "update": (
        (t.Evidence, "update_id", {"evidence_title": "title", "evidence_url": "url"}),
        (t.UpdateReview, "update_id", {"verdict": "verdict", "review_note": "note"}),
    ),
    "physical_update": (
        (t.Evidence, "physical_update_id", {"evidence_title": "title", "evidence_url": "url"}),
        (t.PhysicalReview, "physical_update_id", {"verdict": "verdict", "review_note": "note"}),
    ),
    "waiting": ((t.WaitingEnd, "waiting_id", {"ended_on": "ended_on", "end_note": "note"}),),
    "reading": ((t.ReadingReview, "reading_id", {"verdict": "verdict", "review_note": "note"}),),
}
# What was said at another time than the fact it belongs to: table → fields of the draft that tell when and by whom.
LATER: Mapping[Any, tuple[str, str]] = {
    t.UpdateReview: ("reviewed_at", "reviewed_by"),
    t.ReadingReview: ("reviewed_at", "reviewed_by"),
    t.PhysicalReview: ("reviewed_at", "reviewed_by"),
    t.WaitingEnd: ("ended_at", "ended_by"),
}
TICK = timedelta(seconds=1)


def new_facts(draft: PlanDraft, standing: Standing, diff: Diff, at: datetime) -> Rows:
    """Rows to append, by table, with ids; what is already said word for word counts as same."""
    facts = _Facts(standing, diff, at, Locks(standing, diff, at), Verified(standing), draft)
    for noun in FACT_NOUNS:
        rows = draft.rows.get(noun.name, ())
        known = _known(noun, standing) if rows else {}
        attached = [_attached(standing, *slot) for slot in ATTACHED.get(noun.name, ())] if rows else []
        for row in (row for row in rows if tells_something(noun, row)):
            facts.take(noun, DraftRow(row.place, dict(meant(noun, row.values))), known, attached)
    _moved_in_plan(draft, standing, diff, facts.found, at)
    diff.doubts += circles(draft, standing, facts.found)
    diff.doubts += measured_otherwise(draft, standing)
    diff.doubts += days_to_come(draft, facts.locks.today)
    diff.doubts += facts.locks.changed_periods(draft)
    return facts.found


def _content(noun: Noun, row: Mapping[str, Any]) -> tuple[Any, ...]:
    columns = (*noun.own, *(column for _, column in noun.links.values()))
    skipped = ("approved_by", "approved_at")
    return tuple(freeze(row.get(column)) for column in columns if column not in skipped)


def _known(noun: Noun, standing: Standing) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """By content; what came with an import also without its reason, which may have been that of the whole import."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in AsOf.now(standing.session).rows(noun.table):
        found.setdefault(_content(noun, row), []).append(row)
        if noun.name in JUDGED and row["batch_id"] is not None:
            found.setdefault(_content(noun, row | {JUDGED[noun.name].why: None}), []).append(row)
    return found


def _attached(standing: Standing, table: Any, owner: str, fields: Mapping[str, str]) -> set[tuple[Any, ...]]:
    rows = AsOf.now(standing.session).rows(table)
    return {(row[owner], *(freeze(row[column]) for column in fields.values())) for row in rows}


def _is_same_moment(said_at: datetime | None, known_at: datetime | None) -> bool:
    """A file keeps instants to the millisecond, and blank where the import's own instant was meant."""
    return said_at is None or (known_at is not None and abs(said_at - known_at) < TICK)


@dataclass
class _Facts:
    standing: Standing
    diff: Diff
    at: datetime
    locks: Locks
    verified: Verified
    draft: PlanDraft
    found: Rows = field(default_factory=dict)

    @property
    def by(self) -> str:
        return self.draft.by

    def take(self, noun: Noun, draft: DraftRow, known: Mapping[Any, Any], attached: list[Any]) -> None:
        values = draft.values
        row, counts = noun.row(values, self.standing.ids), self.diff.count(noun.name)
        same = next((old for old in known.get(_content(noun, row), ()) if self._says_the_same(values, old)), None)
        if same is None:
            counts.new += 1
            self.diff.doubts += filter(None, [self.locks.refusal(noun, draft, row)])
            stamp = {"recorded_at": values.get("recorded_at") or self.at}
            stamp["recorded_by"] = values.get("recorded_by") or self.by
            same = self._explained(noun, draft, row | stamp) | {"id": self.standing.next_id(noun.table)}
            self.found.setdefault(noun.table, []).append(same)
            self._attach(noun, values, same, attached)
        elif self._attach(noun, values, {**same, "recorded_at": self.at}, attached):
            counts.changed += 1
        else:
            counts.same += 1

    def _explained(self, noun: Noun, draft: DraftRow, row: dict[str, Any]) -> dict[str, Any]:
        """The row itself; where it replaces something verified and says no reason, with that of the import."""
        stands = self.verified.giving_way(noun, row)
        if stands is None:
            return row
        self.diff.doubts.append(replaced_problem(noun, draft, stands))
        why = JUDGED[noun.name].why
        if row[why] is not None:
            return row
        self.diff.unexplained += 1
        return row | {why: self.draft.reason}

    def _says_the_same(self, values: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
        is_same = _is_same_moment(values.get("recorded_at"), old["recorded_at"])
        return is_same and _is_same_moment(values.get("approved_at"), old.get("approved_at"))

    def _attach(self, noun: Noun, values: Mapping[str, Any], row: Mapping[str, Any], attached: list[Any]) -> bool:
        """Appends evidence and reviews that do not stand yet; whether there were any."""
        fresh = False
        for (table, owner, fields), standing in zip(ATTACHED.get(noun.name, ()), attached, strict=True):
            given = {column: values.get(name) for name, column in fields.items()}
            content = (row["id"], *(freeze(value) for value in given.values()))
            if values.get(next(iter(fields))) is None or content in standing:
                continue
            fresh = True
            stamp = {"recorded_at": row["recorded_at"], "recorded_by": row["recorded_by"]}
            if table in LATER:
                said_at, said_by = (values.get(name) for name in LATER[table])
                stamp = {"recorded_at": said_at or self.at, "recorded_by": said_by or self.by}
            line = {"id": self.standing.next_id(table), owner: row["id"], **given, **stamp}
            self.found.setdefault(table, []).append(line)
        return fresh


def _moved_in_plan(draft: PlanDraft, standing: Standing, diff: Diff, found: Rows, at: datetime) -> None:
    """A milestone whose date differs from the promise in force gets a line in the ledger of promised dates."""
    promised = _promises(standing, diff, found)
    moved_here = {move["milestone_id"] for move in found.get(t.DueDateChange, ()) if move["approved_at"]}
    for row in draft.rows.get("milestone", ()):
        number = standing.ids["milestone"][row.values["code"]]
        due_on = row.values.get("due_on", promised[number])
        if promised[number] == due_on:
            continue
        if number in moved_here:
            diff.doubts.append(_two_promises(row, promised[number]))
            continue
        change = {
            "id": standing.next_id(t.DueDateChange),
            "milestone_id": number,
            "old_due_on": promised[number],
            "new_due_on": due_on,
            "reason": draft.reason or f"{row.place.sheet} {row.place.row}: {draft.file_name}",
            "recorded_at": at,
            "recorded_by": draft.by,
            "approved_at": at,
            "approved_by": draft.by,
        }
        found.setdefault(t.DueDateChange, []).append(change)
        if number in standing.rows["milestone"]:
            diff.count("milestone").changed += 1


def _two_promises(row: DraftRow, promised: date) -> Problem:
    place = Place(row.place.sheet, row.place.row, "due_on")
    facts = {"due_on": f"{promised:%d/%m/%Y}"}
    return Problem(place, row.values["due_on"], "import.row.promise_differs", facts)


def _promises(standing: Standing, diff: Diff, found: Rows) -> dict[int, date]:
    first = {number: row["first_due_on"] for number, row in standing.rows["milestone"].items()}
    first |= {row["id"]: row["first_due_on"] for row in diff.fresh.get("milestone", ())}
    moves = AsOf.now(standing.session).rows(t.DueDateChange) + found.get(t.DueDateChange, [])
    approved = [move for move in moves if move["approved_at"] is not None]
    for move in sorted(approved, key=lambda move: (move["approved_at"], move["id"])):
        first[move["milestone_id"]] = move["new_due_on"]
    return first
