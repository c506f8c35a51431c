"""The history of one programme, and the ledger of all moved dates, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.evidence import MediaType
from smartcity.domain.history import History, Move, Proof, QuickWinStanding, Update
from smartcity.domain.kinds import QuickWinState, Verdict
from smartcity.domain.milestones import Said
from smartcity.domain.plan import Report
from smartcity.queries.known import Known, Overlay, known, overlay
from smartcity.queries.reports import periods, report
from smartcity.queries.structure import plan_rows
from smartcity.store import tables as t


def of_programme(session: Session, as_of: date, programme_id: int, milestone_ids: tuple[int, ...]) -> History:
    """Everything told of one programme up to the end of `as_of`."""
    when = known(session, as_of)
    past = overlay(session, when)
    return History(
        updates=_updates(session, when, milestone_ids),
        reports=_reports(session, when, past, programme_id),
        moves=tuple(m for m in _moves(session, when) if m.milestone_id in milestone_ids),
        years=tuple(y for number, y in _years(session, when, past) if number == programme_id),
    )


def moves(session: Session, as_of: date) -> tuple[Move, ...]:
    """The ledger of promised dates, newest first."""
    return tuple(reversed(_moves(session, known(session, as_of))))


def quick_win_years(session: Session, as_of: date) -> Mapping[int, tuple[QuickWinStanding, ...]]:
    """By programme id, oldest year first."""
    when = known(session, as_of)
    found: defaultdict[int, list[QuickWinStanding]] = defaultdict(list)
    for number, year in _years(session, when, overlay(session, when)):
        found[number].append(year)
    return {number: tuple(years) for number, years in found.items()}


def _columns(table: Any) -> Any:
    return select(*table.__table__.columns)


def _updates(session: Session, when: Known, milestone_ids: tuple[int, ...]) -> tuple[Update, ...]:
    update: Any = t.MilestoneUpdate
    rows = session.execute(
        _columns(update)
        .where(when.sees(update), update.milestone_id.in_(milestone_ids))
        .order_by(update.recorded_at.desc(), update.id.desc())
    ).all()
    ids = [row.id for row in rows]
    verdicts, proofs = _reviews(session, when, ids), _proofs(session, when, ids)
    return tuple(_told(row, verdicts.get(row.id), proofs[row.id], when) for row in rows)


def _told(row: Any, review: Any, proofs: list[Proof], when: Known) -> Update:
    return Update(
        milestone_id=row.milestone_id,
        said=Said(row.claim, row.percent, row.achieved_on),
        note=row.note,
        recorded_at=when.local(row.recorded_at),
        recorded_by=row.recorded_by,
        verdict=Verdict(review.verdict) if review else None,
        verdict_at=when.local(review.recorded_at) if review else None,
        verdict_by=review.recorded_by if review else None,
        verdict_note=review.note if review else None,
        proofs=tuple(proofs),
    )


def _reviews(session: Session, when: Known, ids: list[int]) -> Mapping[int, Any]:
    review: Any = t.UpdateReview
    rows = session.execute(
        _columns(review).where(when.sees(review), review.update_id.in_(ids)).order_by(review.recorded_at, review.id)
    )
    return {row.update_id: row for row in rows}


def proof(row: Any) -> Proof:
    """A row of evidence as a value; a file of a kind that is not served any more has only its title."""
    kind = MediaType(row.media_type) if row.media_type in list(MediaType) else None
    return Proof(row.title, row.url, row.id if row.file_sha256 and kind else None, kind)


def _proofs(session: Session, when: Known, ids: list[int]) -> defaultdict[int, list[Proof]]:
    evidence: Any = t.Evidence
    rows = session.execute(
        _columns(evidence).where(when.sees(evidence), evidence.update_id.in_(ids)).order_by(evidence.id)
    )
    found: defaultdict[int, list[Proof]] = defaultdict(list)
    for row in rows:
        found[row.update_id].append(proof(row))
    return found


def _reports(session: Session, when: Known, past: Overlay, programme_id: int) -> tuple[Report, ...]:
    names = {period.id: period.name for period in periods(session, when, past)}
    statement: Any = t.Statement
    rows = session.scalars(
        select(statement)
        .where(when.sees(statement), statement.programme_id == programme_id)
        .order_by(statement.recorded_at.desc(), statement.id.desc())
    )
    return tuple(report(row, names[row.period_id], when) for row in rows if row.period_id in names)


def _moves(session: Session, when: Known) -> tuple[Move, ...]:
    change: Any = t.DueDateChange
    rows = session.execute(_columns(change).where(when.sees(change)).order_by(change.recorded_at, change.id))
    return tuple(
        Move(
            milestone_id=row.milestone_id,
            old_due_on=row.old_due_on,
            new_due_on=row.new_due_on,
            reason=row.reason,
            proposed_by=row.recorded_by,
            recorded_at=when.local(row.recorded_at),
            approved_by=row.approved_by if _is_approved(row, when) else None,
            approved_at=when.local(row.approved_at) if _is_approved(row, when) else None,
        )
        for row in rows
    )


def _is_approved(row: Any, when: Known) -> bool:
    return row.approved_at is not None and row.approved_at <= when.until


def _years(session: Session, when: Known, past: Overlay) -> list[tuple[int, QuickWinStanding]]:
    rows = sorted(plan_rows(session, when, past, t.QuickWinYear), key=lambda row: row["year"])
    return [
        (row["programme_id"], QuickWinStanding(row["year"], QuickWinState(row["state"]), row["note"])) for row in rows
    ]
