"""The seam to the database: every question of a screen goes through here, and its answer is kept as long as it holds.

============== =========================================== ==============================================
ask with       of                                          kept
============== =========================================== ==============================================
query          the chosen day                              until an entry writes what it was read from
query_on       another day                                 until an entry writes what it was read from
query_latest   the present                                 until an entry writes what it was read from
query_uncached the present, whatever leaves no entry       not at all: asked anew on every run
derive         the plan as it is shown (`portfolio.py`)    as long as the plan is the same
chart          the context of the run, and a key           as long as its values are the same
fragment       the context of the run, and a key           until the ledger moves, or as long as its facts are the same
============== =========================================== ==============================================
"""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import streamlit as st
from sqlmodel import Session

from smartcity.charts.base_figure import Chart
from smartcity.charts.theme import Theme
from smartcity.i18n.words import Words
from smartcity.queries import ledger
from smartcity.queries.answers import LedgerEnd, Question, dated_question, kept_answers
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading, tables_read
from smartcity.store.masterplan import zone_name
from smartcity.ui.frame.request_context import RequestContext, current_context

QueryArgs = ParamSpec("QueryArgs")
Answer = TypeVar("Answer")


def newest_entry() -> tuple[int, str]:
    """The one uncached question of a run: number and seal of the newest ledger entry."""
    with reading(current_engine()) as session:
        return ledger.newest_entry(session)


def zone_at(audit_id: int, seal: str) -> str:
    """The zone of the plan, kept like other answers; asked before there is a moment, which is made of it."""
    return _of_the_present(LedgerEnd(settings().database_url, audit_id, seal), zone_name)


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
    asked = dated_question(database(), question, day, ZoneInfo(context.zone), *args, **kwargs)
    answer: Answer = kept_answers().answer(asked, _end(context))
    return answer


def query_latest(question: Callable[[Session], Answer]) -> Answer:
    """The answer to a question of the present that only a ledger entry can change."""
    return _of_the_present(_end(current_context()), question)


def _of_the_present(end: LedgerEnd, question: Callable[[Session], Answer]) -> Answer:
    answer: Answer = kept_answers().answer(Question((end.url, function_name(question)), question), end)
    return answer


def _end(context: RequestContext) -> LedgerEnd:
    return LedgerEnd(context.url, context.audit_id, context.seal)


def query_uncached(
    question: Callable[Concatenate[Session, QueryArgs], Answer], *args: QueryArgs.args, **kwargs: QueryArgs.kwargs
) -> Answer:
    """Asked anew on every run: what leaves no ledger entry, or is only looked up once."""
    with reading(current_engine()) as session:
        return question(session, *args, **kwargs)


def chart(build: Callable[..., Chart], *key: Hashable, **values: Any) -> Chart:
    """A drawing, made once as long as its values are the same; `values` must follow from the moment and the key."""
    context = current_context()

    def make() -> Chart:
        words: Words = context.words
        theme: Theme = context.theme
        return build(words, theme, **values)

    return made_from((function_name(build), *_look(context), key), values, make)


def fragment(name: str, key: tuple[Hashable, ...], write: Callable[[], str], facts: object = None) -> str:
    """A piece of the page, written once per (moment, name, key); it must not depend on who looks.

    Where all the facts are given that it is written from, it stands as long as they do.
    """
    context = current_context()
    rests_on = (context.audit_id, context.seal) if facts is None else facts
    return made_from((name, *_look(context), context.zone, key), rests_on, write)


def _look(context: RequestContext) -> tuple[Hashable, ...]:
    """What of the moment decides how a thing looks, whatever the ledger takes in."""
    look = (context.language, context.is_dark, context.is_narrow)
    return (database(), context.today, context.as_of, context.snapshot, *look)


def function_name(function: Callable[..., object]) -> str:
    """What names a question or a rule in a key."""
    named = function.func if isinstance(function, partial) else function
    return f"{named.__module__}.{named.__qualname__}"


def database() -> str:
    """What names the database in a key."""
    return settings().database_url


def made_from(key: tuple[Hashable, ...], facts: object, make: Callable[[], Answer]) -> Answer:
    """Kept as long as the facts that it is made from are the same."""
    return kept_answers().made_from(key, facts, make)


_OPENING = "opening"
_TITLE = re.compile(r"<(/?)h1\b")


@contextmanager
def keeping_opening(key: tuple[Hashable, ...] | None) -> Iterator[None]:
    """While the page runs: what stands down to its headline is kept under `key`, for the next who loads this page."""
    with tables_read() as tables:
        st.session_state[_OPENING] = (key, tables, []) if key else None
        try:
            yield
        finally:
            st.session_state[_OPENING] = None


def note_opening(html: str, *, is_headline: bool = False) -> None:
    """A block that was placed; the page that is served has no title of its own but this one's words."""
    if opening := st.session_state.get(_OPENING):
        key, tables, blocks = opening
        blocks.append(_TITLE.sub(r"<\1div", html))
        if is_headline:
            st.session_state[_OPENING] = None
            kept_answers().keep(key, tuple(blocks), tables, _end(current_context()))
