"""Rapat: what do we discuss, what did we decide?"""

from collections.abc import Mapping

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import MeetingState
from smartcity.domain.facts.decisions import nearest
from smartcity.queries import meetings
from smartcity.ui.components.filters import chosen, switch
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import MEETING
from smartcity.ui.meetings import agenda, minutes, preparation, presenter, sending, state
from smartcity.ui.meetings.meeting import Part, beside, for_chair, headline, in_order, may_run, meeting_view, under

say = show.formatter()
ADD = under("agenda.add", "add", agenda.add_form)
REPLAN = under("meeting.replan", "edit_calendar", preparation.replan_form)
CALL_OFF = under("meeting.call_off", "event_busy", state.call_off_form)
PLAN_AGAIN = for_chair(under("meeting.plan_again", "edit_calendar", preparation.replan_form))
PREPARING = in_order(agenda.meter, agenda.propose_button, state.begin, ADD, REPLAN, CALL_OFF, agenda.dropped)
TOPIC = in_order(presenter.decision_form, presenter.note_form, presenter.decided)
WRITING = in_order(minutes.whole_form, minutes.close_button, state.undo_begin)
LOCKED = beside((3, 2), in_order(minutes.so_far, minutes.seal), minutes.reopen_form)

READ: Mapping[str, Part] = {"agenda": agenda.to_read}
BEFORE: Mapping[str, Part] = {"agenda": beside((5, 2), agenda.editable, PREPARING), "gladi": preparation.rehearsals}
DURING: Mapping[str, Part] = {
    "bahas": presenter.presenting(in_order(agenda.listed, state.undo_begin), beside((3, 2), presenter.facts, TOPIC)),
    "agenda": beside((5, 2), agenda.editable, in_order(agenda.meter, agenda.add_form)),
    "hadir": minutes.attendance,
    "risalah": beside((3, 2), minutes.so_far, WRITING),
}
CALLED_OFF: Mapping[str, Part] = {"agenda": in_order(state.called_off, PLAN_AGAIN, agenda.listed)}
AFTER: Mapping[str, Part] = {
    "risalah": in_order(minutes.unsaved_note, minutes.health_figures, LOCKED),
    "kirim": beside((1, 1), sending.minutes_to_copy, sending.reminder),
}


def meeting(code: str) -> None:
    """Each part has its own address; the presented item is a headline itself."""
    view, top = meeting_view(every[code]), st.container()
    if view.meeting.state is MeetingState.RUNNING:
        parts = DURING if may_run() else READ
    elif view.meeting.state is MeetingState.PLANNED:
        parts = BEFORE if may_run() else {**BEFORE, **READ}
    else:
        parts = CALLED_OFF if view.meeting.state is MeetingState.CALLED_OFF else AFTER
    names = {part: say(f"meeting.view.{part}") for part in parts}
    asked = switch(say("meeting.view"), AddressKey.VIEW, names) if len(parts) > 1 else next(iter(parts))
    if asked != "bahas":
        with top:
            headline(view)
    parts[asked](view)


every = {meeting.code: meeting for meeting in query(meetings.all_meetings)}
first = nearest(list(every.values()), current_context().as_of)
names = {code: f"{say.words.short_day(m.held_on)} · {m.name}" for code, m in reversed(every.items())}
code = chosen(say("meeting.choose"), names, "meeting", default=first.code if first else None) if every else None
if code is None:
    show.headline(say("meeting.headline.none"))
elif code not in every:
    show.unknown_code(code, MEETING)
else:
    meeting(code)
if may_run() and (code is None or (code in every and every[code].state is not MeetingState.RUNNING)):
    with st.expander(say("meeting.plan"), icon=":material/event:", expanded=not every):
        preparation.plan_form(None)
