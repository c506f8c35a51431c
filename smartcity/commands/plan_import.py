"""Importing a plan: preview, run as a whole, withdraw as a whole. One ledger entry each."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.administrators import keeping_administrators
from smartcity.commands.drafts import PlanDraft
from smartcity.commands.physical_courses import stored_percents
from smartcity.commands.physical_rules import physical_problems
from smartcity.commands.plan_changes import write_changes
from smartcity.commands.plan_diff import Diff, plan_diff, rough_diff
from smartcity.commands.plan_facts import Rows, new_facts
from smartcity.commands.plan_lengths import too_long
from smartcity.commands.plan_nouns import LISTS, PLAN_NOUNS, Noun
from smartcity.commands.plan_rules import check
from smartcity.commands.plan_scales import scale_doubts
from smartcity.commands.plan_starts import estimate_starts
from smartcity.commands.plan_store import Standing
from smartcity.commands.plan_withdrawal import is_built_on, restore
from smartcity.domain import lengths
from smartcity.domain.notes import note
from smartcity.domain.refusals import AlreadyDone, Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store import tables as t

# Where whole sheets could not be read, every reference into them would be wrong.
UNREAD = ("import.sheet.missing", "import.column.missing")


def preview(session: Session, draft: PlanDraft, *, at: datetime) -> Diff:
    """The diff of a draft; what is wrong with it stands in `draft.doubts`. Writes nothing."""
    return _looked_at(Standing(session), draft, at)[0]


def run(session: Session, actor: Actor, draft: PlanDraft, *, at: datetime, is_sample: bool = False) -> t.Batch:
    """Writes the whole draft as one batch.

    Raises:
        Refused: the draft has errors (`draft.errors`), it replaces what is verified without a reason (`draft.reason`),
            or no administrator would be left with the sample gone.
        Forbidden: the actor may not import.
    """
    require(actor, Act.IMPORT_PLAN)
    ledger.take_turns(session)
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
    ledger.take_turns(session)
    standing = Standing(session)
    diff, facts = _looked_at(standing, draft, at)
    if draft.errors:
        raise Refused("import.refused", count=len(draft.errors))
    if diff.unexplained and draft.reason is None:
        raise Refused("import.reason_needed", count=diff.unexplained)
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
    return batch, diff, facts


def _looked_at(standing: Standing, draft: PlanDraft, at: datetime) -> tuple[Diff, Rows]:
    """Fills `draft.doubts` anew."""
    draft.doubts = []
    if not any(problem.key in UNREAD for problem in draft.errors):
        draft.doubts = [
            *estimate_starts(draft, standing),
            *check(draft, standing.keys()),
            *too_long(draft, standing),
            *physical_problems(draft, stored_percents(draft, standing)),
            *scale_doubts(draft, standing),
        ]
    if draft.errors:
        return rough_diff(draft, standing), {}
    diff = plan_diff(draft, standing, at)
    facts = new_facts(draft, standing, diff, at)
    draft.doubts += diff.doubts
    return (rough_diff(draft, standing), {}) if draft.errors else (diff, facts)


def _write(standing: Standing, diff: Diff, facts: Rows, batch: int) -> None:
    own = {"batch_id": batch}
    for noun in PLAN_NOUNS:
        _write_noun(standing, noun, [{**row, **own} for row in diff.fresh.get(noun.name, ())])
    for slot, rows in diff.links.items():
        standing.write(LISTS[slot][0], [{**row, **own} for row in rows])
    for table in sorted(facts, key=_after_its_links):
        standing.write(table, [{**row, **own} for row in facts[table]])
    write_changes(standing.session, diff.changes, batch)
    standing.settle_sequences()


def _after_its_links(table: Any) -> int:
    """The place of a table among all, those it refers to first."""
    return t.METADATA.sorted_tables.index(table.__table__)


def _write_noun(standing: Standing, noun: Noun, rows: list[dict[str, Any]]) -> None:
    """Links to rows of the same table are set once all of them stand."""
    own_links = [column for target, column in noun.links.values() if target == noun.name]
    standing.write(noun.table, [{**row, **dict.fromkeys(own_links)} for row in rows])
    for column in own_links:
        for row in rows:
            if row[column] is not None:
                where = update(noun.table).where(noun.table.id == row["id"])
                standing.session.execute(where.values({column: row[column]}))


def withdraw(session: Session, actor: Actor, number: int, *, at: datetime) -> t.Batch:
    """Takes an import back as a whole: its rows stay stored, and no query sees them any more.

    Raises:
        AlreadyDone: it was withdrawn.
        Refused: there is no such import, something later was built on it, or no administrator would be left with the
            sample gone.
        Forbidden: the actor may not withdraw.
    """
    require(actor, Act.WITHDRAW_IMPORT)
    ledger.take_turns(session)
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
