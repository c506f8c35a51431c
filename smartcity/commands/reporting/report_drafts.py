"""Drafts of reports: kept field by field as they are typed, found again on any device. No ledger entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, select

from smartcity.commands.contexts.milestones import programme_of
from smartcity.commands.reporting.field_drafts import discard_fields, settle_fields
from smartcity.domain.access.roles import Actor
from smartcity.domain.errors import Refused
from smartcity.domain.reporting.drafts import DraftForm, report_place, report_thing
from smartcity.domain.reporting.submission import FieldRef, Submission
from smartcity.domain.text import clean
from smartcity.store import tables as t

LARGEST = 200_000
SUBMISSION = TypeAdapter(Submission)


@dataclass(frozen=True, slots=True)
class Draft:
    """`key` makes the submission one however often it is sent; `based_on` is the statement it was begun after."""

    given: Submission
    key: str
    based_on: int
    saved_at: datetime


def to_json(given: Submission) -> dict[str, Any]:
    """As JSON holds it."""
    content: dict[str, Any] = SUBMISSION.dump_python(given, mode="json")
    return content


def from_json(content: Mapping[str, Any]) -> Submission:
    """Raises pydantic's ValidationError where the content is no submission."""
    return SUBMISSION.validate_python(content)


def draft_of(session: Session, actor: Actor, programme: str, period_id: int) -> Draft | None:
    """The account's own; reads only."""
    programme_row, _agency = programme_of(session, actor, programme)
    row = _find(session, actor, programme_row["id"], period_id)
    return None if row is None else Draft(from_json(row.content), row.key, row.based_on, row.saved_at)


def save_draft(
    session: Session,
    actor: Actor,
    programme: str,
    period_id: int,
    changes: Mapping[FieldRef, object],
    *,
    begun: Draft,
    at: datetime,
) -> Draft:
    """Puts the changed fields into the account's draft; `begun` is what a first save starts from.

    Raises:
        Refused: the programme is unknown, or the draft would be too large.
        Forbidden: another agency leads the programme.
    """
    programme_row, _agency = programme_of(session, actor, programme)
    row = _row(session, actor, programme_row["id"], period_id)
    given = from_json(row.content) if row else begun.given
    for ref, value in changes.items():
        given = given.having(ref, clean(value) if type(value) is str else value)
    content = to_json(from_json(to_json(given)))
    if len(json.dumps(content)) > LARGEST:
        raise Refused("reporting.draft_too_large")
    if row is None:
        owner = {"programme_id": programme_row["id"], "period_id": period_id, "account_id": actor.account_id}
        row = t.ReportDraft(**owner, key=begun.key, based_on=begun.based_on, content=content, saved_at=at)
    row.content, row.saved_at = content, at
    session.add(row)
    settle_fields(session, actor, (report_place(programme, period_id, ref) for ref in changes))
    session.flush()
    return Draft(from_json(content), row.key, row.based_on, at)


def rebase_draft(
    session: Session, actor: Actor, programme: str, period_id: int, draft: Draft, *, at: datetime
) -> Draft:
    """Puts another draft in the place of the account's: after a conflict, with its new base and key."""
    discard_draft(session, actor, programme, period_id, at=at)
    return save_draft(session, actor, programme, period_id, {}, begun=draft, at=at)


def discard_draft(session: Session, actor: Actor, programme: str, period_id: int, *, at: datetime) -> None:
    """Forgets the account's draft, what is being typed included.

    Files that were kept for it stay, since others may name the same content.
    """
    programme_row, _agency = programme_of(session, actor, programme)
    row = _row(session, actor, programme_row["id"], period_id)
    if row is not None:
        session.delete(row)
    discard_fields(session, actor, DraftForm.REPORT, report_thing(programme, period_id), at=at)


def _row(session: Session, actor: Actor, programme_id: int, period_id: int) -> t.ReportDraft | None:
    """One save at a time for a programme: the second waits and finds what the first one made."""
    session.exec(select(t.Programme.id).where(t.Programme.id == programme_id).with_for_update()).one()
    return _find(session, actor, programme_id, period_id)


def _find(session: Session, actor: Actor, programme_id: int, period_id: int) -> t.ReportDraft | None:
    return session.exec(
        select(t.ReportDraft).where(
            t.ReportDraft.programme_id == programme_id,
            t.ReportDraft.period_id == period_id,
            t.ReportDraft.account_id == actor.account_id,
        )
    ).first()
