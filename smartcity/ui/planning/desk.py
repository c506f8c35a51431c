"""The desk of the plan: choose a row or add one, see old and new, say why, save."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlmodel import Session

from smartcity.commands import plan_edits
from smartcity.commands.plan_diff import freeze
from smartcity.commands.plan_edits import Change
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.notes import MOST
from smartcity.domain.refusals import Refused
from smartcity.exchange.layout import BY_NOUN, Column
from smartcity.presentation.fields import field_label, noun_label
from smartcity.queries import workbook
from smartcity.ui import field_drafts, show
from smartcity.ui.act import now, sentence
from smartcity.ui.actor import me
from smartcity.ui.answers import ask_now, ask_on
from smartcity.ui.filters import picked, switch
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_sentence
from smartcity.ui.planning.fields import Codes, Field, ask_for, named, thing_of
from smartcity.ui.refusals import done_at, refusal
from smartcity.ui.sitemap import PROGRAMMES

NOUNS = ("programme", "action_plan", "milestone", "indicator", "dimension", "sub_dimension", "masterplan")
KEYS = {"masterplan": "name"}
CHANGE, NEW = "ubah", "baru"
PENDING, TURN, REASON, PLACE = "planning-pending", "planning-turn", "planning-reason", "planning"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pending:
    """What was typed and waits to be saved; `code` is None for a new row."""

    noun: str
    code: str | None
    fields: Mapping[str, tuple[Any, Any]]


def rows_of(noun: str) -> Sequence[Row]:
    """As they stand today, whatever day is looked at."""
    found: Sequence[Row] = ask_on(here().today, workbook.whole)[noun]
    return found


def codes() -> Codes:
    """What everything is called, by noun and code."""
    nouns = ("dimension", "sub_dimension", "agency", "mission", "programme", "action_plan", "indicator")
    return {noun: {row["code"]: row.get("short_name") or row["name"] for row in rows_of(noun)} for noun in nouns}


def adds() -> bool:
    """Whether a row is to be added, not changed."""
    say = show.said()
    return switch(say("planning.mode"), "cara", {CHANGE: say("planning.change"), NEW: say("planning.new")}) == NEW


def new_row(noun: str) -> None:
    _form(noun, None)
    _confirm(noun, None)


def standing_row(noun: str) -> None:
    """Choose one and change it."""
    row = _chosen(noun)
    if row is None:
        show.note(show.said()("planning.nothing"))
        return
    _form(noun, row)
    if noun == "milestone":
        _proposals(row)
    _confirm(noun, row[KEYS.get(noun, "code")])


def _chosen(noun: str) -> Row | None:
    rows = {str(row[KEYS.get(noun, "code")]): row for row in rows_of(noun)}
    if not rows:
        return None
    options = {code: named({code: row["name"]}, code) for code, row in rows.items()}
    return rows[picked(noun_label(show.said().words, noun), "kode", options)]


def _columns(noun: str, is_new: bool) -> list[Column]:
    wanted = plan_edits.first_fields(noun) if is_new else plan_edits.FIELDS[noun]
    return [column for column in BY_NOUN[noun].columns if column.field in wanted]


def _form(noun: str, row: Row | None) -> None:
    """Two columns on a desk, one on a phone; what was typed is compared with what was shown."""
    say, key = show.said(), f"plan-{noun}-{row['id'] if row else NEW}-{st.session_state.get(TURN, 0)}"
    code = None if row is None else row[KEYS.get(noun, "code")]
    known, fields, doubts, thing = codes(), dict[str, tuple[Any, Any]](), list[Refused](), thing_of(noun, code)
    with st.form(key):
        places = st.columns(2)
        for number, column in enumerate(_columns(noun, row is None)):
            shown = row.get(column.field) if row else None
            with places[number % 2]:
                try:
                    typed = ask_for(Field(column, shown, f"{key}-{column.field}", known, thing, noun))
                except Refused as no:
                    doubts.append(no)
                    continue
            if row is None or freeze(typed) != freeze(shown):
                fields[column.field] = (shown, typed)
        if not st.form_submit_button(say("planning.look"), type="primary"):
            return
    _keep(Pending(noun, code, fields), doubts)


def _keep(pending: Pending, doubts: Sequence[Refused]) -> None:
    st.session_state.pop(PENDING, None)
    for no in doubts:
        st.error(plain_sentence(sentence(no)), icon=":material/block:")
    if doubts:
        return
    if not pending.fields:
        show.note(show.said()("edit.nothing"))
        return
    try:
        if pending.code is not None:
            ask_now(_preview, pending)
    except Refused as no:
        st.error(plain_sentence(sentence(no)), icon=":material/block:")
        return
    st.session_state[PENDING] = pending


def _preview(session: Session, pending: Pending) -> None:
    plan_edits.preview(session, me(), _change(pending), at=now())


def _change(pending: Pending) -> Change:
    assert pending.code is not None
    return Change(pending.noun, pending.code, pending.fields)


def _confirm(noun: str, code: str | None) -> None:
    """Old and new side by side, the reason, and the button that saves."""
    say, pending = show.said(), st.session_state.get(PENDING)
    if not isinstance(pending, Pending) or (pending.noun, pending.code) != (noun, code):
        return
    headings = {column.field: column for column in BY_NOUN[noun].columns}
    known = codes()
    told = [
        (field_label(say.words, name, noun), _said(headings[name], old, known), _said(headings[name], new, known))
        for name, (old, new) in pending.fields.items()
        if code is not None or new not in (None, (), False)
    ]
    show.heading(say("planning.preview"))
    show.block("planned", told=told, is_new=code is None)
    place = FieldPlace(DraftForm.PLAN, thing_of(noun, code), "reason")
    hint = say("planning.reason")
    field_drafts.text_input(place, say("column.reason"), key=REASON, max_chars=MOST, placeholder=hint)
    refusal(PLACE)
    with st.container(horizontal=True):
        st.button(say("planning.save"), type="primary", on_click=_save, args=(pending,))
        st.button(say("planning.cancel"), on_click=_forget)


def _said(column: Column, value: Any, known: Codes) -> str:
    """A value as people read it: names for codes, words for members of lists."""
    say = show.said()
    if value in (None, (), ""):
        return "—"
    if column.choices is not None:
        return say.words.label(column.choices(value))
    if column.refers is not None and column.field != "code":
        listed = value if isinstance(value, (tuple, list)) else (value,)
        return ", ".join(named(known[column.refers], code) for code in listed)
    if isinstance(value, bool):
        return say("import.yes" if value else "import.no")
    return str(say.fact(value)) if not isinstance(value, (tuple, list)) else "; ".join(value)


def _save(pending: Pending) -> None:
    reason = st.session_state.get(REASON)
    if pending.code is None:
        values = {name: typed for name, (_, typed) in pending.fields.items() if typed not in (None, ())}
        done = done_at(PLACE, plan_edits.add, pending.noun, values, reason)
    else:
        done = done_at(PLACE, plan_edits.edit, _change(pending), reason)
    if done:
        _forget()
        st.toast(show.said()("planning.saved"), icon=":material/task_alt:")


def _forget() -> None:
    pending = st.session_state.pop(PENDING, None)
    if isinstance(pending, Pending):
        field_drafts.end(DraftForm.PLAN, thing_of(pending.noun, pending.code), REASON)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def _proposals(milestone: Row) -> None:
    """What is not edited here, and where it is asked for."""
    plans = {row["code"]: row["programme"] for row in rows_of("action_plan")}
    say = show.said()
    link = say.link(PROGRAMMES, say("planning.propose.go"), kode=plans[milestone["action_plan"]])
    show.block("planning_proposals", due=milestone["due_on"], weight=milestone["weight"], link=link)
