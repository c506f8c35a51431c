"""Facts of a draft: those not said before are appended, with their reviews and evidence."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from smartcity.commands.drafts import DraftRow, PlanDraft
from smartcity.commands.plan_diff import Diff, freeze
from smartcity.commands.plan_nouns import FACT_NOUNS, Noun
from smartcity.commands.plan_store import Standing, in_force
from smartcity.store import tables as t

Rows = dict[Any, list[dict[str, Any]]]
IMPORT = "import"


def new_facts(draft: PlanDraft, standing: Standing, diff: Diff, at: datetime) -> Rows:
    """Rows to append, by table, with ids; what is already said word for word counts as same."""
    found: Rows = {}
    for noun in FACT_NOUNS:
        drafts = [_prepared(noun, row) for row in draft.rows.get(noun.name, ())]
        known = _known(noun, standing) if drafts else {}
        for row in drafts:
            _take(noun, row, known, standing, diff, found, at)
    _moved_in_plan(draft, standing, diff, found, at)
    return found


def _prepared(noun: Noun, row: DraftRow) -> DraftRow:
    """Keys that stand in several columns become the one reference they mean."""
    values = row.values
    if noun.name == "statement":
        values = {**values, "period": ("quarter", values["year"], values["number"])}
    elif noun.name == "budget_realisation":
        values = {**values, "budget": (values["programme"], values["year"], values["source"])}
    return DraftRow(row.place, values)


def _content(noun: Noun, row: Mapping[str, Any]) -> tuple[Any, ...]:
    columns = (*noun.own, *(column for _, column in noun.links.values()))
    skipped = ("approved_by", "approved_at")
    return tuple(freeze(row.get(column)) for column in columns if column not in skipped)


def _known(noun: Noun, standing: Standing) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in in_force(standing.session, noun.table):
        found.setdefault(_content(noun, row), []).append(row)
    return found


def _take(
    noun: Noun,
    draft: DraftRow,
    known: Mapping[tuple[Any, ...], Sequence[dict[str, Any]]],
    standing: Standing,
    diff: Diff,
    found: Rows,
    at: datetime,
) -> None:
    row, said_at = noun.row(draft.values, standing.ids), draft.values.get("recorded_at")
    same = [old for old in known.get(_content(noun, row), ()) if said_at in (None, old["recorded_at"])]
    if same:
        diff.count(noun.name).same += 1
        return
    diff.count(noun.name).new += 1
    stamp = {"recorded_at": said_at or at, "recorded_by": draft.values.get("recorded_by") or IMPORT}
    row |= {"id": standing.next_id(noun.table), **stamp}
    found.setdefault(noun.table, []).append(row)
    _attach(noun, draft.values, row, standing, found)


def _attach(noun: Noun, values: Mapping[str, Any], row: dict[str, Any], standing: Standing, found: Rows) -> None:
    stamp = {"recorded_at": row["recorded_at"], "recorded_by": row["recorded_by"]}
    if noun.name == "update" and values.get("evidence_title"):
        proof = {"title": values["evidence_title"], "url": values.get("evidence_url"), "update_id": row["id"]}
        found.setdefault(t.Evidence, []).append({"id": standing.next_id(t.Evidence), **proof, **stamp})
    reviews: dict[str, tuple[Any, str]] = {
        "update": (t.UpdateReview, "update_id"),
        "reading": (t.ReadingReview, "reading_id"),
    }
    if noun.name in reviews and values.get("verdict"):
        table, column = reviews[noun.name]
        review = {
            "id": standing.next_id(table),
            column: row["id"],
            "verdict": values["verdict"],
            "note": values.get("review_note"),
            "recorded_at": values.get("reviewed_at") or row["recorded_at"],
            "recorded_by": values.get("reviewed_by") or IMPORT,
        }
        found.setdefault(table, []).append(review)


def _moved_in_plan(draft: PlanDraft, standing: Standing, diff: Diff, found: Rows, at: datetime) -> None:
    """A milestone whose date differs from the promise in force gets a line in the ledger of promised dates."""
    promised = _promises(standing, diff, found)
    for row in draft.rows.get("milestone", ()):
        number, due_on = standing.ids["milestone"][row.values["code"]], row.values["due_on"]
        if promised[number] == due_on:
            continue
        change = {
            "id": standing.next_id(t.DueDateChange),
            "milestone_id": number,
            "old_due_on": promised[number],
            "new_due_on": due_on,
            "reason": f"{row.place.sheet} {row.place.row}: {draft.file_name}",
            "recorded_at": at,
            "recorded_by": IMPORT,
            "approved_at": at,
            "approved_by": IMPORT,
        }
        found.setdefault(t.DueDateChange, []).append(change)
        if number in standing.rows["milestone"]:
            diff.count("milestone").changed += 1


def _promises(standing: Standing, diff: Diff, found: Rows) -> dict[int, date]:
    first = {number: row["first_due_on"] for number, row in standing.rows["milestone"].items()}
    first |= {row["id"]: row["first_due_on"] for row in diff.fresh.get("milestone", ())}
    moves = in_force(standing.session, t.DueDateChange) + found.get(t.DueDateChange, [])
    approved = [move for move in moves if move["approved_at"] is not None]
    for move in sorted(approved, key=lambda move: (move["approved_at"], move["id"])):
        first[move["milestone_id"]] = move["new_due_on"]
    return first
