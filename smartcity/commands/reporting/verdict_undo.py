"""Taking a verdict back within seconds: what was answered waits again, as if nobody had answered."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, insert, update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.reporting.evidence import taken_back
from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.errors import AlreadyDone, Refused, instance_of
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import REVIEWS, is_not_withdrawn
from smartcity.store.tables.columns import column_value

# The screen offers it for ten seconds; a slow line may need some more.
UNDO_WITHIN = timedelta(seconds=15)
ACTIONS = (
    "verification.verify",
    "verification.send_back",
    "verification.revoke",
    "change.approve",
    "change.refuse",
    "decision.review",
)
# What a verdict changes in the plan: an approved proposal, a decision that is closed.
_CHANGED = ("milestone", "decision")


def undo(session: Session, actor: Actor, answered_at: datetime, *, at: datetime) -> None:
    """Takes back all that the actor answered at that instant.

    Raises:
        AlreadyDone: it was taken back.
        Refused: nothing was, something was built on it, or it was too long ago.
        Forbidden: the actor does not verify.
    """
    ledger.take_turn(session, actor, Act.VERIFY)
    entries = _entries(session, actor, answered_at)
    names = {actor.name, actor.label} - {""}
    gone = [*_reviews(session, names, answered_at), *_approved(session, names, answered_at)]
    if entries and not gone:
        raise AlreadyDone("undo.nothing")
    if at - answered_at > UNDO_WITHIN:
        raise Refused("undo.late")
    if not entries:
        raise Refused("undo.nothing")
    _restore_values(session, answered_at, at)
    stamp: dict[str, Any] = {"recorded_at": at, "recorded_by": actor.name}
    session.add_all(t.VerdictWithdrawal(noun=table_name, row_id=number, **stamp) for table_name, number in gone)
    session.add_all(list(taken_back(session, actor.name, answered_at, at=at)))
    subject = entries[0].subject if len(entries) == 1 else f"verification:{len(entries)}"
    after = {"undone": entries[0].action, "of": [entry.subject for entry in entries]}
    ledger.append(session, actor, "verification.undo", subject, at=at, after=after)


def _entries(session: Session, actor: Actor, answered_at: datetime) -> list[t.AuditEntry]:
    entry = t.AuditEntry
    mine = (col(entry.at) == answered_at, col(entry.actor) == actor.name, col(entry.action).in_(ACTIONS))
    return list(session.exec(select(entry).where(*mine).order_by(col(entry.id))).all())


def _reviews(session: Session, names: Collection[str], answered_at: datetime) -> Iterator[tuple[str, int]]:
    """The verdicts of that instant, each the newest on what it answers."""
    for table, links in REVIEWS:
        rows = table.__table__.c
        mine = (rows.recorded_at == answered_at, rows.recorded_by.in_(names), is_not_withdrawn(table))
        for row in session.execute(select(*rows).where(*mine)).mappings().all():
            same = [rows[link] == row[link] for link in links if row[link] is not None]
            if session.execute(select(rows.id).where(rows.id > row["id"], is_not_withdrawn(table), *same)).first():
                raise Refused("undo.built_on")
            yield str(table.__tablename__), int(row["id"])


def _approved(session: Session, names: Collection[str], answered_at: datetime) -> Iterator[tuple[str, int]]:
    """Dates approved then; each is asked for again, word for word."""
    rows = t.METADATA.tables["due_date_change"].c
    mine = (rows.approved_at == answered_at, rows.approved_by.in_(names), is_not_withdrawn(t.DueDateChange))
    for row in session.execute(select(*rows).where(*mine)).mappings().all():
        same = (
            rows.milestone_id == row["milestone_id"],
            rows.approved_at > answered_at,
            is_not_withdrawn(t.DueDateChange),
        )
        if session.execute(select(rows.id).where(*same)).first():
            raise Refused("undo.built_on")
        again = {name: value for name, value in row.items() if name not in ("id", "approved_at", "approved_by")}
        session.execute(insert(t.DueDateChange).values(**again))
        yield "due_date_change", int(row["id"])


def _restore_values(session: Session, answered_at: datetime, at: datetime) -> None:
    """Fields that the verdict changed get their old values again, as one more logged change."""
    change = t.PlanChange
    made = (col(change.recorded_at) == answered_at, col(change.noun).in_(_CHANGED))
    for row in session.exec(select(change).where(*made).order_by(col(change.id).desc())).all():
        table = t.METADATA.tables[row.noun]
        column, old, new = table.c[row.field], (row.old or {}).get("v"), (row.new or {}).get("v")
        stands = column.is_(None) if new is None else column == column_value(column, new)
        updated = session.execute(
            update(table).where(table.c.id == row.row_id, stands).values({row.field: column_value(column, old)})
        )
        if not instance_of(CursorResult, updated).rowcount:
            raise Refused("undo.built_on")
        place: dict[str, Any] = {"batch_id": row.batch_id, "noun": row.noun, "row_id": row.row_id, "field": row.field}
        session.add(change(**place, old=row.new, new=row.old, recorded_at=at))
