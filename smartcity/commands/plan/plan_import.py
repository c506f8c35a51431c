"""Importing a plan: preview, run as a whole, withdraw as a whole. One ledger entry each."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access.account_endings import keeping_administrators
from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.plan.dates import estimate_starts
from smartcity.commands.plan.diff import Diff, plan_diff, rough_diff, write_changes
from smartcity.commands.plan.facts import Rows, new_facts
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.commands.plan.lengths import too_long
from smartcity.commands.plan.physical import physical_problems, stored_percents
from smartcity.commands.plan.rules import check
from smartcity.commands.plan.scales import scale_warnings
from smartcity.domain import lengths
from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.errors import AlreadyDone, Refused, present
from smartcity.domain.text import note
from smartcity.store import tables as t
from smartcity.store.entities import LISTS, PLAN_ENTITIES, EntitySpec
from smartcity.store.tables.columns import column_value


def is_built_on(session: Session, number: int) -> bool:
    """Something later refers to its rows, changed them, or moved on a date that it had moved."""
    return _is_referred_to(session, number) or _is_changed(session, number) or _is_moved_on(session, number)


def _later(batch_id: Column[Any] | Any, number: int) -> ColumnElement[bool]:
    """Rows of other imports in force, or of no import at all."""
    gone = select(t.Batch.id).where(col(t.Batch.withdrawn_at).is_not(None))
    later: ColumnElement[bool] = batch_id.is_(None) | ((batch_id != number) & batch_id.not_in(gone))
    return later


def _imported() -> list[Table]:
    return [table for table in t.METADATA.sorted_tables if "batch_id" in table.c and table.name != "plan_change"]


def _is_referred_to(session: Session, number: int) -> bool:
    for table in _imported():
        for key in table.foreign_keys:
            target = key.column.table
            if target.name == "batch" or "batch_id" not in target.c:
                continue
            mine = select(target.c.id).where(target.c.batch_id == number)
            later = _later(table.c.batch_id, number)
            if session.execute(select(table.c.id).where(key.parent.in_(mine), later).limit(1)).first():
                return True
    return False


def _is_changed(session: Session, number: int) -> bool:
    """A later import changed a row that this one brought, or a value that this one had changed."""
    change: Any = t.PlanChange
    later = session.execute(
        select(change.noun, change.row_id, change.field).where(_later(change.batch_id, number))
    ).all()
    own = session.execute(select(change.noun, change.row_id, change.field).where(change.batch_id == number)).all()
    if {tuple(slot) for slot in own} & {tuple(slot) for slot in later if _comes_after(session, slot, number)}:
        return True
    return any(_brought(session, table_name, row_id, number) for table_name, row_id, _field in later)


def _comes_after(session: Session, slot: Any, number: int) -> bool:
    change: Any = t.PlanChange
    here = (change.noun == slot[0], change.row_id == slot[1], change.field == slot[2])
    last_own = session.execute(
        select(change.id).where(*here, change.batch_id == number).order_by(change.id.desc())
    ).scalar()
    last = session.execute(
        select(change.id).where(*here, _later(change.batch_id, number)).order_by(change.id.desc())
    ).scalar()
    return last is not None and last_own is not None and last > last_own


def _brought(session: Session, table_name: str, row_id: int, number: int) -> bool:
    table = t.METADATA.tables[table_name]
    return (
        session.execute(select(table.c.id).where(table.c.id == row_id, table.c.batch_id == number)).first() is not None
    )


def _is_moved_on(session: Session, number: int) -> bool:
    """A promised date that this import moved was moved again since."""
    move: Any = t.DueDateChange
    own = session.execute(select(move.milestone_id, move.id).where(move.batch_id == number)).all()
    last = dict(own)
    later = session.execute(select(move.milestone_id, move.id).where(_later(move.batch_id, number))).all()
    return any(milestone in last and identity > last[milestone] for milestone, identity in later)


def restore(session: Session, number: int) -> None:
    """Puts the values back that this import had changed, the last change first."""
    change: Any = t.PlanChange
    rows = session.execute(select(change).where(change.batch_id == number).order_by(change.id.desc())).scalars().all()
    for row in rows:
        table = t.METADATA.tables[row.noun]
        old: Any = column_value(table.c[row.field], (row.old or {}).get("v"))
        session.execute(update(table).where(table.c.id == row.row_id).values({row.field: old}))


# Where whole sheets could not be read, every reference into them would be wrong.
UNREAD = ("import.sheet.missing", "import.column.missing")


def preview(session: Session, draft: PlanDraft, *, at: datetime) -> Diff:
    """The diff of a draft; what is wrong with it stands in `draft.doubts`. Writes nothing."""
    return _examined(CurrentPlan(session), draft, at)[0]


def run(session: Session, actor: Actor, draft: PlanDraft, *, at: datetime, is_sample: bool = False) -> t.Batch:
    """Writes the whole draft as one batch.

    Raises:
        Refused: the draft has errors (`draft.errors`), it replaces what is verified without a reason (`draft.reason`),
            or no administrator would be left with the sample gone.
        Forbidden: the actor may not import.
    """
    ledger.take_turn(session, actor, Act.IMPORT_PLAN)
    draft.reason = note(draft.reason, most=lengths.NOTE)
    with keeping_administrators(session, actor, at):
        batch, _diff, _facts = bring_in(session, draft, at=at, is_sample=is_sample)
    ledger.append(
        session,
        actor,
        "plan.import",
        f"batch:{batch.id}",
        at=at,
        after={"file": draft.file_name, "sha256": draft.file_sha256, "batch": batch.id, "counts": batch.counts},
        reason=draft.reason,
    )
    return batch


def bring_in(
    session: Session, draft: PlanDraft, *, at: datetime, is_sample: bool = False
) -> tuple[t.Batch, Diff, Rows]:
    """The writing itself, for commands that have asked for the right and append their own entry."""
    ledger.lock(session)
    current = CurrentPlan(session)
    diff, facts = _examined(current, draft, at)
    if draft.errors:
        raise Refused("import.refused", count=len(draft.errors))
    if diff.unexplained and draft.reason is None:
        raise Refused("import.reason_needed", count=diff.unexplained)
    batch = t.Batch(
        file_name=draft.file_name,
        file_sha256=draft.file_sha256,
        counts={entity: asdict(counts) for entity, counts in diff.counts.items()},
        recorded_at=at,
        is_sample=is_sample,
    )
    session.add(batch)
    session.flush()
    _write(current, diff, facts, present(batch.id))
    return batch, diff, facts


def _examined(current: CurrentPlan, draft: PlanDraft, at: datetime) -> tuple[Diff, Rows]:
    """Fills `draft.doubts` anew."""
    draft.plan_problems = []
    if not any(problem.key in UNREAD for problem in draft.errors):
        draft.plan_problems = [
            *estimate_starts(draft, current),
            *check(draft, current.keys()),
            *too_long(draft, current),
            *physical_problems(draft, stored_percents(draft, current)),
            *scale_warnings(draft, current),
        ]
    if draft.errors:
        return rough_diff(draft, current), {}
    diff = plan_diff(draft, current, at)
    facts = new_facts(draft, current, diff, at)
    draft.plan_problems += diff.problems
    return (rough_diff(draft, current), {}) if draft.errors else (diff, facts)


def _write(current: CurrentPlan, diff: Diff, facts: Rows, batch: int) -> None:
    own = {"batch_id": batch}
    for entity in PLAN_ENTITIES:
        _write_entity(current, entity, [{**row, **own} for row in diff.fresh.get(entity.name, ())])
    for slot, rows in diff.links.items():
        current.write(LISTS[slot][0], [{**row, **own} for row in rows])
    for table in sorted(facts, key=_after_its_links):
        current.write(table, [{**row, **own} for row in facts[table]])
    write_changes(current.session, diff.changes, batch)
    current.settle_sequences()


def _after_its_links(table: Any) -> int:
    """The place of a table among all, those it refers to first."""
    return t.METADATA.sorted_tables.index(table.__table__)


def _write_entity(current: CurrentPlan, entity: EntitySpec, rows: list[dict[str, Any]]) -> None:
    """Links to rows of the same table are set once all of them stand."""
    own_links = [column for target, column in entity.links.values() if target == entity.name]
    current.write(entity.table, [{**row, **dict.fromkeys(own_links)} for row in rows])
    for column in own_links:
        for row in rows:
            if row[column] is not None:
                where = update(entity.table).where(entity.table.id == row["id"])
                current.session.execute(where.values({column: row[column]}))


def withdraw(session: Session, actor: Actor, number: int, *, at: datetime) -> t.Batch:
    """Takes an import back as a whole: its rows stay stored, and no query sees them any more.

    Raises:
        AlreadyDone: it was withdrawn.
        Refused: there is no such import, something later was built on it, or no administrator would be left with the
            sample gone.
        Forbidden: the actor may not withdraw.
    """
    ledger.take_turn(session, actor, Act.WITHDRAW_IMPORT)
    batch = session.get(t.Batch, number)
    if batch is None:
        raise Refused("import.undo.unknown", number=number)
    if batch.withdrawn_at is not None:
        raise AlreadyDone("import.undo.before", number=number)
    if is_built_on(session, number):
        raise Refused("import.undo.built_on", number=number)
    with keeping_administrators(session, actor, at):
        restore(session, number)
        batch.withdrawn_at = at
        session.add(batch)
    ledger.append(session, actor, "plan.withdraw", f"batch:{number}", at=at, after={"batch": number})
    return batch
