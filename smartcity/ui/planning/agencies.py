"""The desk of agencies: another name, an end with a successor, a merger."""

import streamlit as st

from smartcity.commands import agencies
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.plan import Agency
from smartcity.ui import field_drafts, show
from smartcity.ui.answers import standing_on
from smartcity.ui.filters import asked_code, picked
from smartcity.ui.planning.ending import ended, ending, merging, reason
from smartcity.ui.refusals import done_at, refusal


def desk() -> None:
    """One agency at a time; a merger names several. One that has ended stays on the screen that ended it."""
    plan, say = standing_on(), show.said()
    living = {agency.code: agency for agency in plan.agencies if agency.ended_on is None}
    gone = next((a for a in plan.agencies if a.ended_on is not None and a.code == asked_code()), None)
    if not living:
        show.note(say("planning.nothing"))
        return
    names = {code: agency.name for code, agency in living.items()}
    names |= {gone.code: say("reorganise.gone", name=gone.name)} if gone else {}
    code = picked(say("column.agency"), "kode", names)
    if code in living:
        _held(living[code])
        _renaming(living[code])
        ending(living[code], living)
    elif gone is not None:
        ended(gone)
    merging(living)


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
            field_drafts.text_input(
                place, say("reorganise.short"), agency.short_name, key=f"{key}short", max_chars=longest
            )
        reason(key)
        st.form_submit_button(say("reorganise.rename.go"), type="primary", on_click=_rename, args=(agency.code, key))


def _rename(code: str, key: str) -> None:
    typed = (st.session_state[f"{key}{part}"] for part in ("name", "short", "reason"))
    if done_at("rename", agencies.rename, code, *typed):
        field_drafts.end(DraftForm.REORGANISATION, key, f"{key}reason")
        st.toast(show.said()("reorganise.renamed"), icon=":material/task_alt:")
