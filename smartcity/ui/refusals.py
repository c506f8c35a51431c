"""A no told where it was earned: the button's callback keeps the sentence, the place beside the form shows it once."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from smartcity.domain.refusals import AlreadyDone
from smartcity.ui.act import No, answer, now, refused, sentence

_KEPT = "refusal-"


def done_at(
    place: str, command: Callable[..., object], *args: object, at: datetime | None = None, **kwargs: object
) -> bool:
    """For callbacks: `command(session, actor, …, at=now)`; whether it is done. A no waits for `refusal(place)`."""
    no = refused_at(place, command, *args, at=at, **kwargs)
    return no is None or isinstance(no, AlreadyDone)


def press_at(place: str, command: Callable[..., object], *args: object) -> None:
    """`done_at` as the callback of a button."""
    done_at(place, command, *args)


def refused_at(
    place: str, command: Callable[..., object], *args: object, at: datetime | None = None, **kwargs: object
) -> No | None:
    """The same with the no itself."""
    no = refused(at or now(), command, *args, **kwargs)
    wait_at(place, no)
    return no


def wait_at(place: str, no: No | None) -> None:
    """For callbacks: a no waits for `refusal(place)`."""
    if no is not None:
        st.session_state[_KEPT + place] = (sentence(no), isinstance(no, AlreadyDone))


def refuse_at(place: str, no: str) -> None:
    """For callbacks: a sentence that waits for `refusal(place)`, where something is refused before any command runs."""
    st.session_state[_KEPT + place] = (no, False)


def refusal(place: str) -> None:
    """Shows what was refused here, once. Its place is there before: nothing around it moves, no door closes."""
    slot, no = st.empty(), st.session_state.pop(_KEPT + place, None)
    if no is not None:
        text, is_news = no
        with slot:
            answer(text, is_news=is_news)


def other_refusals() -> None:
    """Those whose place is gone, because somebody else was faster."""
    for key in [key for key in st.session_state if str(key).startswith(_KEPT)]:
        refusal(str(key).removeprefix(_KEPT))
