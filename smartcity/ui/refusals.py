"""A no told where it was earned: the button's callback keeps the sentence, the place beside the form shows it once."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st
from sqlmodel import Session

from smartcity.domain.roles import Actor
from smartcity.ui.act import now, tried
from smartcity.ui.plain import plain_sentence

_KEPT = "refusal-"


def done_at(
    place: str, command: Callable[..., object], *args: object, at: datetime | None = None, **kwargs: object
) -> bool:
    """For callbacks: `command(session, actor, …, at=now)`; whether it was done. A no waits for `refusal(place)`."""
    instant = at or now()

    def told(session: Session, actor: Actor) -> bool:
        command(session, actor, *args, at=instant, **kwargs)
        return True

    done, no = tried(told)
    if no is not None:
        st.session_state[_KEPT + place] = no
    return done is True


def refusal(place: str) -> None:
    """Shows what was refused here, once. Its place is there before: nothing around it moves, no door closes."""
    slot, no = st.empty(), st.session_state.pop(_KEPT + place, None)
    if no is not None:
        slot.error(plain_sentence(no), icon=":material/block:")


def other_refusals() -> None:
    """Those whose place is gone, because somebody else was faster."""
    for key in [key for key in st.session_state if str(key).startswith(_KEPT)]:
        refusal(str(key).removeprefix(_KEPT))
