"""Drafts of forms: kept field by field for one account, found again on any device. No ledger entry."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store import tables as t

LARGEST = 100_000


def save_fields(
    session: Session, actor: Actor, form: str, thing: str, values: Mapping[str, object], *, at: datetime
) -> None:
    """Puts typed values into the account's draft of this form about this thing; fields not named keep theirs.

    Raises:
        Refused: a value is too large.
        Forbidden: nobody is signed in.
    """
    require(actor, Act.KEEP_DRAFT)
    session.exec(select(t.Account.id).where(t.Account.id == actor.account_id).with_for_update()).one()
    rows = {row.field: row for row in _rows(session, actor, form, thing)}
    for field, value in values.items():
        if len(json.dumps(value)) > LARGEST:
            raise Refused("draft.too_large")
        own: dict[str, Any] = {"account_id": actor.account_id, "form": form, "thing": thing, "field": field}
        row = rows.get(field) or t.FieldDraft(**own, value={}, saved_at=at)
        row.value, row.saved_at = {"v": value}, at
        session.add(row)
    session.flush()


def fields_of(session: Session, actor: Actor, form: str, thing: str) -> dict[str, object]:
    """What the account typed and did not send; reads only."""
    require(actor, Act.KEEP_DRAFT)
    return {row.field: row.value.get("v") for row in _rows(session, actor, form, thing)}


def discard_fields(session: Session, actor: Actor, form: str, thing: str) -> None:
    """Forgets the account's draft of this form about this thing."""
    require(actor, Act.KEEP_DRAFT)
    for row in _rows(session, actor, form, thing):
        session.delete(row)
    session.flush()


def _rows(session: Session, actor: Actor, form: str, thing: str) -> list[t.FieldDraft]:
    mine = col(t.FieldDraft.account_id) == actor.account_id
    where = (mine, col(t.FieldDraft.form) == form, col(t.FieldDraft.thing) == thing)
    return list(session.exec(select(t.FieldDraft).where(*where)).all())
