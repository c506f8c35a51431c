"""Agencies: another name, an end with a successor, a merger; what would move where."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from smartcity.commands.plan import agencies
from smartcity.domain.addresses import AddressKey
from smartcity.domain.errors import Refused
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.text import LONGEST_NOTE
from smartcity.presentation.tables.plan_edits import HandedWork, handed_work
from smartcity.queries.agencies import KINDS, ending_of
from smartcity.ui.components import input_fields
from smartcity.ui.components.filters import asked_code, picked
from smartcity.ui.components.input_fields import chosen, day, one_of, several_of
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_uncached
from smartcity.ui.frame.commands import now, refusal_slot, sentence, submit_at
from smartcity.ui.frame.formatter import office
from smartcity.ui.frame.plain_text import distinct_names, plain_label, plain_option
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import me
from smartcity.ui.meetings.meeting import readable_decisions
from smartcity.ui.planning.fields import Codes, named
from smartcity.ui.planning.rows import names_by_code

DAY = timedelta(days=1)
# What the work of an agency is called in the plan, by the ledger's word.
ENTITY_OF_KIND = {
    "programmes": "programme",
    "supports": "programme",
    "indicators": "indicator",
    "decisions": "decision",
}
Agencies = Mapping[str, Agency]


def end_form(agency: Agency, living: Agencies) -> None:
    """One agency; its open work goes to the successor."""
    key, others = f"end-{agency.code}-", [code for code in living if code != agency.code]
    _fields(key, others, living)
    _ask_for_end((agency.code,), key, living, "end")


def merge_form(living: Agencies) -> None:
    """Several in favour of one."""
    say, key = show.formatter(), "merge-"
    which = st.multiselect(
        say("reorganise.merge.which"),
        list(living),
        format_func=distinct_names(living, lambda code: living[code].name),
        placeholder=say("reorganise.merge.choose"),
        **chosen(_place(key, "codes"), f"{key}codes", [], several_of(living)),
    )
    _fields(key, list(living), living)
    _ask_for_end(tuple(which), key, living, "merge")


def ended_note(agency: Agency) -> None:
    """Where the work of an agency went that has ended."""
    say, agency_end = show.formatter(), query_uncached(ending_of, agency.code)
    if agency_end is None:
        show.note(say("reorganise.ended", code=agency.code, day=say.words.day(agency.ended_on)))
        return
    successor = (
        names_by_code()["agency"].get(agency_end.successor, agency_end.successor) if agency_end.successor else ""
    )
    day = say.words.day(agency_end.last_day)
    title = say("reorganise.ended_so", name=agency.name, day=day, reason=agency_end.reason or "—")
    show.note(title)
    if rows := _rows(agency_end.moved, successor):
        listing(handed_work(say, rows))


def _fields(key: str, successors: Sequence[str], living: Agencies) -> None:
    """Outside any form: what is chosen shows at once what it means."""
    say, today = show.formatter(), current_context().today
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
            format_func=distinct_names(living, lambda code: living[code].name),
            placeholder=plain_option(say("filter.placeholder", what=say("column.agency"))),
            **chosen(_place(key, "into"), f"{key}into", None, one_of(successors)),
        )
    reason_field(key)


def _place(key: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.REORGANISATION, key, field)


def reason_field(key: str) -> None:
    say = show.formatter()
    place = _place(key, "reason")
    hint = say("planning.reason")
    input_fields.text_input(place, say("column.reason"), key=f"{key}reason", max_chars=LONGEST_NOTE, placeholder=hint)


def _ask_for_end(ending: tuple[str, ...], key: str, living: Agencies, action: str) -> None:
    """What would move, and the question."""
    say, into = show.formatter(), st.session_state[f"{key}into"]
    moved = _previewed(ending, st.session_state[f"{key}last"], into) if ending else {}
    successor = living[into].name if into in living else say("reorganise.no_successor")
    names = ", ".join(living[code].short_name for code in ending if code in living)
    if moved:
        show.note(say("reorganise.would", names=names))
        listing(handed_work(say, _rows(moved, successor)))
    elif ending:
        show.note(say("reorganise.nothing_open", names=names))
    with st.popover(say(f"reorganise.{action}.go_on"), icon=":material/event_busy:"):
        refusal_slot(action)
        question = say("reorganise.sure", names=names, successor=successor) if ending else say("reorganise.none")
        show.note(question)
        label = plain_label(say(f"reorganise.{action}.go"))
        st.button(
            label, key=f"{key}go", type="primary", on_click=_merge if action == "merge" else _end, args=(key, *ending)
        )


def _previewed(ending: tuple[str, ...], last_day: date | None, into: str | None) -> Mapping[str, Sequence[str]]:
    """Nothing, with the sentence that says why, where it would be refused."""
    try:
        return query_uncached(agencies.preview, me(), ending, last_day or current_context().today - DAY, into, at=now())
    except Refused as no:
        show.note(sentence(no))
        return {}


def _rows(moved: Mapping[str, Sequence[str]], successor: str) -> list[HandedWork]:
    say, names = show.formatter(), {**names_by_code(), "decision": {one.code: one.text for one in readable_decisions()}}
    moves = say("reorganise.moves", name=successor) if successor else "—"
    return [
        HandedWork(
            say(f"reorganise.kind.{kind}"),
            [_thing_name(kind, code, names) for code in moved[kind]],
            say("reorganise.closes") if kind == "accounts" else moves,
        )
        for kind in KINDS
        if moved.get(kind)
    ]


def _thing_name(kind: str, code: str, names: Codes) -> str:
    """A part of the plan by code and name, an account by its office."""
    if kind == "accounts":
        return office(code.removeprefix("account:"), now())
    return named(names[ENTITY_OF_KIND[kind]], code)


def _end(key: str, code: str) -> None:
    last, into, why = (st.session_state[f"{key}{part}"] for part in ("last", "into", "reason"))
    if submit_at("end", agencies.end, code, last, into, why):
        _done(key, code)


def _merge(key: str, *_shown: str) -> None:
    typed: Any = st.session_state
    codes = tuple(typed[f"{key}codes"])
    if submit_at("merge", agencies.merge, codes, typed[f"{key}into"], typed[f"{key}last"], typed[f"{key}reason"]):
        _done(key, codes[0])


def _done(key: str, code: str) -> None:
    """The screen stays, and tells of the agency what was done."""
    input_fields.end(DraftForm.REORGANISATION, key, f"{key}reason")
    st.query_params[AddressKey.CODE] = code
    st.toast(show.formatter()("reorganise.ended_now"), icon=":material/task_alt:")


def living_agencies() -> Agencies:
    """Those that have not ended, by code."""
    return {agency.code: agency for agency in current_portfolio().active_agencies}


def agency_chosen(living: Agencies) -> Agency:
    """One of them, or the one that has ended on this screen."""
    say, names = show.formatter(), {code: agency.name for code, agency in living.items()}
    gone = {a.code: a for a in current_portfolio().agencies if a.ended_on is not None and a.code == asked_code()}
    names |= {code: say("reorganise.gone", name=agency.name) for code, agency in gone.items()}
    return {**living, **gone}[picked(say("column.agency"), AddressKey.CODE, names)]


def work_note(agency: Agency) -> None:
    """What would move."""
    plan, say = current_portfolio(), show.formatter()
    led = [p for p in plan.programmes if p.lead.code == agency.code and not p.is_wholly_verified]
    helped = [p for p in plan.programmes if agency in p.supports and not p.is_wholly_verified]
    show.note(say("reorganise.holds", name=agency.name, led=len(led), helped=len(helped)))


def rename_form(agency: Agency) -> None:
    say, key = show.formatter(), f"rename-{agency.code}-"
    with st.form(key, border=False):
        refusal_slot("rename")
        left, right = st.columns([2, 1])
        longest = agencies.LONGEST_NAME
        with left:
            place = FieldPlace(DraftForm.REORGANISATION, key, "name")
            input_fields.text_input(place, say("reorganise.name"), agency.name, key=f"{key}name", max_chars=longest)
        with right:
            place = FieldPlace(DraftForm.REORGANISATION, key, "short")
            input_fields.text_input(
                place, say("reorganise.short"), agency.short_name, key=f"{key}short", max_chars=longest
            )
        reason_field(key)
        st.form_submit_button(say("reorganise.rename.go"), type="primary", on_click=_rename, args=(agency.code, key))


def _rename(code: str, key: str) -> None:
    typed = (st.session_state[f"{key}{part}"] for part in ("name", "short", "reason"))
    if submit_at("rename", agencies.rename, code, *typed):
        input_fields.end(DraftForm.REORGANISATION, key, f"{key}reason")
        st.toast(show.formatter()("reorganise.renamed"), icon=":material/task_alt:")
