"""Sending a report: one statement with all that came with it; whole, once, with one ledger entry."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from smartcity.commands import ledger, locks
from smartcity.commands.evidence_rows import kept, require_kept
from smartcity.commands.report_drafts import discard_draft, frozen
from smartcity.commands.report_ground import ground, programme_of
from smartcity.commands.report_rows import write_report
from smartcity.domain.evidence import Attachment, NewFile
from smartcity.domain.kinds import CreditRule
from smartcity.domain.ledger import canonical
from smartcity.domain.objections import objections
from smartcity.domain.physical_reports import NOTHING_REPORTED
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Actor
from smartcity.domain.submission import Ground, Submission, settled
from smartcity.domain.verification import needs_verdict
from smartcity.store import tables as t


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
        return hashlib.sha256(canonical(frozen(self.given)).encode()).hexdigest()


def keep_file(session: Session, actor: Actor, programme: str, file: NewFile, *, folder: Path) -> Attachment:
    """Keeps a file for a report that is not sent yet.

    Raises:
        Refused: the programme is unknown, or the disk cannot be written.
        Forbidden: another agency leads the programme.
    """
    programme_of(session, actor, programme)
    return kept(file, folder)


def submit(session: Session, actor: Actor, sending: Sending, *, at: datetime) -> Receipt:
    """Writes the report and forgets its draft; what was sent already is answered as before, and nothing is written.

    Raises:
        Refused: the period is locked, somebody reported since `based_on`, or the report is incomplete.
        Forbidden: another agency leads the programme.
    """
    ledger.take_turns(session)
    known = ground(session, actor, sending.programme, sending.period_id, at)
    sent = _sent(session, sending)
    if sent is not None:
        return sent
    locks.require_open(known.calendar, known.period, known.agency, at)
    if known.newest > sending.based_on:
        raise _conflict(session, known.newest)
    report = settled(sending.given, known)
    _require_whole(report, known, sending.folder)
    number = write_report(session, actor, report, known, sending.key)
    receipt = Receipt(number, at, *_waiting(report, known.rule))
    _record(session, actor, sending, report, known, receipt)
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


def _require_whole(report: Submission, known: Ground, folder: Path) -> None:
    found = objections(report, known)
    if found:
        raise Refused("reporting.incomplete", count=len(found))
    for step in report.steps.values():
        require_kept(step.proofs, folder)
    for entry in report.readings.values():
        require_kept(entry.proofs, folder)
    require_kept(report.physical.proofs, folder)


def _waiting(report: Submission, rule: CreditRule) -> tuple[int, int, int, int]:
    steps = report.steps.values()
    claims = sum(step.claim is not None and needs_verdict(step.claim, rule) for step in steps)
    moves = sum(step.moves for step in steps)
    return claims, moves, len(report.readings), int(report.physical != NOTHING_REPORTED)


def _subject(statement_id: int) -> str:
    return f"statement:{statement_id}"


def _record(
    session: Session, actor: Actor, sending: Sending, report: Submission, known: Ground, receipt: Receipt
) -> None:
    codes = {number: known.stages[number].code for number in report.steps}
    said = frozen(report)
    after: dict[str, Any] = {
        **said,
        "steps": {codes[int(number)]: step for number, step in said["steps"].items()},
        "readings": {known.gauges[int(number)].code: entry for number, entry in said["readings"].items()},
        "programme": sending.programme,
        "period": str(known.period.name),
        "claims": receipt.claims,
        "moves": receipt.moves,
        "counted": receipt.readings,
        "percentages": receipt.percentages,
        "content": sending.digest,
    }
    before = {code: known.stages[number].latest.claim.value for number, code in codes.items()}
    subject = _subject(receipt.statement_id)
    ledger.append(session, actor, "report.submit", subject, at=receipt.at, before=before, after=after)
