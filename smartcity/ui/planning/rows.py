"""One row of the plan: choose it or add one, see old and new, say why, save."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlmodel import Session

from smartcity.commands.plan import plan_edits
from smartcity.commands.plan.diff import freeze
from smartcity.commands.plan.plan_edits import RowEdit
from smartcity.commands.plan.rules import warnings_of
from smartcity.domain.addresses import AddressKey
from smartcity.domain.errors import Refused, present
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.text import LONGEST_NOTE
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY, Column
from smartcity.presentation.labels import entity_label, field_label
from smartcity.presentation.tables.plan_edits import FieldEdit, edited_fields
from smartcity.queries import workbook
from smartcity.ui.components import input_fields
from smartcity.ui.components.filters import picked, switch
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_on, query_uncached
from smartcity.ui.frame.commands import now, refusal_slot, sentence, submit_at
from smartcity.ui.frame.plain_text import plain_sentence
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import PROGRAMMES
from smartcity.ui.frame.visitor import me
from smartcity.ui.planning.fields import Codes, Field, ask_for, draft_thing, named

ENTITIES = ("programme", "action_plan", "milestone", "indicator", "dimension", "sub_dimension", "masterplan")
KEY_FIELDS = {"masterplan": "name"}
CHANGE, NEW = "ubah", "baru"
PENDING, TURN, REASON, PLACE = "planning-pending", "planning-turn", "planning-reason", "planning"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pending:
    """What was typed and waits to be saved; `code` is None for a new row."""

    entity: str
    code: str | None
    fields: Mapping[str, tuple[Any, Any]]


def rows_of(entity: str) -> Sequence[Row]:
    """As they stand today, whatever day is looked at."""
    rows: Sequence[Row] = query_on(current_context().today, workbook.plan_rows)[entity]
    return rows


def names_by_code() -> Codes:
    """What everything is called, by entity and code."""
    entities = ("dimension", "sub_dimension", "agency", "mission", "programme", "action_plan", "indicator")
    return {
        entity: {row["code"]: row.get("short_name") or row["name"] for row in rows_of(entity)} for entity in entities
    }


def is_adding() -> bool:
    """Whether a row is to be added, not changed."""
    say = show.formatter()
    return (
        switch(say("planning.mode"), AddressKey.MODE, {CHANGE: say("planning.change"), NEW: say("planning.new")}) == NEW
    )


def row_chosen(entity: str) -> Row | None:
    """The row to be changed; None where there is none."""
    rows = {str(_code_of(entity, row)): row for row in rows_of(entity)}
    if not rows:
        return None
    options = {code: named({code: row["name"]}, code) for code, row in rows.items()}
    return rows[picked(entity_label(show.formatter().words, entity), AddressKey.CODE, options)]


def _code_of(entity: str, row: Row | None) -> str | None:
    return None if row is None else row[KEY_FIELDS.get(entity, "code")]


def _columns(entity: str, *, is_new: bool) -> list[Column]:
    wanted = plan_edits.first_fields(entity) if is_new else plan_edits.FIELDS[entity]
    return [column for column in SHEET_BY_ENTITY[entity].columns if column.field in wanted]


def fields_form(entity: str, row: Row | None) -> None:
    """Two columns on a desk, one on a phone; what was typed is compared with what was shown."""
    say, key = show.formatter(), f"plan-{entity}-{row['id'] if row else NEW}-{st.session_state.get(TURN, 0)}"
    code = _code_of(entity, row)
    names, fields, refusals, thing = (
        names_by_code(),
        dict[str, tuple[Any, Any]](),
        list[Refused](),
        draft_thing(entity, code),
    )
    with st.form(key):
        places = st.columns(2)
        for number, column in enumerate(_columns(entity, is_new=row is None)):
            shown = row.get(column.field) if row else None
            with places[number % 2]:
                try:
                    typed = ask_for(Field(column, shown, f"{key}-{column.field}", names, thing, entity))
                except Refused as no:
                    refusals.append(no)
                    continue
            if row is None or freeze(typed) != freeze(shown):
                fields[column.field] = (shown, typed)
        if not st.form_submit_button(say("planning.look"), type="primary"):
            return
    _set_pending(Pending(entity, code, fields), refusals)


def _set_pending(pending: Pending, refusals: Sequence[Refused]) -> None:
    st.session_state.pop(PENDING, None)
    for no in refusals:
        st.error(plain_sentence(sentence(no)), icon=":material/block:")
    if refusals:
        return
    if not pending.fields:
        show.note(show.formatter()("edit.nothing"))
        return
    try:
        if pending.code is not None:
            query_uncached(_preview, pending)
    except Refused as no:
        st.error(plain_sentence(sentence(no)), icon=":material/block:")
        return
    st.session_state[PENDING] = pending


def _preview(session: Session, pending: Pending) -> None:
    plan_edits.preview(session, me(), _change(pending), at=now())


def _change(pending: Pending) -> RowEdit:
    return RowEdit(pending.entity, present(pending.code), pending.fields)


def _changed_fields(pending: Pending) -> list[FieldEdit]:
    """What each is called, its old value and its new one; of a new row only what was filled in."""
    headings = {column.field: column for column in SHEET_BY_ENTITY[pending.entity].columns}
    names, words = names_by_code(), show.formatter().words
    return [
        FieldEdit(
            field_label(words, name, pending.entity),
            _value_text(headings[name], old, names),
            _value_text(headings[name], new, names),
        )
        for name, (old, new) in pending.fields.items()
        if pending.code is not None or new not in (None, (), False)
    ]


def preview(entity: str, row: Row | None) -> None:
    """Old and new side by side, the reason, and the button that saves."""
    say, pending, code = show.formatter(), st.session_state.get(PENDING), _code_of(entity, row)
    if not isinstance(pending, Pending) or (pending.entity, pending.code) != (entity, code):
        return
    show.heading(say("planning.preview"))
    listing(edited_fields(say, _changed_fields(pending), is_new=code is None))
    for problem in warnings_of(entity, {name: new for name, (_, new) in pending.fields.items()}):
        what = field_label(say.words, problem.place.column or "", entity)
        st.warning(plain_sentence(f"{what}: {say(problem.key, **problem.facts)}"), icon=":material/warning:")
    place = FieldPlace(DraftForm.PLAN, draft_thing(entity, code), "reason")
    hint = say("planning.reason")
    input_fields.text_input(place, say("column.reason"), key=REASON, max_chars=LONGEST_NOTE, placeholder=hint)
    refusal_slot(PLACE)
    with st.container(horizontal=True):
        st.button(say("planning.save"), type="primary", on_click=_save, args=(pending,))
        st.button(say("planning.cancel"), on_click=_discard)


def _value_text(column: Column, value: Any, names: Codes) -> str:
    """A value as people read it: names for codes, words for members of lists."""
    say = show.formatter()
    if value in (None, (), ""):
        return "—"
    if column.choices is not None:
        return say.words.label(column.choices(value))
    if column.refers is not None:
        listed = value if isinstance(value, (tuple, list)) else (value,)
        return ", ".join(named(names[column.refers], code) for code in listed)
    if isinstance(value, bool):
        return say("import.yes" if value else "import.no")
    return str(say.fact(value)) if not isinstance(value, (tuple, list)) else "; ".join(value)


def _save(pending: Pending) -> None:
    reason = st.session_state.get(REASON)
    if pending.code is None:
        values = {name: typed for name, (_, typed) in pending.fields.items() if typed not in (None, ())}
        done = submit_at(PLACE, plan_edits.add, pending.entity, values, reason)
    else:
        done = submit_at(PLACE, plan_edits.edit, _change(pending), reason)
    if done:
        _discard()
        st.toast(show.formatter()("planning.saved"), icon=":material/task_alt:")


def _discard() -> None:
    pending = st.session_state.pop(PENDING, None)
    if isinstance(pending, Pending):
        input_fields.end(DraftForm.PLAN, draft_thing(pending.entity, pending.code), REASON)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def proposals_note(milestone: Row) -> None:
    """What is not edited here, and where it is asked for."""
    plans = {row["code"]: row["programme"] for row in rows_of("action_plan")}
    say = show.formatter()
    link = say.link(PROGRAMMES, say("planning.propose.go"), {AddressKey.CODE: plans[milestone["action_plan"]]})
    show.render("planning/planning_proposals", due=milestone["due_on"], weight=milestone["weight"], link=link)
