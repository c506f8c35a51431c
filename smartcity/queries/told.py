"""What was sent of a programme since a statement, as submissions; and where an account has drafts. Asked uncached."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.conflicts import Told
from smartcity.domain.evidence import Attachment
from smartcity.domain.submission import Step, Submission
from smartcity.store.tables import Evidence, MilestoneUpdate, ReportDraft, Statement


def since(session: Session, programme_id: int, statement_id: int) -> tuple[Told, ...]:
    """Statements newer than this one, oldest first."""
    return _told(session, Statement.programme_id == programme_id, col(Statement.id) > statement_id)


def sent(session: Session, statement_id: int) -> Submission:
    """What one statement said; nothing, where there is none."""
    found = _told(session, col(Statement.id) == statement_id)
    return found[0].given if found else Submission()


def _told(session: Session, *where: Any) -> tuple[Told, ...]:
    rows = session.exec(select(Statement).where(*where).order_by(col(Statement.id))).all()
    steps = _steps(session, [row.id for row in rows])
    return tuple(Told(row.recorded_by, row.recorded_at, _given(row, steps[row.id or 0])) for row in rows)


def _given(row: Statement, steps: Mapping[int, Step]) -> Submission:
    return Submission(
        own_rating=row.own_rating,
        happened=row.happened or "",
        obstacle=row.obstacle or "",
        obstacle_milestone=row.obstacle_milestone_id,
        next_step=row.next_step or "",
        help_needed=row.help_needed or "",
        help_from=row.help_from or "",
        steps=steps,
    )


def _steps(session: Session, statement_ids: list[int | None]) -> defaultdict[int, dict[int, Step]]:
    """By statement and milestone."""
    updates = session.exec(select(MilestoneUpdate).where(col(MilestoneUpdate.statement_id).in_(statement_ids))).all()
    proofs = _proofs(session, [update.id for update in updates])
    found: defaultdict[int, dict[int, Step]] = defaultdict(dict)
    for row in updates:
        step = Step(row.claim, row.percent, row.achieved_on, row.note or "", tuple(proofs[row.id or 0]))
        found[row.statement_id or 0][row.milestone_id] = step
    return found


def _proofs(session: Session, update_ids: list[int | None]) -> defaultdict[int, list[Attachment]]:
    evidence: Any = Evidence
    rows = session.exec(select(Evidence).where(evidence.update_id.in_(update_ids)).order_by(evidence.id)).all()
    found: defaultdict[int, list[Attachment]] = defaultdict(list)
    for row in rows:
        found[row.update_id or 0].append(Attachment(row.title, row.url))
    return found


def drafts(session: Session, account_id: int) -> Mapping[int, datetime]:
    """When the account last saved a draft, by programme id."""
    rows = session.exec(
        select(ReportDraft.programme_id, ReportDraft.saved_at)
        .where(ReportDraft.account_id == account_id)
        .order_by(col(ReportDraft.saved_at))
    ).all()
    return dict(rows)
