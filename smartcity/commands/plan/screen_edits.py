"""An edit typed on a screen is a small import: one draft, one batch; diff, history and undo come with it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.plan import plan_import
from smartcity.commands.plan.diff import Diff, freeze
from smartcity.commands.plan.facts import Rows
from smartcity.commands.plan.import_schema import DraftRow, Place, PlanDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.store import tables as t

METADATA_COLUMNS = ("id", "recorded_at", "recorded_by")


@dataclass(frozen=True, slots=True)
class Edit:
    """What was typed. `rows` by entity hold the key and the fields given; a field left out stays as it is.

    Fields that a rule compares (a start and an end) go together. `screen` is the path of the screen, `action` and
    `subject` are those of the ledger entry.
    """

    screen: str
    action: str
    subject: str
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    reason: str | None = None


def apply_edit(session: Session, actor: Actor, edit: Edit, *, at: datetime) -> t.Batch:
    """Writes the edit as one batch with one ledger entry of old and new values; the caller has asked for the right.

    Raises:
        AlreadyDone: nothing would change.
        Refused: a rule of the plan says no (the first one is told).
    """
    batch, before, after = bring_in(session, edit, actor.name, at=at)
    ledger.append(
        session,
        actor,
        edit.action,
        edit.subject,
        at=at,
        before=before or None,
        after={"batch": batch.id, **after},
        reason=edit.reason,
    )
    return batch


def preview(session: Session, edit: Edit, by: str, *, at: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values as the ledger would keep them. Writes nothing; raises what `put_in` raises."""
    draft = _draft(edit, by)
    diff = plan_import.preview(session, draft, at=at)
    if no := _first(draft):
        raise no
    return _something(*_changed_values(diff, {}))


def bring_in(session: Session, edit: Edit, by: str, *, at: datetime) -> tuple[t.Batch, dict[str, Any], dict[str, Any]]:
    """Writes the edit as one batch, for commands whose entry tells more; with old and new values."""
    draft = _draft(edit, by)
    try:
        batch, diff, facts = plan_import.bring_in(session, draft, at=at)
    except Refused as no:
        raise (_first(draft) or no) from no
    return batch, *_something(*_changed_values(diff, facts))


def _something(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if not after:
        raise AlreadyDone("edit.nothing")
    return before, after


def _draft(edit: Edit, by: str) -> PlanDraft:
    rows = {
        entity: [DraftRow(Place(entity, number), dict(values)) for number, values in enumerate(typed, start=1)]
        for entity, typed in edit.rows.items()
    }
    content = {
        entity: [{k: freeze(v) for k, v in row.values.items()} for row in drafts] for entity, drafts in rows.items()
    }
    seal = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return PlanDraft(edit.screen, seal, rows, by=by, reason=edit.reason)


def _first(draft: PlanDraft) -> Refused | None:
    return next((Refused(problem.key, **problem.facts) for problem in draft.errors), None)


def _changed_values(diff: Diff, facts: Rows) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values by field, or by `entity row field` where the edit touches several rows."""
    lines = list(_lines(diff, facts))
    is_one = len({(entity, row) for entity, row, *_ in lines}) == 1
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for entity, row, field, old, new in lines:
        name = field if is_one else f"{entity} {row} {field}"
        before |= {} if old is None else {name: old}
        after[name] = new
    return before, after


def _lines(diff: Diff, facts: Rows) -> Iterator[tuple[str, Any, str, Any, Any]]:
    for entity, rows in diff.fresh.items():
        for row in rows:
            for field, value in row.items():
                if field not in METADATA_COLUMNS and value is not None:
                    yield entity, row["id"], field, None, freeze(value)
    for change in diff.changes:
        yield change.entity.name, change.row_id, change.field, freeze(change.old), freeze(change.new)
    for (entity, field), rows in diff.links.items():
        for row in rows:
            linked = {column: value for column, value in row.items() if column not in METADATA_COLUMNS}
            yield entity, row["id"], field, None, linked
    for move in facts.get(t.DueDateChange, ()):
        yield "milestone", move["milestone_id"], "due_on", freeze(move["old_due_on"]), freeze(move["new_due_on"])
