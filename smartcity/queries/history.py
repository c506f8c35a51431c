"""The history of one programme, and the ledger of all changes that were asked for, as known on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from smartcity.domain.enums import QuickWinState, Verdict
from smartcity.domain.facts.history import Change, Comment, History, PhysicalUpdate, QuickWinStatus, Update
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.programmes import Report
from smartcity.store import tables as t
from smartcity.store.loaders.claims import load_verdicts
from smartcity.store.loaders.physical import physical_updates
from smartcity.store.loaders.reporting import build_report, load_periods
from smartcity.store.loaders.verification import change_requests, load_updates
from smartcity.store.loaders.visibility import AsOf


def programme_history(session: Session, as_of: date, programme_id: int, milestone_ids: tuple[int, ...]) -> History:
    """Everything told of one programme up to the end of `as_of`."""
    when = AsOf.end_of(session, as_of)
    return History(
        updates=load_updates(when, milestone_ids),
        reports=_reports(when, programme_id),
        changes=tuple(c for c in change_requests(when) if c.milestone_id in milestone_ids),
        comments=_comments(when, programme_id),
        years=tuple(y for number, y in _years(when) if number == programme_id),
        physical=physical_updates(when, (programme_id,)),
    )


def all_requested_changes(session: Session, as_of: date) -> tuple[Change, ...]:
    """Every change that was asked for, newest first."""
    return tuple(reversed(change_requests(AsOf.end_of(session, as_of))))


def quick_win_years(session: Session, as_of: date) -> Mapping[int, tuple[QuickWinStatus, ...]]:
    """By programme id, oldest year first."""
    when = AsOf.end_of(session, as_of)
    return {number: tuple(years) for number, years in grouped(_years(when)).items()}


def returned_updates(session: Session, as_of: date, milestone_ids: tuple[int, ...]) -> Mapping[int, Update]:
    """By milestone id: the newest update, where the verifier returned it."""
    update: Any = t.MilestoneUpdate
    when = AsOf.end_of(session, as_of)
    rows = when.columns(update, ("milestone_id", "id"), update.milestone_id.in_(milestone_ids))
    newest = {row.milestone_id: row.id for row in rows}
    verdicts = load_verdicts(when, t.UpdateReview, "update_id", newest.values())
    returned = [number for number, last in newest.items() if verdicts.get(last) is Verdict.RETURNED]
    return {one.milestone_id: one for one in reversed(load_updates(when, returned))}


def returned_physical(session: Session, as_of: date, programme_ids: tuple[int, ...]) -> Mapping[int, PhysicalUpdate]:
    """By programme id: the percentage of the newest day, where the verifier returned it."""
    newest: dict[int, PhysicalUpdate] = {}
    for update in physical_updates(AsOf.end_of(session, as_of), programme_ids):
        newest.setdefault(update.programme_id, update)
    return {number: update for number, update in newest.items() if update.is_returned}


def _reports(when: AsOf, programme_id: int) -> tuple[Report, ...]:
    names = {period.id: period.name for period in load_periods(when)}
    statement: Any = t.Statement
    rows = when.execute(
        select(statement)
        .where(when.visible(statement), statement.programme_id == programme_id)
        .order_by(statement.recorded_at.desc(), statement.id.desc())
    ).scalars()
    reports = (build_report(row, names[row.period_id], when) for row in rows if row.period_id in names)
    return tuple(sorted(reports, key=lambda report: report.order, reverse=True))


def _comments(when: AsOf, programme_id: int) -> tuple[Comment, ...]:
    rows = when.in_time(t.Comment, col(t.Comment.programme_id) == programme_id)
    return tuple(Comment(row["text"], row["recorded_by"], when.local(row["recorded_at"])) for row in reversed(rows))


def _years(when: AsOf) -> list[tuple[int, QuickWinStatus]]:
    rows = sorted(when.rows(t.QuickWinYear), key=lambda row: row["year"])
    return [
        (row["programme_id"], QuickWinStatus(row["year"], QuickWinState(row["state"]), row["note"])) for row in rows
    ]
