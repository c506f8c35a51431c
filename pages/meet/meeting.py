"""Rapat: what do we discuss, what did we decide?"""

from collections.abc import Callable, Mapping

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
from smartcity.ui.meetings import agenda, minutes, preparation, presenter, sending
from smartcity.ui.meetings.meeting import MeetingView, headline, may_run, meeting_view

say = show.formatter()
every = {meeting.code: meeting for meeting in query(meetings.all_meetings)}
first = nearest(list(every.values()), current_context().as_of)
names = {code: f"{say.words.short_day(m.held_on)} · {m.name}" for code, m in reversed(every.items())}
Part = Callable[[MeetingView], None]
BEFORE: Mapping[str, Part] = {"agenda": preparation.before, "gladi": preparation.rehearsals}
DURING: Mapping[str, Part] = {
    "bahas": presenter.presented,
    "agenda": agenda.running,
    "hadir": minutes.attendance,
    "risalah": minutes.minutes_form,
}
CALLED_OFF: Mapping[str, Part] = {"agenda": preparation.called_off}
AFTER: Mapping[str, Part] = {"risalah": minutes.closed_minutes, "kirim": sending.sending}


def parts(view: MeetingView) -> Mapping[str, Part]:
    """What can be opened of it; whoever only looks reads the agenda while the meeting runs."""
    state = view.meeting.state
    if state is MeetingState.RUNNING:
        return DURING if may_run() else {"agenda": agenda.listed}
    return {MeetingState.PLANNED: BEFORE, MeetingState.CALLED_OFF: CALLED_OFF}.get(state, AFTER)


def meeting(code: str) -> None:
    view = meeting_view(every[code])
    views = parts(view)
    top = st.container()
    part = views[asked_view(views)]
    if part is not presenter.presented:
        with top:
            headline(view)
    part(view)


def asked_view(views: Mapping[str, Part]) -> str:
    names = {view: say(f"meeting.view.{view}") for view in views}
    return switch(say("meeting.view"), AddressKey.VIEW, names) if len(views) > 1 else next(iter(views))


def planning() -> None:
    if may_run():
        with st.expander(say("meeting.plan"), icon=":material/event:", expanded=not every):
            preparation.plan_form(None)


code = chosen(say("meeting.choose"), names, "meeting", default=first.code if first else None) if every else None
if code is None:
    show.headline(say("meeting.headline.none"))
    planning()
elif code not in every:
    show.unknown_code(code, MEETING)
else:
    meeting(code)
    if every[code].state is not MeetingState.RUNNING:
        planning()
