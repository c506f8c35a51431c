"""Drafts of forms: kept field by field for one account, found again on any device. No ledger entry.

The script of the page saves single texts while they are typed; a screen may save several fields of any type at once.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, func, select

from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.reporting.drafts import (
    LONGEST_DRAFT,
    LONGEST_FIELD,
    LONGEST_THING,
    MOST_TURNS,
    WHOLE,
    FieldPlace,
    TypedField,
)
from smartcity.domain.text import clean
from smartcity.store import tables as t

LARGEST = 100_000
MOST_FIELDS = 1_000
SHORTEST_PAUSE = timedelta(milliseconds=100)
# That a form was sent is remembered as long as a browser may come late with what was typed before.
REMEMBERED = timedelta(days=30)


def save_fields(
    session: Session, actor: Actor, form: str, thing: str, values: Mapping[str, object], *, at: datetime
) -> None:
    """Puts typed values into the account's draft of this form about this thing; fields not named keep theirs.

    Raises:
        Refused: a value is too large.
        Forbidden: nobody is signed in.
    """
    require(actor, Act.KEEP_DRAFT)
    rows = _rows(session, actor, form, thing)
    for field, value in values.items():
        if len(json.dumps(value)) > LARGEST:
            raise Refused("draft.too_large")
        _put(session, rows.get(field) or _made(actor, form, thing, field), value, _turn(rows), at)
    session.flush()


def save_field(session: Session, actor: Actor, typed: TypedField, *, at: datetime) -> None:
    """Keeps one text while it is typed.

    Raises:
        Refused: the text or its place is too long, the form was sent since, or the account keeps or asks too much.
        Forbidden: the account may not use the form.
    """
    require(actor, Act.KEEP_DRAFT)
    place = typed.place
    if not place.form.is_open_to(actor):
        raise Forbidden(place.form.acts[0].value, actor.role.value)
    _require_fitting(typed)
    rows = _rows(session, actor, place.form, place.thing)
    if _turn(rows) > typed.turn:
        raise Refused("field_draft.sent", turn=_turn(rows))
    row = rows.get(place.field)
    if row is None:
        _require_room(session, actor)
        row = _made(actor, place.form, place.thing, place.field)
    elif timedelta(0) <= at - row.saved_at < SHORTEST_PAUSE:
        raise Refused("field_draft.hurried")
    _put(session, row, clean(typed.text), _turn(rows), at)
    session.flush()


def fields_of(session: Session, actor: Actor, form: str, thing: str) -> dict[str, object]:
    """What the account typed and did not send."""
    require(actor, Act.KEEP_DRAFT)
    rows = _rows(session, actor, form, thing)
    return {field: row.value.get("v") for field, row in rows.items() if field != WHOLE}


def settle_fields(session: Session, actor: Actor, places: Iterable[FieldPlace]) -> None:
    """What was typed there stands elsewhere now; the form goes on."""
    require(actor, Act.KEEP_DRAFT)
    for place in places:
        row = _rows(session, actor, place.form, place.thing).get(place.field)
        if row is not None:
            session.delete(row)
    session.flush()


def discard_fields(session: Session, actor: Actor, form: str, thing: str, *, at: datetime) -> None:
    """The form was sent or given up: its fields are forgotten, and what comes late of them is not taken."""
    require(actor, Act.KEEP_DRAFT)
    if actor.account_id is None:
        return
    rows = _rows(session, actor, form, thing)
    turn, whole = _turn(rows), rows.pop(WHOLE, None) or _made(actor, form, thing, WHOLE)
    for row in rows.values():
        session.delete(row)
    _put(session, whole, None, turn + 1, at)
    _forget_old(session, actor, at)
    session.flush()


def _put(session: Session, row: t.FieldDraft, value: object, turn: int, at: datetime) -> None:
    row.value, row.turn, row.saved_at = {"v": value}, turn, at
    session.add(row)


def _require_fitting(typed: TypedField) -> None:
    place = typed.place
    is_named = place.field != WHOLE and len(place.field) <= LONGEST_FIELD and len(place.thing) <= LONGEST_THING
    if len(typed.text) > LONGEST_DRAFT or not is_named or not 0 <= typed.turn <= MOST_TURNS:
        raise Refused("field_draft.too_long", most=LONGEST_DRAFT)


def _require_room(session: Session, actor: Actor) -> None:
    count = session.exec(select(func.count()).where(t.FieldDraft.account_id == actor.account_id)).one()
    if count >= MOST_FIELDS:
        raise Refused("field_draft.too_many")


def _made(actor: Actor, form: str, thing: str, field: str) -> t.FieldDraft:
    own: dict[str, Any] = {"account_id": actor.account_id, "form": str(form), "thing": thing, "field": field}
    return t.FieldDraft(**own)


def _turn(rows: Mapping[str, t.FieldDraft]) -> int:
    """How often the form was sent."""
    return rows[WHOLE].turn if WHOLE in rows else 0


def _rows(session: Session, actor: Actor, form: str, thing: str) -> dict[str, t.FieldDraft]:
    """Of one form, by field. One save at a time is made of an account, where the database can lock rows."""
    session.exec(select(t.Account.id).where(t.Account.id == actor.account_id).with_for_update()).first()
    mine = col(t.FieldDraft.account_id) == actor.account_id
    where = (mine, col(t.FieldDraft.form) == str(form), col(t.FieldDraft.thing) == thing)
    return {row.field: row for row in session.exec(select(t.FieldDraft).where(*where)).all()}


def _forget_old(session: Session, actor: Actor, at: datetime) -> None:
    mine, whole = col(t.FieldDraft.account_id) == actor.account_id, col(t.FieldDraft.field) == WHOLE
    session.execute(delete(t.FieldDraft).where(mine, whole, col(t.FieldDraft.saved_at) < at - REMEMBERED))
