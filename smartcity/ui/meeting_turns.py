"""The turns of a meeting's life on the screen: beginning it, taking that back, calling it off."""

from typing import Literal

import streamlit as st

from smartcity.commands import meeting_reversals
from smartcity.commands import meetings as commands
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.figures import figures_of
from smartcity.domain.meetings import Meeting
from smartcity.ui import field_drafts, show
from smartcity.ui.answers import all_budget_lines, all_outcomes, standing_on
from smartcity.ui.meeting import Desk
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_label
from smartcity.ui.refusals import done_at, press_at, refusal

Kind = Literal["primary", "secondary"]
BEGIN_ICON = ":material/play_arrow:"
BEGINNING, UNDOING = "begin-meeting", "undo-begin"


def begin(found: Desk) -> None:
    """On its day at once; on another day only after naming the day it is planned for."""
    say, meeting, today = show.said(), found.meeting, here().today
    kind: Kind = "primary" if found.items else "secondary"
    if meeting.held_on == today:
        _begin_button(say("meeting.begin"), meeting, kind)
        return
    with st.popover(say("meeting.begin"), icon=BEGIN_ICON, type=kind, width="stretch"):
        days = {"planned": say.words.day(meeting.held_on), "today": say.words.day(today)}
        show.note(say("meeting.begin.other_day", **days))
        _begin_button(say("meeting.begin.sure", **days), meeting, "primary")


def _begin_button(label: str, meeting: Meeting, kind: Kind) -> None:
    refusal(BEGINNING)
    st.button(
        plain_label(label),
        key="begin",
        icon=BEGIN_ICON,
        type=kind,
        help=show.said()("meeting.begin.help"),
        width="stretch",
        on_click=_begin,
        args=(meeting,),
    )


def _begin(meeting: Meeting) -> None:
    """Freezes what the screen shows; if anything was written since, the chair is told and presses again."""
    figures = figures_of(standing_on(), all_outcomes(), all_budget_lines())
    audit_id, day = here().audit_id, meeting.held_on
    done_at(BEGINNING, commands.start, meeting.code, figures, audit_id=audit_id, despite_day=day)


def undo_begin(found: Desk) -> None:
    """Offered while nothing was decided."""
    if found.decided:
        return
    say = show.said()
    with st.popover(say("meeting.undo_start"), icon=":material/undo:", type="tertiary"):
        refusal(UNDOING)
        show.note(say("meeting.undo_start.help"))
        args = (UNDOING, meeting_reversals.undo_start, found.meeting.code)
        st.button(say("meeting.undo_start.sure"), key="undo-start", on_click=press_at, args=args)


def call_off_form(meeting: Meeting) -> None:
    say = show.said()
    with st.expander(say("meeting.call_off"), icon=":material/event_busy:"), st.form("call-off", border=False):
        refusal("call-off-meeting")
        place = FieldPlace(DraftForm.MEETING, meeting.code, "call-off")
        field_drafts.text_input(place, say("meeting.reason"), key="call-off-reason", help=say("meeting.reason.help"))
        st.form_submit_button(say("meeting.call_off.go"), on_click=_call_off, args=(meeting.code,), width="stretch")


def _call_off(code: str) -> None:
    if done_at("call-off-meeting", meeting_reversals.call_off, code, st.session_state["call-off-reason"] or ""):
        field_drafts.end(DraftForm.MEETING, code)


def called_off(found: Desk) -> None:
    """Why it is not held; the agenda it would have had."""
    say, meeting = show.said(), found.meeting
    show.note(say("meeting.called_off_why", reason=meeting.called_off_reason, at=say.instant(meeting.called_off_at)))
