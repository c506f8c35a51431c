"""Drafts of reports: kept field by field as they are typed, found again on any device. No ledger entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, select

from smartcity.commands.field_drafts import discard_fields, settle_fields
from smartcity.commands.report_ground import programme_of
from smartcity.domain.field_drafts import DraftForm, report_place, report_thing
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Actor
from smartcity.domain.submission import Spot, Submission
from smartcity.domain.texts import clean
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


def frozen(given: Submission) -> dict[str, Any]:
    """As JSON holds it."""
    found: dict[str, Any] = SUBMISSION.dump_python(given, mode="json")
    return found


def thawed(content: Mapping[str, Any]) -> Submission:
    """Raises pydantic's ValidationError where the content is no submission."""
    return SUBMISSION.validate_python(content)


def draft_of(session: Session, actor: Actor, programme: str, period_id: int) -> Draft | None:
    """The account's own; reads only."""
    found, _agency = programme_of(session, actor, programme)
    row = _found(session, actor, found["id"], period_id)
    return None if row is None else Draft(thawed(row.content), row.key, row.based_on, row.saved_at)


def save_draft(
    session: Session,
    actor: Actor,
    programme: str,
    period_id: int,
    changes: Mapping[Spot, object],
    *,
    begun: Draft,
    at: datetime,
) -> Draft:
    """Puts the changed fields into the account's draft; `begun` is what a first save starts from.

    Raises:
        Refused: the programme is unknown, or the draft would be too large.
        Forbidden: another agency leads the programme.
    """
    found, _agency = programme_of(session, actor, programme)
    row = _row(session, actor, found["id"], period_id)
    given = thawed(row.content) if row else begun.given
    for spot, value in changes.items():
        given = given.having(spot, clean(value) if type(value) is str else value)
    content = frozen(thawed(frozen(given)))
    if len(json.dumps(content)) > LARGEST:
        raise Refused("reporting.draft_too_large")
    if row is None:
        owner = {"programme_id": found["id"], "period_id": period_id, "account_id": actor.account_id}
        row = t.ReportDraft(**owner, key=begun.key, based_on=begun.based_on, content=content, saved_at=at)
    row.content, row.saved_at = content, at
    session.add(row)
    settle_fields(session, actor, (report_place(programme, period_id, spot) for spot in changes))
    session.flush()
    return Draft(thawed(content), row.key, row.based_on, at)


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
    found, _agency = programme_of(session, actor, programme)
    row = _row(session, actor, found["id"], period_id)
    if row is not None:
        session.delete(row)
    discard_fields(session, actor, DraftForm.REPORT, report_thing(programme, period_id), at=at)


def _row(session: Session, actor: Actor, programme_id: int, period_id: int) -> t.ReportDraft | None:
    """One save at a time for a programme: the second waits and finds what the first one made."""
    session.exec(select(t.Programme.id).where(t.Programme.id == programme_id).with_for_update()).one()
    return _found(session, actor, programme_id, period_id)


def _found(session: Session, actor: Actor, programme_id: int, period_id: int) -> t.ReportDraft | None:
    return session.exec(
        select(t.ReportDraft).where(
            t.ReportDraft.programme_id == programme_id,
            t.ReportDraft.period_id == period_id,
            t.ReportDraft.account_id == actor.account_id,
        )
    ).first()
