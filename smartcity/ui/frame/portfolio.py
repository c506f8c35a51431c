"""The plan as it is shown, of the chosen day or frozen, with its figures; and what rules derive from it."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import date
from functools import partial

from smartcity.domain.errors import Refused, present
from smartcity.domain.facts.decisions import Meeting, last_closed
from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.money.budgets import Line
from smartcity.domain.portfolio.attention import Concern, top_concerns
from smartcity.domain.portfolio.changes import Changes, Earlier, earlier_of_meeting
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.portfolio.snapshot import RULES, PortfolioSnapshot
from smartcity.queries import budgets, indicators, meetings, portfolio, snapshots
from smartcity.queries.snapshots import SnapshotCard
from smartcity.store.engine import current_engine, reading
from smartcity.ui.frame.cache import Answer, database, function_name, made_from, query, query_on
from smartcity.ui.frame.request_context import current_context


def current_portfolio() -> Portfolio:
    """The portfolio, frozen where a snapshot is open; the frame has made sure that there is one."""
    context = current_context()
    if context.snapshot is not None:
        return _snapshot_figures(context.snapshot).plan
    plan = portfolio_on(context.as_of)
    if plan is None:
        raise LookupError("No masterplan was known on that day")
    return plan


def portfolio_on(day: date) -> Portfolio | None:
    """The plan as it was known on an earlier day; None while there was none."""
    return query_on(day, portfolio.load_portfolio)


def all_outcomes() -> tuple[Outcome, ...]:
    """Every indicator, frozen where a snapshot is open."""
    context = current_context()
    return _snapshot_figures(context.snapshot).indicators if context.snapshot else query(indicators.outcomes)


def all_budget_lines() -> tuple[Line, ...]:
    """Every budget line, frozen where a snapshot is open that holds them."""
    context = current_context()
    frozen_lines = _snapshot_figures(context.snapshot).budget if context.snapshot else None
    return query(budgets.budget_lines) if frozen_lines is None else frozen_lines


def needs_attention() -> tuple[Concern, ...]:
    """The ranked list, frozen where a snapshot is open."""
    context = current_context()
    return _snapshot_figures(context.snapshot).needs_attention if context.snapshot else derive(top_concerns)


def snapshot_figures(number: int) -> PortfolioSnapshot:
    """Everything that was frozen under this number.

    Raises:
        Refused: there is no such snapshot, or it is not whole any more.
    """
    return _snapshot_figures(snapshot_card(number))


def _snapshot_figures(card: SnapshotCard) -> PortfolioSnapshot:
    def find() -> PortfolioSnapshot:
        with reading(current_engine()) as session:
            return present(snapshots.snapshot_figures(session, card.number))

    return made_from((database(), "figures", card.number), card, find)


def snapshot_card(number: int) -> SnapshotCard:
    """Asked anew: the number stands in an address.

    Raises:
        Refused: there is no such snapshot, or it is not whole any more.
    """
    with reading(current_engine()) as session:
        card = snapshots.snapshot_card(session, number)
        if card is None:
            raise Refused("snapshot.none_such", number=number)
        if not _is_whole(number, card.sha256):
            raise Refused("snapshot.broken", number=number)
        return card


def _is_whole(number: int, sha256: str) -> bool:
    """Proved once per process and database."""

    def find() -> bool:
        with reading(current_engine()) as session:
            return snapshots.is_snapshot_intact(session, number)

    return made_from((database(), "whole", number), sha256, find)


def changes_after(card: SnapshotCard) -> int:
    """How many changes came in after the freeze."""
    with reading(current_engine()) as session:
        return snapshots.count_entries_since(session, card)


def forecasts() -> Forecasts:
    """When things will end, judged by the plan as it is shown."""
    return derive(Forecasts)


def earlier_of(meeting: Meeting) -> Earlier:
    """The plan as it stood at a meeting: its frozen document; where that is missing or broken what was known then."""
    plan_and_rules = None
    if meeting.snapshot is not None:
        with suppress(Refused):
            card = snapshot_card(meeting.snapshot)
            plan_and_rules = (_snapshot_figures(card).plan, card.rules_version)
    return earlier_of_meeting(meeting, plan_and_rules, portfolio_on)


def last_meeting() -> Earlier | None:
    """The last closed meeting before the day that is shown."""
    last = last_closed(query(meetings.held_meetings))
    return earlier_of(last) if last is not None else None


def changes_since(earlier: Earlier) -> Changes | None:
    """What moved between an earlier view and the plan as it is shown; None where there was no plan yet."""
    if earlier.plan is None:
        return None
    return derive(partial(Changes, earlier.plan), earlier.day, earlier.snapshot)


def rules_shown() -> str:
    """The version of the rules under which what is shown was computed."""
    context = current_context()
    return context.snapshot.rules_version if context.snapshot else RULES


def derive(rule: Callable[..., Answer], *key: Hashable) -> Answer:
    """What a rule makes of the plan as it is shown; `rule` must follow from its name, its arguments and `key`."""
    context, plan = current_context(), current_portfolio()
    facts = (plan, *(rule.args if isinstance(rule, partial) else ()))
    slot = (database(), function_name(rule), context.as_of, context.snapshot, key)
    return made_from(slot, facts, lambda: rule(plan))
