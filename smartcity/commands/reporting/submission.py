"""Sending a report, whole, once, with one ledger entry; and an adviser's comment on a programme."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.contexts import current_plan
from smartcity.commands.contexts.milestones import programme_of, report_context
from smartcity.commands.reporting.evidence import require_stored, store_file
from smartcity.commands.reporting.report_drafts import discard_draft, to_json
from smartcity.commands.reporting.report_rows import write_report
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import CreditRule
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.facts.claims import needs_verdict
from smartcity.domain.facts.evidence import Attachment, NewFile
from smartcity.domain.ledger import canonical
from smartcity.domain.reporting.physical_reports import NOTHING_REPORTED
from smartcity.domain.reporting.submission import ReportContext, Submission, settled
from smartcity.domain.reporting.validation import violations
from smartcity.domain.text import required_note
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf


@dataclass(frozen=True, slots=True)
class Receipt:
    """`claims`, `readings` and `percentages` (0 or 1, physical) count what now waits for a verifier.

    `moves` are the dates that wait for approval.
    """

    statement_id: int
    at: datetime
    claims: int
    moves: int
    readings: int = 0
    percentages: int = 0


@dataclass(frozen=True, slots=True)
class Sending:
    """`key` makes it the same submission however often it is sent; `based_on` is the newest statement its author saw.

    `folder` holds the files that its evidence names.
    """

    programme: str
    period_id: int
    given: Submission
    key: str
    based_on: int
    folder: Path

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(to_json(self.given)).encode()).hexdigest()


def keep_file(session: Session, actor: Actor, programme: str, file: NewFile, *, folder: Path) -> Attachment:
    """Keeps a file for a report that is not sent yet.

    Raises:
        Refused: the programme is unknown, or the disk cannot be written.
        Forbidden: another agency leads the programme.
    """
    programme_of(session, actor, programme)
    return store_file(file, folder)


def submit(session: Session, actor: Actor, sending: Sending, *, at: datetime) -> Receipt:
    """Writes the report and forgets its draft; what was sent already is answered as before, and nothing is written.

    Raises:
        Refused: the period is locked, somebody reported since `based_on`, or the report is incomplete.
        Forbidden: another agency leads the programme.
    """
    ledger.lock(session)
    context = report_context(session, actor, sending.programme, sending.period_id, at)
    sent = _sent(session, sending)
    if sent is not None:
        return sent
    current_plan.require_open(context.calendar, context.period, context.agency, at)
    if context.newest > sending.based_on:
        raise _conflict(session, context.newest)
    report = settled(sending.given, context)
    _require_whole(report, context, sending.folder)
    number = write_report(session, actor, report, context, sending.key)
    receipt = Receipt(number, at, *_waiting(report, context.rule))
    _record(session, actor, sending, report, context, receipt)
    discard_draft(session, actor, sending.programme, sending.period_id, at=at)
    return receipt


def _sent(session: Session, sending: Sending) -> Receipt | None:
    """The receipt of the same content sent before; other content under the same key is a conflict with oneself."""
    row = session.exec(select(t.Statement).where(t.Statement.submission_key == sending.key)).first()
    if row is None or row.id is None:
        return None
    entry = session.exec(select(t.AuditEntry).where(t.AuditEntry.subject == _subject(row.id))).one()
    after: dict[str, Any] = entry.after or {}
    if after.get("content") != sending.digest:
        raise _conflict(session, row.id)
    counts = (after["claims"], after["moves"], after.get("counted", 0), after.get("percentages", 0))
    return Receipt(row.id, row.recorded_at, *counts)


def _conflict(session: Session, statement_id: int) -> Refused:
    row = session.exec(select(t.Statement).where(t.Statement.id == statement_id)).one()
    return Refused("reporting.conflict", who=row.recorded_by, at=row.recorded_at)


def _require_whole(report: Submission, context: ReportContext, folder: Path) -> None:
    problems = violations(report, context)
    if problems:
        raise Refused("reporting.incomplete", count=len(problems))
    for step in report.steps.values():
        require_stored(step.proofs, folder)
    for entry in report.readings.values():
        require_stored(entry.proofs, folder)
    require_stored(report.physical.proofs, folder)


def _waiting(report: Submission, rule: CreditRule) -> tuple[int, int, int, int]:
    steps = report.steps.values()
    claims = sum(step.claim is not None and needs_verdict(step.claim, rule) for step in steps)
    moves = sum(step.moves for step in steps)
    return claims, moves, len(report.readings), int(report.physical != NOTHING_REPORTED)


def _subject(statement_id: int) -> str:
    return f"statement:{statement_id}"


def _record(
    session: Session, actor: Actor, sending: Sending, report: Submission, context: ReportContext, receipt: Receipt
) -> None:
    codes = {number: context.milestones[number].code for number in report.steps}
    content = to_json(report)
    after: dict[str, Any] = {
        **content,
        "steps": {codes[int(number)]: step for number, step in content["steps"].items()},
        "readings": {context.gauges[int(number)].code: entry for number, entry in content["readings"].items()},
        "programme": sending.programme,
        "period": str(context.period.name),
        "claims": receipt.claims,
        "moves": receipt.moves,
        "counted": receipt.readings,
        "percentages": receipt.percentages,
        "content": sending.digest,
    }
    before = {code: context.milestones[number].latest.claim.value for number, code in codes.items()}
    subject = _subject(receipt.statement_id)
    ledger.append(session, actor, "report.submit", subject, at=receipt.at, before=before, after=after)


def comment(session: Session, actor: Actor, programme: str, text: str, *, at: datetime) -> None:
    """Adds a comment to the programme with this code.

    Raises:
        AlreadyDone: it is the last that the actor said of it.
        Refused: there is no such programme, nothing is said, or too much.
        Forbidden: the actor may not comment.
    """
    require(actor, Act.COMMENT)
    content = required_note(text, "comment.empty")
    programmes = AsOf.now(session).rows(t.Programme, col(t.Programme.code) == programme)
    if not programmes:
        raise Refused("programme.unknown", code=programme)
    number = programmes[-1]["id"]
    mine = select(t.Comment.text).where(t.Comment.programme_id == number, t.Comment.recorded_by == actor.name)
    if session.exec(mine.order_by(col(t.Comment.id).desc())).first() == content:
        raise AlreadyDone("comment.sent_already")
    session.add(t.Comment(programme_id=number, text=content, recorded_at=at, recorded_by=actor.name))
    ledger.append(session, actor, "comment.add", f"programme:{programme}", at=at, after={"text": content})
