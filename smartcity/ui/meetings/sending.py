"""What goes out of a closed meeting: its minutes for everybody, or whole for those who may, and reminders."""

from collections.abc import Iterable

import streamlit as st

from smartcity.domain.access.roles import GUEST
from smartcity.domain.addresses import AddressKey
from smartcity.domain.facts.decisions import CountedDecision
from smartcity.domain.meetings.agenda import AgendaItem, on_agenda
from smartcity.presentation.integrity import with_seal
from smartcity.presentation.meetings import decision_reminder, minutes_text
from smartcity.queries import decisions, ledger, meetings
from smartcity.settings import settings
from smartcity.ui.components.filters import picked
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query, query_latest
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.meetings.meeting import MeetingView, open_decisions, since_last
from smartcity.ui.meetings.minutes import present_and_absent


def minutes_to_copy(view: MeetingView) -> None:
    """The minutes ready to copy: as anybody may read them, and whole where something is hidden."""
    show.heading(show.formatter()("minutes.text"))
    _for_all(view)
    if secret := sum(d.is_confidential for d in view.decided) or _hides(view):
        _whole(view, secret)


def _for_all(view: MeetingView) -> None:
    """As anybody may read them."""
    items = on_agenda(query(meetings.agenda, view.meeting.id, GUEST))
    decided = [d for d in query(decisions.all_decisions, GUEST) if d.meeting.code == view.meeting.code]
    st.code(_minutes(view, items, decided), language=None, wrap_lines=True, height=520)


def _hides(view: MeetingView) -> int:
    """How many items are about a confidential decision."""
    decisions_behind = [view.decision(item) for item in view.items]
    return sum(decision is not None and decision.is_confidential for decision in decisions_behind)


def _whole(view: MeetingView, secret: int) -> None:
    """Made only when it is asked for, and marked in the text itself."""
    say = show.formatter()
    with st.popover(
        say("minutes.whole_version"), icon=":material/lock:", key="whole-version", on_change="rerun"
    ) as popover:
        if not popover.open:
            return
        st.warning(say("minutes.secret_warning", n=secret), icon=":material/lock:")
        text = f"{say('minutes.secret_mark')}\n\n{_minutes(view, view.items, view.decided)}"
        st.code(text, language=None, wrap_lines=True, height=420)


def _minutes(view: MeetingView, items: Iterable[AgendaItem], decided: Iterable[CountedDecision]) -> str:
    say = show.formatter()
    text = minutes_text(say, view.meeting, items, decided, present_and_absent(view), since_last(view))
    return with_seal(say.words, text, query_latest(ledger.newest_anchor))


def reminder(view: MeetingView) -> None:
    """Of one agency's open decisions, ready to copy or to open in WhatsApp."""
    say, waiting = show.formatter(), {d.agency.code: d.agency for d in open_decisions(view)}
    show.heading(say("minutes.reminder"))
    if not waiting:
        show.note(say("minutes.no_reminder"))
        return
    code = picked(say("column.agency"), AddressKey.AGENCY, {code: agency.name for code, agency in waiting.items()})
    own = [d for d in open_decisions(view) if d.agency.code == code]
    show.letter(
        decision_reminder(
            say, waiting[code], own, current_context().as_of, settings().public_url, since_last(view, code)
        )
    )
