"""What goes out of a closed meeting: its minutes for everybody, or whole for those who may, and reminders."""

from collections.abc import Iterable

import streamlit as st

from smartcity.domain.agenda import AgendaItem, on_agenda
from smartcity.domain.meetings import CountedDecision
from smartcity.domain.roles import GUEST
from smartcity.presentation.minutes import minutes_text, reminder
from smartcity.presentation.seals import with_seal
from smartcity.queries import decisions, ledger, meetings
from smartcity.settings import settings
from smartcity.ui import show
from smartcity.ui.answers import ask, known
from smartcity.ui.closing import came
from smartcity.ui.filters import picked
from smartcity.ui.meeting import Desk, open_decisions, since_last
from smartcity.ui.moment import here


def sending(found: Desk) -> None:
    """Minutes and reminders as texts, ready to copy or to open in WhatsApp."""
    say = show.said()
    left, right = st.columns(2, gap="large")
    with left:
        show.heading(say("minutes.text"))
        _for_all(found)
        if secret := sum(d.is_confidential for d in found.decided) or _hides(found):
            _whole(found, secret)
    with right:
        show.heading(say("minutes.reminder"))
        _reminder(found)


def _for_all(found: Desk) -> None:
    """As anybody may read them."""
    items = on_agenda(ask(meetings.agenda, found.meeting.id, GUEST))
    decided = [d for d in ask(decisions.every, GUEST) if d.meeting.code == found.meeting.code]
    st.code(_minutes(found, items, decided), language=None, wrap_lines=True, height=520)


def _hides(found: Desk) -> int:
    """How many items are about a confidential decision."""
    told = [found.decision(item) for item in found.items]
    return sum(decision is not None and decision.is_confidential for decision in told)


def _whole(found: Desk, secret: int) -> None:
    """Made only when it is asked for, and marked in the text itself."""
    say = show.said()
    with st.popover(
        say("minutes.whole_version"), icon=":material/lock:", key="whole-version", on_change="rerun"
    ) as door:
        if not door.open:
            return
        st.warning(say("minutes.secret_warning", n=secret), icon=":material/lock:")
        text = f"{say('minutes.secret_mark')}\n\n{_minutes(found, found.items, found.decided)}"
        st.code(text, language=None, wrap_lines=True, height=420)


def _minutes(found: Desk, items: Iterable[AgendaItem], decided: Iterable[CountedDecision]) -> str:
    say = show.said()
    text = minutes_text(say, found.meeting, items, decided, came(found), since_last(found))
    return with_seal(say.words, text, known(ledger.newest_anchor))


def _reminder(found: Desk) -> None:
    say, waiting = show.said(), {d.agency.code: d.agency for d in open_decisions(found)}
    if not waiting:
        show.note(say("minutes.no_reminder"))
        return
    code = picked(say("column.agency"), "opd", {code: agency.name for code, agency in waiting.items()})
    own = [d for d in open_decisions(found) if d.agency.code == code]
    show.letter(reminder(say, waiting[code], own, here().as_of, settings().public_url, since_last(found, code)))
