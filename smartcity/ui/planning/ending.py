"""The end of agencies: what would move where, asked before it is done and shown afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from smartcity.commands import agencies
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.notes import MOST
from smartcity.domain.plan import Agency
from smartcity.domain.refusals import Refused
from smartcity.queries.agency_endings import KINDS, ending_of
from smartcity.ui import field_drafts, show
from smartcity.ui.act import now, sentence
from smartcity.ui.actor import me
from smartcity.ui.answers import ask_now
from smartcity.ui.choice_drafts import chosen, day, one_of, several_of
from smartcity.ui.choices import named_apart
from smartcity.ui.meeting import readable_decisions
from smartcity.ui.moment import here
from smartcity.ui.offices import office
from smartcity.ui.plain import plain_label, plain_option
from smartcity.ui.planning.desk import codes
from smartcity.ui.planning.fields import Codes, named
from smartcity.ui.refusals import done_at, refusal

DAY = timedelta(days=1)
# What the work of an agency is called in the plan, by the ledger's word.
NOUNS = {"programmes": "programme", "supports": "programme", "indicators": "indicator", "decisions": "decision"}
Agencies = Mapping[str, Agency]


def ending(agency: Agency, living: Agencies) -> None:
    """One agency; its open work goes to the successor."""
    say, key = show.said(), f"end-{agency.code}-"
    with st.expander(say("reorganise.end"), icon=":material/event_busy:"):
        others = [code for code in living if code != agency.code]
        _fields(key, others, living)
        _asked((agency.code,), key, living, "end")


def merging(living: Agencies) -> None:
    """Several in favour of one."""
    say, key = show.said(), "merge-"
    with st.expander(say("reorganise.merge"), icon=":material/merge:"):
        which = st.multiselect(
            say("reorganise.merge.which"),
            list(living),
            format_func=named_apart(living, lambda code: living[code].name),
            placeholder=say("reorganise.merge.choose"),
            **chosen(_place(key, "codes"), f"{key}codes", [], several_of(living)),
        )
        _fields(key, list(living), living)
        _asked(tuple(which), key, living, "merge")


def ended(agency: Agency) -> None:
    """Where the work of an agency went that has ended."""
    say, found = show.said(), ask_now(ending_of, agency.code)
    if found is None:
        show.note(say("reorganise.ended", code=agency.code, day=say.words.day(agency.ended_on)))
        return
    successor = codes()["agency"].get(found.successor, found.successor) if found.successor else ""
    day = say.words.day(found.last_day)
    title = say("reorganise.ended_so", name=agency.name, day=day, reason=found.reason or "—")
    show.block("agency_work", title=title, rows=_rows(found.moved, successor))


def _fields(key: str, successors: Sequence[str], living: Agencies) -> None:
    """Outside any form: what is chosen shows at once what it means."""
    say, today = show.said(), here().today
    left, right = st.columns([1, 2])
    with left:
        label = say("reorganise.last_day")
        last = chosen(_place(key, "last"), f"{key}last", today - DAY, day)
        st.date_input(label, max_value=today, format="DD/MM/YYYY", **last)
    with right:
        st.selectbox(
            say("reorganise.successor"),
            successors,
            index=None,
            format_func=named_apart(living, lambda code: living[code].name),
            placeholder=plain_option(say("filter.placeholder", what=say("column.agency"))),
            **chosen(_place(key, "into"), f"{key}into", None, one_of(successors)),
        )
    reason(key)


def _place(key: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.REORGANISATION, key, field)


def reason(key: str) -> None:
    say = show.said()
    place = _place(key, "reason")
    hint = say("planning.reason")
    field_drafts.text_input(place, say("column.reason"), key=f"{key}reason", max_chars=MOST, placeholder=hint)


def _asked(ending: tuple[str, ...], key: str, living: Agencies, action: str) -> None:
    """What would move, and the question."""
    say, into = show.said(), st.session_state[f"{key}into"]
    found = _previewed(ending, st.session_state[f"{key}last"], into) if ending else {}
    successor = living[into].name if into in living else say("reorganise.no_successor")
    names = ", ".join(living[code].short_name for code in ending if code in living)
    if found:
        show.block("agency_work", title=say("reorganise.would", names=names), rows=_rows(found, successor))
    elif ending:
        show.note(say("reorganise.nothing_open", names=names))
    with st.popover(say(f"reorganise.{action}.go_on"), icon=":material/event_busy:"):
        refusal(action)
        question = say("reorganise.sure", names=names, successor=successor) if ending else say("reorganise.none")
        show.note(question)
        label = plain_label(say(f"reorganise.{action}.go"))
        st.button(
            label, key=f"{key}go", type="primary", on_click=_merge if action == "merge" else _end, args=(key, *ending)
        )


def _previewed(ending: tuple[str, ...], last_day: date | None, into: str | None) -> Mapping[str, Sequence[str]]:
    """Nothing, with the sentence that says why, where it would be refused."""
    try:
        return ask_now(agencies.preview, me(), ending, last_day or here().today - DAY, into, at=now())
    except Refused as no:
        show.note(sentence(no))
        return {}


def _rows(moved: Mapping[str, Sequence[str]], successor: str) -> list[tuple[str, list[str], str]]:
    say, known = show.said(), {**codes(), "decision": {one.code: one.text for one in readable_decisions()}}
    moves = say("reorganise.moves", name=successor) if successor else "—"
    return [
        (
            say(f"reorganise.kind.{kind}"),
            [_called(kind, code, known) for code in moved[kind]],
            say("reorganise.closes") if kind == "accounts" else moves,
        )
        for kind in KINDS
        if moved.get(kind)
    ]


def _called(kind: str, code: str, known: Codes) -> str:
    """A part of the plan by code and name, an account by its office."""
    if kind == "accounts":
        return office(code.removeprefix("account:"), now())
    return named(known[NOUNS[kind]], code)


def _end(key: str, code: str) -> None:
    last, into, why = (st.session_state[f"{key}{part}"] for part in ("last", "into", "reason"))
    if done_at("end", agencies.end, code, last, into, why):
        _done(key, code)


def _merge(key: str, *_shown: str) -> None:
    typed: Any = st.session_state
    codes = tuple(typed[f"{key}codes"])
    if done_at("merge", agencies.merge, codes, typed[f"{key}into"], typed[f"{key}last"], typed[f"{key}reason"]):
        _done(key, codes[0])


def _done(key: str, code: str) -> None:
    """The screen stays, and tells of the agency what was done."""
    field_drafts.end(DraftForm.REORGANISATION, key, f"{key}reason")
    st.query_params["kode"] = code
    st.toast(show.said()("reorganise.ended_now"), icon=":material/task_alt:")
