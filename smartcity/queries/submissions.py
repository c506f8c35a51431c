"""What was sent of a programme since a statement, and what an account has typed and not sent. Asked uncached."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.grouping import grouped
from smartcity.domain.indicators.readings import NUMBERS, Entry, Typed, spelled
from smartcity.domain.reporting.conflicts import OtherSubmission
from smartcity.domain.reporting.drafts import DraftForm, DraftText, FieldPlace
from smartcity.domain.reporting.physical_reports import NOTHING_REPORTED, PhysicalEntry
from smartcity.domain.reporting.submission import TEXTS, Step, Submission
from smartcity.store.tables import (
    Evidence,
    FieldDraft,
    MilestoneUpdate,
    PhysicalUpdate,
    Reading,
    ReportDraft,
    Statement,
)


def statements_since(
    session: Session, programme_id: int, period_id: int, statement_id: int
) -> tuple[OtherSubmission, ...]:
    """Statements newer than this one, oldest first; those of another period have only their milestones in common."""
    return _statements(session, period_id, Statement.programme_id == programme_id, col(Statement.id) > statement_id)


def submitted_report(session: Session, programme_id: int, period_id: int, statement_id: int) -> Submission:
    """What had been said for the period up to this statement; nothing, where there was no report of it."""
    of_period = (Statement.programme_id == programme_id, Statement.period_id == period_id)
    statements = _statements(session, period_id, *of_period, col(Statement.id) <= statement_id)
    return statements[-1].given if statements else Submission()


def _statements(session: Session, period_id: int, *where: Any) -> tuple[OtherSubmission, ...]:
    rows = session.exec(select(Statement).where(*where).order_by(col(Statement.id))).all()
    ids = [row.id for row in rows]
    steps, readings, physical = _steps(session, ids), _readings(session, ids), _physical(session, ids)
    return tuple(
        OtherSubmission(
            row.recorded_by,
            row.recorded_at,
            replace(
                _submission(row, period_id, steps[row.id or 0], readings[row.id or 0]),
                physical=physical.get(row.id, NOTHING_REPORTED),
            ),
        )
        for row in rows
    )


def _submission(row: Statement, period_id: int, steps: Mapping[int, Step], readings: Mapping[int, Entry]) -> Submission:
    if row.period_id != period_id:
        return Submission(steps=steps)
    texts: dict[str, Any] = {name: getattr(row, name) or "" for name in TEXTS}
    about: dict[str, Any] = {"own_rating": row.own_rating, "obstacle_milestone": row.obstacle_milestone_id}
    return Submission(**about, **texts, steps=steps, readings=readings)


def _readings(session: Session, statement_ids: list[int | None]) -> defaultdict[int, dict[int, Entry]]:
    """By statement and indicator."""
    reading: Any = Reading
    rows = session.exec(select(reading).where(reading.statement_id.in_(statement_ids)).order_by(reading.id)).all()
    proofs = _attachments(session, Evidence.reading_id, [row.id for row in rows])
    by_statement: defaultdict[int, dict[int, Entry]] = defaultdict(dict)
    for row in rows:
        typed = Typed(**{name: spelled(getattr(row, name)) for name in NUMBERS}, text=row.text or "")
        entries = by_statement[row.statement_id]
        if row.area_id is None:
            words, marked = (row.note or "", row.reason or ""), row.is_not_applicable
            entries[row.indicator_id] = Entry(typed, {}, *words, tuple(proofs[row.id]), is_not_applicable=marked)
        else:
            entry = entries.get(row.indicator_id, Entry())
            entries[row.indicator_id] = replace(entry, areas={**entry.areas, row.area_id: typed})
    return by_statement


def _physical(session: Session, statement_ids: list[int | None]) -> Mapping[int | None, PhysicalEntry]:
    """By statement."""
    update: Any = PhysicalUpdate
    rows = session.exec(select(update).where(update.statement_id.in_(statement_ids)).order_by(update.id)).all()
    proofs = _attachments(session, Evidence.physical_update_id, [row.id for row in rows])
    return {
        row.statement_id: PhysicalEntry(spelled(row.percent), row.note or "", tuple(proofs[row.id])) for row in rows
    }


def _steps(session: Session, statement_ids: list[int | None]) -> defaultdict[int, dict[int, Step]]:
    """By statement and milestone."""
    updates = session.exec(select(MilestoneUpdate).where(col(MilestoneUpdate.statement_id).in_(statement_ids))).all()
    proofs = _attachments(session, Evidence.update_id, [update.id for update in updates])
    by_statement: defaultdict[int, dict[int, Step]] = defaultdict(dict)
    for row in updates:
        step = Step(row.claim, row.percent, row.achieved_on, row.note or "", tuple(proofs[row.id or 0]))
        by_statement[row.statement_id or 0][row.milestone_id] = step
    return by_statement


def _attachments(session: Session, owner: Any, owner_ids: list[int | None]) -> defaultdict[int, list[Attachment]]:
    """By the update or reading that `owner`, a column of the evidence, names."""
    evidence: Any = Evidence
    rows = session.execute(
        select(owner, evidence.title, evidence.url).where(owner.in_(owner_ids)).order_by(evidence.id)
    ).all()
    return grouped((number, Attachment(title, url)) for number, title, url in rows)


def report_drafts(session: Session, account_id: int) -> Mapping[int, datetime]:
    """When the account last saved a draft, by programme id."""
    rows = session.exec(
        select(ReportDraft.programme_id, ReportDraft.saved_at)
        .where(ReportDraft.account_id == account_id)
        .order_by(col(ReportDraft.saved_at))
    ).all()
    return dict(rows)


_FORMS = {form.value: form for form in DraftForm}


def account_field_drafts(session: Session, account_id: int | None) -> dict[FieldPlace, DraftText]:
    """Every text that was typed and not sent, and every form that was sent for how often it was."""
    rows = session.exec(select(FieldDraft).where(FieldDraft.account_id == account_id)).all()
    drafts = [(FieldPlace(_FORMS[row.form], row.thing, row.field), row) for row in rows if row.form in _FORMS]
    return {place: DraftText(_text(row.value.get("v")), row.turn, row.saved_at) for place, row in drafts}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
