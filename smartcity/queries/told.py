"""What was sent of a programme since a statement, as submissions; where an account has drafts. Asked uncached."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.conflicts import Told
from smartcity.domain.evidence import Attachment
from smartcity.domain.physical_reports import NOTHING_REPORTED, PhysicalEntry
from smartcity.domain.readings import NUMBERS, Entry, Typed, spelled
from smartcity.domain.submission import Step, Submission
from smartcity.store.tables import Evidence, MilestoneUpdate, PhysicalUpdate, Reading, ReportDraft, Statement


def since(session: Session, programme_id: int, period_id: int, statement_id: int) -> tuple[Told, ...]:
    """Statements newer than this one, oldest first; those of another period have only their milestones in common."""
    return _told(session, period_id, Statement.programme_id == programme_id, col(Statement.id) > statement_id)


def sent(session: Session, programme_id: int, period_id: int, statement_id: int) -> Submission:
    """What had been said for the period up to this statement; nothing, where there was no report of it."""
    of_period = (Statement.programme_id == programme_id, Statement.period_id == period_id)
    found = _told(session, period_id, *of_period, col(Statement.id) <= statement_id)
    return found[-1].given if found else Submission()


def _told(session: Session, period_id: int, *where: Any) -> tuple[Told, ...]:
    rows = session.exec(select(Statement).where(*where).order_by(col(Statement.id))).all()
    ids = [row.id for row in rows]
    steps, readings, physical = _steps(session, ids), _readings(session, ids), _physical(session, ids)
    return tuple(
        Told(
            row.recorded_by,
            row.recorded_at,
            replace(
                _given(row, period_id, steps[row.id or 0], readings[row.id or 0]),
                physical=physical.get(row.id, NOTHING_REPORTED),
            ),
        )
        for row in rows
    )


def _given(row: Statement, period_id: int, steps: Mapping[int, Step], readings: Mapping[int, Entry]) -> Submission:
    if row.period_id != period_id:
        return Submission(steps=steps)
    return Submission(
        own_rating=row.own_rating,
        happened=row.happened or "",
        obstacle=row.obstacle or "",
        obstacle_milestone=row.obstacle_milestone_id,
        next_step=row.next_step or "",
        help_needed=row.help_needed or "",
        help_from=row.help_from or "",
        steps=steps,
        readings=readings,
    )


def _readings(session: Session, statement_ids: list[int | None]) -> defaultdict[int, dict[int, Entry]]:
    """By statement and indicator."""
    reading: Any = Reading
    rows = session.exec(select(reading).where(reading.statement_id.in_(statement_ids)).order_by(reading.id)).all()
    proofs = _proofs(session, Evidence.reading_id, [row.id for row in rows])
    found: defaultdict[int, dict[int, Entry]] = defaultdict(dict)
    for row in rows:
        typed = Typed(**{name: spelled(getattr(row, name)) for name in NUMBERS}, text=row.text or "")
        entries = found[row.statement_id]
        if row.area_id is None:
            words, marked = (row.note or "", row.reason or ""), row.is_not_applicable
            entries[row.indicator_id] = Entry(typed, {}, *words, tuple(proofs[row.id]), is_not_applicable=marked)
        else:
            entry = entries.get(row.indicator_id, Entry())
            entries[row.indicator_id] = replace(entry, areas={**entry.areas, row.area_id: typed})
    return found


def _physical(session: Session, statement_ids: list[int | None]) -> Mapping[int | None, PhysicalEntry]:
    """By statement."""
    update: Any = PhysicalUpdate
    rows = session.exec(select(update).where(update.statement_id.in_(statement_ids)).order_by(update.id)).all()
    proofs = _proofs(session, Evidence.physical_update_id, [row.id for row in rows])
    return {
        row.statement_id: PhysicalEntry(spelled(row.percent), row.note or "", tuple(proofs[row.id])) for row in rows
    }


def _steps(session: Session, statement_ids: list[int | None]) -> defaultdict[int, dict[int, Step]]:
    """By statement and milestone."""
    updates = session.exec(select(MilestoneUpdate).where(col(MilestoneUpdate.statement_id).in_(statement_ids))).all()
    proofs = _proofs(session, Evidence.update_id, [update.id for update in updates])
    found: defaultdict[int, dict[int, Step]] = defaultdict(dict)
    for row in updates:
        step = Step(row.claim, row.percent, row.achieved_on, row.note or "", tuple(proofs[row.id or 0]))
        found[row.statement_id or 0][row.milestone_id] = step
    return found


def _proofs(session: Session, owner: Any, owner_ids: list[int | None]) -> defaultdict[int, list[Attachment]]:
    """By the update or reading that `owner`, a column of the evidence, names."""
    evidence: Any = Evidence
    rows = session.execute(
        select(owner, evidence.title, evidence.url).where(owner.in_(owner_ids)).order_by(evidence.id)
    ).all()
    found: defaultdict[int, list[Attachment]] = defaultdict(list)
    for number, title, url in rows:
        found[number].append(Attachment(title, url))
    return found


def drafts(session: Session, account_id: int) -> Mapping[int, datetime]:
    """When the account last saved a draft, by programme id."""
    rows = session.exec(
        select(ReportDraft.programme_id, ReportDraft.saved_at)
        .where(ReportDraft.account_id == account_id)
        .order_by(col(ReportDraft.saved_at))
    ).all()
    return dict(rows)
