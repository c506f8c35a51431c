"""Rapat: what do we discuss, what did we decide?"""

from collections.abc import Callable, Mapping

import streamlit as st

from smartcity.domain.kinds import MeetingState
from smartcity.domain.meetings import nearest
from smartcity.queries import meetings
from smartcity.ui import agenda, closing, preparation, presenter, sending, show
from smartcity.ui.answers import ask
from smartcity.ui.filters import chosen, switch
from smartcity.ui.meeting import Desk, desk, headline, may_run
from smartcity.ui.moment import here
from smartcity.ui.sitemap import MEETING

say = show.said()
every = {meeting.code: meeting for meeting in ask(meetings.every)}
first = nearest(list(every.values()), here().as_of)
names = {code: f"{say.words.short_day(m.held_on)} · {m.name}" for code, m in reversed(every.items())}
Part = Callable[[Desk], None]
BEFORE: Mapping[str, Part] = {"agenda": preparation.before, "gladi": preparation.rehearsals}
DURING: Mapping[str, Part] = {
    "bahas": presenter.presented,
    "agenda": agenda.running,
    "hadir": closing.attendance,
    "risalah": closing.minuting,
}
CALLED_OFF: Mapping[str, Part] = {"agenda": preparation.called_off}
AFTER: Mapping[str, Part] = {"risalah": closing.closed, "kirim": sending.sending}


def parts(found: Desk) -> Mapping[str, Part]:
    """What can be opened of it; whoever only looks reads the agenda while the meeting runs."""
    state = found.meeting.state
    if state is MeetingState.RUNNING:
        return DURING if may_run() else {"agenda": agenda.listed}
    return {MeetingState.PLANNED: BEFORE, MeetingState.CALLED_OFF: CALLED_OFF}.get(state, AFTER)


def meeting(code: str) -> None:
    found = desk(every[code])
    views = parts(found)
    top = show.place()
    part = views[asked_view(views)]
    if part is not presenter.presented:
        with top:
            headline(found)
    part(found)


def asked_view(views: Mapping[str, Part]) -> str:
    names = {view: say(f"meeting.view.{view}") for view in views}
    return switch(say("meeting.view"), "lihat", names) if len(views) > 1 else next(iter(views))


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
