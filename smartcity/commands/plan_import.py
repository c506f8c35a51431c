"""Importing a plan: preview, run as a whole, withdraw as a whole. One ledger entry each."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.drafts import PlanDraft, Problem
from smartcity.commands.plan_diff import Diff, FieldChange, freeze, plan_diff
from smartcity.commands.plan_facts import Rows, new_facts
from smartcity.commands.plan_nouns import LISTS, PLAN_NOUNS, Noun
from smartcity.commands.plan_rules import check
from smartcity.commands.plan_store import Standing
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store import tables as t
from smartcity.store.frozen import thaw


def preview(session: Session, draft: PlanDraft, *, at: datetime) -> Diff:
    """The diff of a draft; its problems are added to `draft.problems`. Writes nothing."""
    return _looked_at(Standing(session), draft, at)[0]


def run(session: Session, actor: Actor, draft: PlanDraft, *, at: datetime, is_sample: bool = False) -> t.Batch:
    """Writes the whole draft as one batch.

    Raises:
        Refused: the draft has errors (they are in `draft.problems`), or another masterplan is in force.
        Forbidden: the actor may not import.
    """
    require(actor, Act.IMPORT_PLAN)
    ledger.take_turns(session)
    standing = Standing(session)
    diff, facts = _looked_at(standing, draft, at)
    if draft.errors:
        raise Refused("import.refused", count=len(draft.errors))
    batch = t.Batch(
        file_name=draft.file_name,
        file_sha256=draft.file_sha256,
        counts={noun: asdict(counts) for noun, counts in diff.counts.items()},
        recorded_at=at,
        is_sample=is_sample,
    )
    session.add(batch)
    session.flush()
    assert batch.id is not None
    _write(standing, diff, facts, batch.id)
    ledger.append(
        session,
        actor,
        "plan.import",
        f"batch:{batch.id}",
        at=at,
        after={"file": draft.file_name, "sha256": draft.file_sha256, "batch": batch.id, "counts": batch.counts},
    )
    return batch


def _looked_at(standing: Standing, draft: PlanDraft, at: datetime) -> tuple[Diff, Rows]:
    if not any(problem.place.row is None for problem in draft.errors):
        draft.problems += [*_another_plan(standing, draft), *check(draft, standing.keys())]
    if draft.errors:
        return _only_wrong(draft), {}
    diff = plan_diff(draft, standing, at)
    return diff, new_facts(draft, standing, diff, at)


def _another_plan(standing: Standing, draft: PlanDraft) -> Iterator[Problem]:
    known = set(standing.ids["masterplan"])
    for row in draft.rows.get("masterplan", ()):
        if known and row.values["name"] not in known:
            yield Problem(row.place, row.values["name"], "import.another_plan", {"known": next(iter(known))})


def _only_wrong(draft: PlanDraft) -> Diff:
    diff = Diff()
    for noun, rows in draft.rows.items():
        wrong = {p.place.row for p in draft.errors if rows and p.place.sheet == rows[0].place.sheet}
        if wrong:
            diff.count(noun).wrong = len(wrong)
    return diff


def _write(standing: Standing, diff: Diff, facts: Rows, batch: int) -> None:
    own = {"batch_id": batch}
    for noun in PLAN_NOUNS:
        _write_noun(standing, noun, [{**row, **own} for row in diff.fresh.get(noun.name, ())])
    for slot, rows in diff.links.items():
        standing.write(LISTS[slot][0], [{**row, **own} for row in rows])
    for table, rows in facts.items():
        standing.write(table, [{**row, **own} for row in rows])
    _change(standing.session, diff.changes, batch)
    standing.settle_sequences()


def _write_noun(standing: Standing, noun: Noun, rows: list[dict[str, Any]]) -> None:
    """Links to rows of the same table are set once all of them stand."""
    own_links = [column for target, column in noun.links.values() if target == noun.name]
    standing.write(noun.table, [{**row, **dict.fromkeys(own_links)} for row in rows])
    for column in own_links:
        for row in rows:
            if row[column] is not None:
                where = update(noun.table).where(noun.table.id == row["id"])
                standing.session.execute(where.values({column: row[column]}))


def _change(session: Session, changes: list[FieldChange], batch: int) -> None:
    for change in changes:
        table = change.noun.table
        session.execute(update(table).where(table.id == change.row_id).values({change.field: change.new}))
    rows = [
        {
            "batch_id": batch,
            "noun": change.noun.tablename,
            "row_id": change.row_id,
            "field": change.field,
            "old": {"v": freeze(change.old)},
            "new": {"v": freeze(change.new)},
            "recorded_at": change.at,
        }
        for change in changes
    ]
    if rows:
        session.execute(insert(t.PlanChange), rows)


def withdraw(session: Session, actor: Actor, number: int, *, at: datetime) -> t.Batch:
    """Takes an import back as a whole: its rows stay stored, and no query sees them any more.

    Raises:
        Refused: there is no such import, it was withdrawn before, or something later was built on it.
        Forbidden: the actor may not withdraw.
    """
    require(actor, Act.WITHDRAW_IMPORT)
    ledger.take_turns(session)
    batch = session.get(t.Batch, number)
    if batch is None:
        raise Refused("import.undo.unknown", number=number)
    if batch.withdrawn_at is not None:
        raise Refused("import.undo.before", number=number)
    _refuse_if_built_on(session, number)
    _restore(session, number)
    batch.withdrawn_at = at
    session.add(batch)
    ledger.append(session, actor, "plan.withdraw", f"batch:{number}", at=at, after={"batch": number})
    return batch


def _refuse_if_built_on(session: Session, number: int) -> None:
    for table in t.METADATA.sorted_tables:
        if "batch_id" not in table.c or table.name == "plan_change":
            continue
        for key in table.foreign_keys:
            target = key.column.table
            if target.name == "batch" or "batch_id" not in target.c:
                continue
            mine = select(target.c.id).where(target.c.batch_id == number)
            gone = select(t.Batch.id).where(col(t.Batch.withdrawn_at).is_not(None))
            later = table.c.batch_id.is_(None) | ((table.c.batch_id != number) & table.c.batch_id.not_in(gone))
            if session.execute(select(table.c.id).where(key.parent.in_(mine), later).limit(1)).first():
                raise Refused("import.undo.built_on", number=number)


def _restore(session: Session, number: int) -> None:
    """Puts the values back that this import had changed; refused when a later import changed them again."""
    changes = session.exec(select(t.PlanChange).order_by(col(t.PlanChange.id).desc())).all()
    newer: set[tuple[str, int, str]] = set()
    withdrawn = set(session.exec(select(t.Batch.id).where(col(t.Batch.withdrawn_at).is_not(None))).all())
    for change in changes:
        slot = (change.noun, change.row_id, change.field)
        if change.batch_id == number:
            if slot in newer:
                raise Refused("import.undo.built_on", number=number)
            _put_back(session, change)
        elif change.batch_id not in withdrawn:
            newer.add(slot)


def _put_back(session: Session, change: t.PlanChange) -> None:
    table = t.METADATA.tables[change.noun]
    old: Any = thaw(table.c[change.field], (change.old or {}).get("v"))
    session.execute(update(table).where(table.c.id == change.row_id).values({change.field: old}))
