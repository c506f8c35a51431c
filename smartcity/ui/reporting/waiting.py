"""Whose ball it is, told at the milestone: begun and ended at once, apart from the report that is being written."""

import streamlit as st

from smartcity.commands import waits
from smartcity.domain.balls import meant
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.notes import MOST
from smartcity.domain.plan import Agency, Milestone
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.waits import Ball, Party
from smartcity.ui import field_drafts, show
from smartcity.ui.choice_drafts import chosen, day, one_of, words
from smartcity.ui.choices import named_apart
from smartcity.ui.moment import today
from smartcity.ui.plain import plain_label
from smartcity.ui.refusals import done_at, refusal


def returned(milestone: Milestone) -> None:
    """One button for each that is waited for: it has come."""
    for ball in milestone.balls:
        label = plain_label(show.said()("wait.end.go", who=ball.name))
        st.button(label, icon=":material/task_alt:", key=f"wait-end-{ball.wait}", on_click=_end, args=(milestone, ball))
    refusal(_place(milestone))


def begin(plan: Portfolio, milestone: Milestone) -> None:
    """Whom it waits for: an agency and, where there is one, its milestone; or words of one's own."""
    say, key = show.said(), _place(milestone)
    living = {agency.code: agency for agency in plan.agencies if agency.ended_on is None}
    whom = chosen(FieldPlace(DraftForm.WAIT, milestone.code, "whom"), f"{key}-whom", None, words)
    own = st.session_state[f"{key}-whom"]
    listed = [*living] if own is None or own in living else [*living, own]
    typed = st.selectbox(
        say("wait.begin.whom"),
        listed,
        index=None,
        format_func=named_apart(listed, lambda code: living[code].name if code in living else code),
        placeholder=say("wait.begin.hint"),
        accept_new_options=True,
        **whom,
    )
    if not typed:
        return
    agency = meant(typed, living.values())
    if agency is not None:
        _which(plan, milestone, agency, f"{key}-which")
    since = chosen(FieldPlace(DraftForm.WAIT, milestone.code, "since"), f"{key}-since", today(), day)
    st.date_input(say("column.since"), max_value=today(), format="DD/MM/YYYY", **since)
    with st.form(key, border=False):
        refusal(f"{key}-begin")
        place = FieldPlace(DraftForm.WAIT, milestone.code, "note")
        field_drafts.text_input(place, say("wait.begin.note"), key=f"{key}-note", max_chars=MOST)
        st.form_submit_button(say("wait.begin.go"), on_click=_begin, args=(milestone, typed, agency))


def _which(plan: Portfolio, milestone: Milestone, agency: Agency, key: str) -> None:
    """The open milestones of that agency; none has to be named."""
    say = show.said()
    theirs = [m for p in plan.programmes if p.lead == agency for m in p.milestones]
    open_ones = {m.code: m.name for m in theirs if not m.is_over and m.code != milestone.code}
    st.selectbox(
        plain_label(say("wait.begin.which", who=agency.short_name)),
        list(open_ones),
        index=None,
        format_func=named_apart(open_ones, lambda code: open_ones[code]),
        placeholder=say("wait.begin.any"),
        **chosen(FieldPlace(DraftForm.WAIT, milestone.code, "which"), key, None, one_of(open_ones)),
    )


def _place(milestone: Milestone) -> str:
    return f"wait-{milestone.code}"


def _begin(milestone: Milestone, whom: str, agency: Agency | None) -> None:
    key, typed = _place(milestone), st.session_state
    which = typed.get(f"{key}-which") if agency else None
    party = Party(milestone=which) if which else Party(agency=agency.code) if agency else Party(outside=whom)
    if done_at(f"{key}-begin", waits.begin, milestone.code, party, typed[f"{key}-since"], typed[f"{key}-note"]):
        typed[f"{key}-whom"] = None
        field_drafts.end(DraftForm.WAIT, milestone.code)
        _told("wait.begin.done")


def _end(milestone: Milestone, ball: Ball) -> None:
    if done_at(_place(milestone), waits.end, ball.wait, today()):
        _told("wait.end.done")


def _told(key: str) -> None:
    st.toast(show.said()(key), icon=":material/task_alt:")
