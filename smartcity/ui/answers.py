"""The session seam and the cache seam: every question goes through here, kept until the audit id moves."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from sqlmodel import Session

from smartcity.charts.drawing import Drawing
from smartcity.charts.theme import Theme
from smartcity.domain.portfolio import Portfolio
from smartcity.queries import ledger, portfolio
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui.moment import here
from smartcity.words.speech import Words

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def newest_audit_id() -> int:
    """The one uncached question of a run."""
    with reading(current_engine()) as session:
        return ledger.newest(session)


def ask(
    question: Callable[Concatenate[Session, date, Asked], Answer], *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """The answer as of the chosen day; `args` must be plain hashable values."""
    return ask_on(here().as_of, question, *args, **kwargs)


def ask_on(
    day: date, question: Callable[Concatenate[Session, date, Asked], Answer], *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """The same for another day: what was known then."""
    moment = here()
    key = (moment.url, moment.audit_id, day, _name(question), args, tuple(sorted(kwargs.items())))

    def find() -> Answer:
        with reading(current_engine()) as session:
            return question(session, day, *args, **kwargs)

    found: Answer = _kept(repr(key), find)
    return found


def standing_on(day: date | None = None) -> Portfolio:
    """The portfolio; the frame has made sure that there is one today, an earlier day may have none."""
    found = ask_on(day or here().as_of, portfolio.standing)
    if found is None:
        raise LookupError("No masterplan was known on that day")
    return found


def draw(chart: Callable[..., Drawing], *key: Hashable, **values: Any) -> Drawing:
    """A drawing, made once per (moment, chart, key); `values` must follow from the moment and the key."""
    moment = here()

    def make() -> Drawing:
        words: Words = moment.words
        theme: Theme = moment.theme
        return chart(words, theme, **values)

    found: Drawing = _kept(repr((_name(chart), moment, key)), make)
    return found


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


@st.cache_resource(max_entries=2000, show_spinner=False)
def _kept(key: str, _find: Callable[[], Any]) -> Any:
    """`key` names the question completely, with the audit id in it; nobody clears this."""
    return _find()
