"""Drafts of single fields: whose they are, what ends them, and that nothing comes back after a form was sent."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from smartcity.commands.access import accounts
from smartcity.commands.reporting import field_drafts
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.reporting.drafts import LONGEST_DRAFT, DraftForm, FieldPlace, TypedField
from smartcity.domain.reporting.submission import FieldRef, field_ref
from smartcity.queries.submissions import account_field_drafts
from smartcity.store.engine import reading, writing
from tests.people import make_account

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PLACE = FieldPlace(DraftForm.COMMENT, "GV-01", "text")


@pytest.fixture
def adviser(database: Engine) -> Actor:
    return make_account(database, Role.ADVISER)


def save(
    database: Engine, actor: Actor, text: str, *, place: FieldPlace = PLACE, turn: int = 0, after: int = 0
) -> None:
    with writing(database) as session:
        field_drafts.save_field(session, actor, TypedField(place, text, turn), at=NOON + after * SECOND)


def end(database: Engine, actor: Actor) -> None:
    with writing(database) as session:
        field_drafts.discard_fields(session, actor, PLACE.form, PLACE.thing, at=NOON)


def stored_texts(database: Engine, actor: Actor) -> dict[str, str | None]:
    with reading(database) as session:
        return {place.field: draft.text for place, draft in account_field_drafts(session, actor.account_id).items()}


def test_the_last_text_is_found_and_only_by_its_account(database: Engine, adviser: Actor) -> None:
    save(database, adviser, "Mohon")
    save(database, adviser, "Mohon dipercepat\u202e\0", after=1)
    assert stored_texts(database, adviser) == {"text": "Mohon dipercepat"}
    assert stored_texts(database, make_account(database, Role.ADVISER)) == {}


def test_what_was_typed_before_a_sending_does_not_come_back_after_it(database: Engine, adviser: Actor) -> None:
    save(database, adviser, "Mohon dipercepat")
    end(database, adviser)
    assert stored_texts(database, adviser) == {"": None}
    with pytest.raises(Refused) as no:
        save(database, adviser, "Mohon dipercepat", after=2)
    assert (no.value.key, no.value.facts) == ("field_draft.sent", {"turn": 1})
    save(database, adviser, "Yang berikutnya", turn=1, after=3)
    assert stored_texts(database, adviser) == {"": None, "text": "Yang berikutnya"}


@pytest.mark.parametrize("role", Role)
def test_who_may_not_use_a_form_keeps_no_draft_of_it(database: Engine, role: Role) -> None:
    actor = make_account(database, role)
    for form in DraftForm:
        place = FieldPlace(form, "x", "text")
        if form.is_open_to(actor):
            save(database, actor, "x", place=place)
        else:
            with pytest.raises(Forbidden):
                save(database, actor, "x", place=place)
    stored = stored_texts(database, actor) if actor.account_id is not None else {}
    assert bool(stored) is any(form.is_open_to(actor) for form in DraftForm)


def test_too_much_too_often_and_nowhere_is_refused(
    database: Engine, adviser: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(database, adviser, "x" * LONGEST_DRAFT)
    for wrong in (
        {"text": "x" * (LONGEST_DRAFT + 1)},
        {"turn": -1},
        {"place": FieldPlace(DraftForm.COMMENT, "GV-01", "")},
    ):
        with pytest.raises(Refused, match=r"field_draft\.too_long"):
            save(database, adviser, **{"text": "x", "after": 1, **wrong})  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"field_draft\.hurried"):
        save(database, adviser, "y")
    monkeypatch.setattr(field_drafts, "MOST_FIELDS", 1)
    with pytest.raises(Refused, match=r"field_draft\.too_many"):
        save(database, adviser, "x", place=FieldPlace(DraftForm.COMMENT, "GV-02", "text"))


def test_that_a_form_was_sent_is_forgotten_in_the_end(database: Engine, adviser: Actor) -> None:
    end(database, adviser)
    with writing(database) as session:
        later = NOON + field_drafts.REMEMBERED + SECOND
        field_drafts.discard_fields(session, adviser, PLACE.form, "GV-02", at=later)
    with reading(database) as session:
        assert [place.thing for place in account_field_drafts(session, adviser.account_id)] == ["GV-02"]


def test_a_successor_takes_over_what_was_being_typed(database: Engine, adviser: Actor) -> None:
    save(database, adviser, "Mohon dipercepat")
    with writing(database) as session:
        issued = accounts.hand_over(session, ADMINISTRATOR_AT_TERMINAL, adviser.login, at=NOON)
    assert stored_texts(database, adviser) == {}
    assert issued.name != adviser.name


@pytest.mark.parametrize(
    "ref",
    [
        FieldRef("happened"),
        FieldRef("note", 34),
        FieldRef("move_reason", 34),
        FieldRef("value", None, 5),
        FieldRef("numerator", None, 5, 12),
        FieldRef("reason", None, 5),
        FieldRef("percent", physical=True),
        FieldRef("note", physical=True),
    ],
)
def test_every_typed_field_of_a_report_is_named_by_one_word(ref: FieldRef) -> None:
    assert field_ref(ref.field) == ref


@pytest.mark.parametrize(
    "field", ["", "proofs-34", "claim-34", "steps-0", "happened-34", "value-f", "note-0", "__class__-0"]
)
def test_what_is_not_typed_is_no_field_of_a_report(field: str) -> None:
    assert field_ref(field) is None
