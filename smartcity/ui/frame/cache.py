"""The seam to the database: every question of a screen goes through here, and its answer is kept as long as it holds.

============== =========================================== ====================================
ask with       of                                          kept
============== =========================================== ====================================
query          the chosen day                              until the ledger moves
query_on       another day                                 until the ledger moves
query_latest   the present                                 until the ledger moves
query_uncached the present, whatever leaves no entry       not at all: asked anew on every run
derive         the plan as it is shown (`portfolio.py`)    until the ledger moves
chart          the context of the run, and a key           as long as the context comes again
fragment       the context of the run, and a key           as long as the context comes again
============== =========================================== ====================================
"""

from collections.abc import Callable, Hashable
from datetime import date
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from sqlmodel import Session

from smartcity.charts.base_figure import Chart
from smartcity.charts.theme import Theme
from smartcity.i18n.words import Words
from smartcity.queries import ledger
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.masterplan import zone_name
from smartcity.ui.frame.request_context import current_context

QueryArgs = ParamSpec("QueryArgs")
Answer = TypeVar("Answer")


def newest_entry() -> tuple[int, str]:
    """The one uncached question of a run: number and seal of the newest ledger entry."""
    with reading(current_engine()) as session:
        return ledger.newest_entry(session)


def zone_at(audit_id: int, seal: str) -> str:
    """The zone of the plan, kept like other answers; asked before there is a moment, which is made of it."""

    def find() -> str:
        with reading(current_engine()) as session:
            return zone_name(session)

    return cached((settings().database_url, audit_id, seal, function_name(zone_name)), find)


def query(
    question: Callable[Concatenate[Session, date, QueryArgs], Answer], *args: QueryArgs.args, **kwargs: QueryArgs.kwargs
) -> Answer:
    """The answer as of the chosen day; `args` must be plain hashable values."""
    return query_on(current_context().as_of, question, *args, **kwargs)


def query_on(
    day: date,
    question: Callable[Concatenate[Session, date, QueryArgs], Answer],
    *args: QueryArgs.args,
    **kwargs: QueryArgs.kwargs,
) -> Answer:
    """The same for another day: what was known then."""
    context = current_context()
    asked = (day, function_name(question), args, tuple(sorted(kwargs.items())))
    key = (context.url, context.audit_id, context.seal, *asked)

    def find() -> Answer:
        with reading(current_engine()) as session:
            return question(session, day, *args, **kwargs)

    return cached(key, find)


def query_latest(question: Callable[[Session], Answer]) -> Answer:
    """The answer to a question of the present that only a ledger entry can change."""
    context = current_context()

    def find() -> Answer:
        with reading(current_engine()) as session:
            return question(session)

    return cached((context.url, context.audit_id, context.seal, function_name(question)), find)


def query_uncached(
    question: Callable[Concatenate[Session, QueryArgs], Answer], *args: QueryArgs.args, **kwargs: QueryArgs.kwargs
) -> Answer:
    """Asked anew on every run: what leaves no ledger entry, or is only looked up once."""
    with reading(current_engine()) as session:
        return question(session, *args, **kwargs)


def chart(build: Callable[..., Chart], *key: Hashable, **values: Any) -> Chart:
    """A drawing, made once per (moment, chart, key); `values` must follow from the moment and the key."""
    context = current_context()

    def make() -> Chart:
        words: Words = context.words
        theme: Theme = context.theme
        return build(words, theme, **values)

    return cached((function_name(build), context, key), make)


def fragment(name: str, key: tuple[Hashable, ...], write: Callable[[], str]) -> str:
    """A piece of the page, written once per (moment, name, key); it must not depend on who looks."""
    return cached((name, current_context(), key), write)


def function_name(function: Callable[..., object]) -> str:
    """What names a question or a rule in a key."""
    named = function.func if isinstance(function, partial) else function
    return f"{named.__module__}.{named.__qualname__}"


def cached(key: tuple[Hashable, ...], find: Callable[[], Answer]) -> Answer:
    """Handed over by name: for arguments by place Streamlit reads the function's signature on every call."""
    answer: Answer = _cached_resource(key=repr(key), _find=find)
    return answer


@st.cache_resource(max_entries=2000, show_spinner=False)
def _cached_resource(key: str, _find: Callable[[], Any]) -> Any:  # noqa: ARG001 - Streamlit keys its cache by `key`
    """`key` names the question completely, with the audit id in it; nobody clears this."""
    return _find()
