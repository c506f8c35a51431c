"""States of a meeting: beginning it, taking that back, calling it off."""

from typing import Literal

import streamlit as st

from smartcity.commands.meetings import meetings, reversals
from smartcity.domain.facts.decisions import Meeting
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.ui.components import input_fields
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import on_click_at, refusal_slot, submit_at
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.frame.portfolio import all_budget_lines, all_outcomes, current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.meetings.meeting import MeetingView

Kind = Literal["primary", "secondary"]
BEGIN_ICON = ":material/play_arrow:"
BEGINNING, UNDOING = "begin-meeting", "undo-begin"


def begin(view: MeetingView) -> None:
    """On its day at once; on another day only after naming the day it is planned for."""
    say, meeting, today = show.formatter(), view.meeting, current_context().today
    kind: Kind = "primary" if view.items else "secondary"
    if meeting.held_on == today:
        _begin_button(say("meeting.begin"), meeting, kind)
        return
    with st.popover(say("meeting.begin"), icon=BEGIN_ICON, type=kind, width="stretch"):
        days = {"planned": say.words.day(meeting.held_on), "today": say.words.day(today)}
        show.note(say("meeting.begin.other_day", **days))
        _begin_button(say("meeting.begin.sure", **days), meeting, "primary")


def _begin_button(label: str, meeting: Meeting, kind: Kind) -> None:
    refusal_slot(BEGINNING)
    st.button(
        plain_label(label),
        key="begin",
        icon=BEGIN_ICON,
        type=kind,
        help=show.formatter()("meeting.begin.help"),
        width="stretch",
        on_click=_begin,
        args=(meeting,),
    )


def _begin(meeting: Meeting) -> None:
    """Freezes what the screen shows; if anything was written since, the chair is told and presses again."""
    figures = take_snapshot(current_portfolio(), all_outcomes(), all_budget_lines())
    audit_id, day = current_context().audit_id, meeting.held_on
    submit_at(BEGINNING, meetings.start, meeting.code, figures, audit_id=audit_id, despite_day=day)


def undo_begin(view: MeetingView) -> None:
    """Offered while nothing was decided."""
    if view.decided:
        return
    say = show.formatter()
    with st.popover(say("meeting.undo_start"), icon=":material/undo:", type="tertiary"):
        refusal_slot(UNDOING)
        show.note(say("meeting.undo_start.help"))
        args = (UNDOING, reversals.undo_start, view.meeting.code)
        st.button(say("meeting.undo_start.sure"), key="undo-start", on_click=on_click_at, args=args)


def call_off_form(view: MeetingView) -> None:
    say, meeting = show.formatter(), view.meeting
    with st.form("call-off", border=False):
        refusal_slot("call-off-meeting")
        place = FieldPlace(DraftForm.MEETING, meeting.code, "call-off")
        input_fields.text_input(place, say("meeting.reason"), key="call-off-reason", help=say("meeting.reason.help"))
        st.form_submit_button(say("meeting.call_off.go"), on_click=_call_off, args=(meeting.code,), width="stretch")


def _call_off(code: str) -> None:
    if submit_at("call-off-meeting", reversals.call_off, code, st.session_state["call-off-reason"] or ""):
        input_fields.end(DraftForm.MEETING, code)


def called_off(view: MeetingView) -> None:
    """Why it is not held."""
    say, meeting = show.formatter(), view.meeting
    show.note(say("meeting.called_off_why", reason=meeting.called_off_reason, at=say.instant(meeting.called_off_at)))
