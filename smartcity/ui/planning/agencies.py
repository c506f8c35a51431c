"""The desk of agencies: another name, an end with a successor, a merger."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from smartcity.commands import agencies
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.notes import MOST
from smartcity.domain.plan import Agency
from smartcity.ui import field_drafts, show
from smartcity.ui.answers import standing_on
from smartcity.ui.choices import named_apart
from smartcity.ui.filters import picked
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_option
from smartcity.ui.refusals import done_at, refusal

DAY = timedelta(days=1)


def desk() -> None:
    """One agency at a time; a merger names several."""
    plan, say = standing_on(), show.said()
    living = {agency.code: agency for agency in plan.agencies if agency.ended_on is None}
    if not living:
        show.note(say("planning.nothing"))
        return
    agency = living[picked(say("column.agency"), "kode", {code: a.name for code, a in living.items()})]
    _held(agency)
    _renaming(agency)
    _ending(agency, living)
    _merging(living)


def _held(agency: Agency) -> None:
    """What would move."""
    plan, say = standing_on(), show.said()
    led = [p for p in plan.programmes if p.lead.code == agency.code and not p.is_wholly_verified]
    helped = [p for p in plan.programmes if agency in p.supports and not p.is_wholly_verified]
    show.note(say("reorganise.holds", name=agency.name, led=len(led), helped=len(helped)))


def _renaming(agency: Agency) -> None:
    say, key = show.said(), f"rename-{agency.code}-"
    with st.expander(say("reorganise.rename"), icon=":material/edit:"), st.form(key, border=False):
        refusal("rename")
        left, right = st.columns([2, 1])
        longest = agencies.LONGEST_NAME
        with left:
            place = FieldPlace(DraftForm.REORGANISATION, key, "name")
            field_drafts.text_input(place, say("reorganise.name"), agency.name, key=f"{key}name", max_chars=longest)
        with right:
            place = FieldPlace(DraftForm.REORGANISATION, key, "short")
            field_drafts.text_input(place, say("reorganise.short"), agency.short_name, key=f"{key}short", max_chars=100)
        _reason(key)
        st.form_submit_button(say("reorganise.rename.go"), type="primary", on_click=_rename, args=(agency.code, key))


def _rename(code: str, key: str) -> None:
    typed = (st.session_state[f"{key}{part}"] for part in ("name", "short", "reason"))
    if done_at("rename", agencies.rename, code, *typed):
        _told("reorganise.renamed", key)


def _ending(agency: Agency, living: Mapping[str, Agency]) -> None:
    say, key = show.said(), f"end-{agency.code}-"
    others = [code for code in living if code != agency.code]
    with st.expander(say("reorganise.end"), icon=":material/event_busy:"), st.form(key, border=False):
        refusal("end")
        show.note(say("reorganise.end.text"))
        left, right = st.columns([1, 2])
        with left:
            _last_day(key)
        with right:
            _successor(key, others, living)
        _reason(key)
        st.form_submit_button(say("reorganise.end.go"), type="primary", on_click=_end, args=(agency.code, key))


def _end(code: str, key: str) -> None:
    typed = (st.session_state[f"{key}{part}"] for part in ("last", "into", "reason"))
    if done_at("end", agencies.end, code, *typed):
        _told("reorganise.ended_now", key)


def _merging(living: Mapping[str, Agency]) -> None:
    say, key = show.said(), "merge-"
    with st.expander(say("reorganise.merge"), icon=":material/merge:"), st.form(key, border=False):
        refusal("merge")
        show.note(say("reorganise.end.text"))
        st.multiselect(
            say("reorganise.merge.which"),
            list(living),
            format_func=named_apart(living, lambda code: living[code].name),
            key=f"{key}codes",
            placeholder=say("reorganise.merge.choose"),
        )
        left, right = st.columns([1, 2])
        with left:
            _last_day(key)
        with right:
            _successor(key, list(living), living)
        _reason(key)
        st.form_submit_button(say("reorganise.merge.go"), type="primary", on_click=_merge, args=(key,))


def _merge(key: str) -> None:
    codes, last, into = (st.session_state[f"{key}{part}"] for part in ("codes", "last", "into"))
    reason = st.session_state[f"{key}reason"]
    if done_at("merge", agencies.merge, codes, into, last, reason):
        _told("reorganise.ended_now", key)


def _last_day(key: str) -> None:
    today = here().today
    label = show.said()("reorganise.last_day")
    st.date_input(label, today - DAY, max_value=today, key=f"{key}last", format="DD/MM/YYYY")


def _successor(key: str, codes: list[str], living: Mapping[str, Agency]) -> None:
    say = show.said()
    label = say("reorganise.successor")
    hint = plain_option(say("filter.placeholder", what=say("column.agency")))
    st.selectbox(
        label,
        codes,
        index=None,
        format_func=named_apart(living, lambda code: living[code].name),
        key=f"{key}into",
        placeholder=hint,
    )


def _reason(key: str) -> None:
    say = show.said()
    place = FieldPlace(DraftForm.REORGANISATION, key, "reason")
    hint = say("planning.reason")
    field_drafts.text_input(place, say("column.reason"), key=f"{key}reason", max_chars=MOST, placeholder=hint)


def _told(word: str, key: str) -> None:
    field_drafts.end(DraftForm.REORGANISATION, key, f"{key}reason")
    st.toast(show.said()(word), icon=":material/task_alt:")
