"""The last verdict of this browser, with a way to take it back for ten seconds; what comes too fast is ignored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from smartcity.commands import verdict_undo
from smartcity.ui import show
from smartcity.ui.act import now
from smartcity.ui.refusals import done_at, refusal

OFFERED_FOR = timedelta(seconds=10)
HASTY = timedelta(seconds=1)
PLACE = "undo"
_LAST = "last-verdict"


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """`number` counts the verdicts of the session: the notice of each begins its ten seconds anew."""

    text: str
    at: datetime
    number: int
    is_open: bool = True


def _last() -> LastVerdict | None:
    found = st.session_state.get(_LAST)
    return found if isinstance(found, LastVerdict) else None


def is_hasty(at: datetime) -> bool:
    """Within a second of the last verdict: nobody has read what lies there now."""
    last = _last()
    return last is not None and at - last.at < HASTY


def remember(text: str, at: datetime) -> None:
    last = _last()
    st.session_state[_LAST] = LastVerdict(text, at, last.number + 1 if last else 0)


def notice() -> None:
    """What was just done, and the button that undoes it."""
    refusal(PLACE)
    last = _last()
    if last is None or not last.is_open or now() - last.at > OFFERED_FOR:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"undo-{'even' if last.number % 2 else 'odd'}"):
        show.block("undo", text=last.text)
        st.button(show.said()("undo.go"), key="undo-go", icon=":material/undo:", on_click=_undone, args=(last,))


def _undone(last: LastVerdict) -> None:
    st.session_state[_LAST] = LastVerdict(last.text, last.at, last.number, is_open=False)
    if done_at(PLACE, verdict_undo.undo, last.at):
        st.toast(show.said()("undo.done"), icon=":material/undo:")
