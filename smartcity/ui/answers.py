"""The session seam and the cache seam: every question goes through here, kept until the audit id moves."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from sqlmodel import Session

from smartcity.charts.drawing import Drawing
from smartcity.charts.theme import Theme
from smartcity.domain.attention import Concern, concerns
from smartcity.domain.budgets import Line
from smartcity.domain.changes import Changes, Earlier, changes, earlier_of_meeting
from smartcity.domain.figures import RULES, Figures
from smartcity.domain.forecasts import Forecasts
from smartcity.domain.meetings import Meeting, last_closed
from smartcity.domain.outcomes import Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.refusals import Refused
from smartcity.i18n.speech import Words
from smartcity.queries import budgets, indicators, ledger, meetings, portfolio, snapshots
from smartcity.queries.snapshots import SnapshotCard
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.store.zone import zone_name
from smartcity.ui.moment import here

Asked = ParamSpec("Asked")
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

    return _once((settings().database_url, audit_id, seal, _name(zone_name)), find)


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
    key = (moment.url, moment.audit_id, moment.seal, day, _name(question), args, tuple(sorted(kwargs.items())))

    def find() -> Answer:
        with reading(current_engine()) as session:
            return question(session, day, *args, **kwargs)

    return _once(key, find)


def known(question: Callable[[Session], Answer]) -> Answer:
    """The answer to a question of the present that only a ledger entry can change."""
    moment = here()

    def find() -> Answer:
        with reading(current_engine()) as session:
            return question(session)

    return _once((moment.url, moment.audit_id, moment.seal, _name(question)), find)


def ask_now(
    question: Callable[Concatenate[Session, Asked], Answer], *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """Asked anew on every run: what leaves no ledger entry, or is only looked up once."""
    with reading(current_engine()) as session:
        return question(session, *args, **kwargs)


def standing_on() -> Portfolio:
    """The portfolio, frozen where a snapshot is open; the frame has made sure that there is one."""
    moment = here()
    if moment.snapshot is not None:
        return _frozen(moment.snapshot).plan
    found = standing_then(moment.as_of)
    if found is None:
        raise LookupError("No masterplan was known on that day")
    return found


def standing_then(day: date) -> Portfolio | None:
    """The plan as it was known on an earlier day; None while there was none."""
    return ask_on(day, portfolio.standing)


def all_outcomes() -> tuple[Outcome, ...]:
    """Every indicator, frozen where a snapshot is open."""
    moment = here()
    return _frozen(moment.snapshot).indicators if moment.snapshot else ask(indicators.outcomes)


def all_budget_lines() -> tuple[Line, ...]:
    """Every budget line, frozen where a snapshot is open that holds them."""
    moment = here()
    frozen = _frozen(moment.snapshot).budget if moment.snapshot else None
    return ask(budgets.lines) if frozen is None else frozen


def needs_attention() -> tuple[Concern, ...]:
    """The ranked list, frozen where a snapshot is open."""
    moment = here()
    return _frozen(moment.snapshot).needs_attention if moment.snapshot else derived(concerns)


def figures_of(number: int) -> Figures:
    """Everything that was frozen under this number.

    Raises:
        Refused: there is no such snapshot, or it is not whole any more.
    """
    return _frozen(snapshot_card(number))


def _frozen(card: SnapshotCard) -> Figures:
    def find() -> Figures:
        with reading(current_engine()) as session:
            found = snapshots.opened(session, card.number)
        assert found is not None
        return found

    return _once((here().url, card, "figures"), find)


def snapshot_card(number: int) -> SnapshotCard:
    """Asked anew: the number stands in an address.

    Raises:
        Refused: there is no such snapshot, or it is not whole any more.
    """
    with reading(current_engine()) as session:
        card = snapshots.card(session, number)
        if card is None:
            raise Refused("snapshot.none_such", number=number)
        if not _is_whole(settings().database_url, number, card.sha256):
            raise Refused("snapshot.broken", number=number)
        return card


@st.cache_resource(max_entries=50, show_spinner=False)
def _is_whole(url: str, number: int, sha256: str) -> bool:
    """Proved once per process; `url` and `sha256` are part of the key."""
    with reading(current_engine()) as session:
        return snapshots.is_whole(session, number)


def came_after(card: SnapshotCard) -> int:
    """How many changes came in after the freeze."""
    with reading(current_engine()) as session:
        return snapshots.came_after(session, card)


def foresight() -> Forecasts:
    """When things will end, judged by the plan as it is shown."""
    return derived(Forecasts)


def earlier_of(meeting: Meeting) -> Earlier:
    """The plan as it stood at a meeting: its frozen document; where that is missing or broken what was known then."""
    frozen = None
    if meeting.snapshot is not None:
        with suppress(Refused):
            card = snapshot_card(meeting.snapshot)
            frozen = (_frozen(card).plan, card.rules_version)
    return earlier_of_meeting(meeting, frozen, standing_then)


def last_meeting() -> Earlier | None:
    """The last closed meeting before the day that is shown."""
    last = last_closed(ask(meetings.held))
    return earlier_of(last) if last is not None else None


def changes_since(earlier: Earlier) -> Changes | None:
    """What moved between an earlier view and the plan as it is shown; None where there was no plan yet."""
    if earlier.plan is None:
        return None
    return derived(partial(changes, earlier.plan), earlier.day, earlier.snapshot)


def rules_shown() -> str:
    """The version of the rules under which what is shown was computed."""
    moment = here()
    return moment.snapshot.rules_version if moment.snapshot else RULES


def derived(rule: Callable[[Portfolio], Answer], *key: Hashable) -> Answer:
    """What a rule makes of the plan as it is shown; `rule` must follow from its name and `key`."""
    moment = here()
    whole = (moment.url, moment.audit_id, moment.seal, moment.as_of, moment.snapshot, _name(rule), key)
    return _once(whole, lambda: rule(standing_on()))


def draw(chart: Callable[..., Drawing], *key: Hashable, **values: Any) -> Drawing:
    """A drawing, made once per (moment, chart, key); `values` must follow from the moment and the key."""
    moment = here()

    def make() -> Drawing:
        words: Words = moment.words
        theme: Theme = moment.theme
        return chart(words, theme, **values)

    return _once((_name(chart), moment, key), make)


def written(name: str, key: tuple[Hashable, ...], write: Callable[[], str]) -> str:
    """A piece of the page, written once per (moment, name, key); it must not depend on who looks."""
    return _once((name, here(), key), write)


def _name(function: Callable[..., object]) -> str:
    named = function.func if isinstance(function, partial) else function
    return f"{named.__module__}.{named.__qualname__}"


def _once(key: tuple[Hashable, ...], find: Callable[[], Answer]) -> Answer:
    """Handed over by name: for arguments by place Streamlit reads the function's signature on every call."""
    found: Answer = _kept(key=repr(key), _find=find)
    return found


@st.cache_resource(max_entries=2000, show_spinner=False)
def _kept(key: str, _find: Callable[[], Any]) -> Any:
    """`key` names the question completely, with the audit id in it; nobody clears this."""
    return _find()
