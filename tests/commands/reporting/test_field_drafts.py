"""Drafts of forms, field by field: each account's own, about one thing, until they are sent or forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from smartcity.commands.reporting import field_drafts
from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import NOON, build

FORM, ITEM, OTHER_ITEM = "decision", "agenda_item:7", "agenda_item:8"
TYPED = {"text": "Sepakati batas lahan.", "agency": "A", "due_on": "2026-12-08", "is_confidential": True}


@pytest.fixture
def chairs(database: Engine) -> tuple[Actor, Actor]:
    build(database)
    with writing(database) as session:
        rows = [t.Account(name=name, label=name, role=Role.VERIFIER, created_at=NOON) for name in ("satu", "dua")]
        session.add_all(rows)
        session.flush()
        first, second = (Actor(row.name, Role.VERIFIER, account_id=row.id) for row in rows)
    return first, second


def fields(engine: Engine, actor: Actor, thing: str = ITEM) -> dict[str, object]:
    with reading(engine) as session:
        return field_drafts.fields_of(session, actor, FORM, thing)


def save(engine: Engine, actor: Actor, values: dict[str, object], thing: str = ITEM) -> None:
    with writing(engine) as session:
        field_drafts.save_fields(session, actor, FORM, thing, values, at=NOON + timedelta(minutes=1))


def test_a_draft_belongs_to_its_account_and_its_thing(database: Engine, chairs: tuple[Actor, Actor]) -> None:
    first, second = chairs
    save(database, first, TYPED)
    save(database, first, {"text": "Sepakati."})
    save(database, second, {"text": "Lain."})
    save(database, first, {"text": "Butir lain."}, OTHER_ITEM)
    assert fields(database, first) == {**TYPED, "text": "Sepakati."}
    assert (fields(database, second), fields(database, first, OTHER_ITEM)) == (
        {"text": "Lain."},
        {"text": "Butir lain."},
    )
    with writing(database) as session:
        field_drafts.discard_fields(session, first, FORM, ITEM, at=NOON)
    assert (fields(database, first), fields(database, second)) == ({}, {"text": "Lain."})


def test_what_is_too_large_changes_nothing(database: Engine, chairs: tuple[Actor, Actor]) -> None:
    save(database, chairs[0], TYPED)
    with pytest.raises(Refused) as no:
        save(database, chairs[0], {"due_on": None, "text": "x" * field_drafts.LARGEST})
    assert (no.value.key, fields(database, chairs[0])) == ("draft.too_large", TYPED)
    with pytest.raises(Forbidden):
        save(database, GUEST, TYPED)
