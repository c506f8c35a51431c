"""What the views of a wall are made from: asked once per ledger entry and day, shared by all walls, never changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock

from sqlmodel import Session

from smartcity.domain.facts.decisions import CountedDecision, last_closed, oldest_first
from smartcity.domain.facts.history import QuickWinStatus
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.portfolio.attention import Concern, top_concerns
from smartcity.domain.portfolio.changes import Changes, Earlier, earlier_of_meeting
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.portfolio.snapshot import RULES, PortfolioSnapshot
from smartcity.queries import decisions, history, indicators, ledger, meetings, portfolio, snapshots
from smartcity.queries.answers import Answer, LedgerEnd, dated_question, kept_answers
from smartcity.queries.snapshots import SnapshotCard
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.masterplan import zone

MOST_CACHED = 6
_lock = Lock()


@dataclass(frozen=True)
class Facts:
    """`earlier` is the plan as it stood at the last meeting; `moved` is what is another since.

    `decisions` are those still open, the oldest first, confidential ones without words; `decisions_ever` counts all.
    `rules` are those of the figures; `is_frozen` is whether they are those of the snapshot asked for, proved whole.
    """

    plan: Portfolio
    concerns: tuple[Concern, ...]
    outcomes: tuple[Outcome, ...]
    earlier: Earlier | None
    decisions: tuple[CountedDecision, ...]
    is_frozen: bool
    rules: str = RULES
    decisions_ever: int = 0
    quick_win_years: Mapping[int, tuple[QuickWinStatus, ...]] = field(default_factory=dict)

    @cached_property
    def changes(self) -> Changes | None:
        return self.earlier.changes(self.plan) if self.earlier else None


def facts_on(day: date, entry: str, snapshot: SnapshotCard | None = None) -> Facts | None:
    """As known on `day` with the ledger at `entry`, or as frozen; None while there is no masterplan.

    One wall at a time asks; the others find the answer kept.
    """
    with _lock:
        return _cached_facts(settings().database_url, entry, day, snapshot)


@lru_cache(maxsize=MOST_CACHED)
def _cached_facts(url: str, _entry: str, day: date, snapshot: SnapshotCard | None) -> Facts | None:
    """The entry is only part of the key."""
    figures = _snapshot_figures(url, snapshot) if snapshot is not None else None
    with reading(current_engine()) as session:
        if figures is not None:
            return _facts(session, url, figures.plan, figures.needs_attention, figures.indicators, snapshot)
        return _live(session, url, day)


@lru_cache(maxsize=3)
def _snapshot_figures(_url: str, snapshot: SnapshotCard) -> PortfolioSnapshot | None:
    """Frozen data never changes, whatever the ledger takes in; None when it is not whole any more."""
    with reading(current_engine()) as session:
        is_whole = snapshots.is_snapshot_intact(session, snapshot.number)
        return snapshots.snapshot_figures(session, snapshot.number) if is_whole else None


def _live(session: Session, url: str, day: date) -> Facts | None:
    plan = _answer(session, url, portfolio.load_portfolio, day)
    if plan is None:
        return None
    return _facts(session, url, plan, top_concerns(plan), _answer(session, url, indicators.outcomes, day))


def _answer(session: Session, url: str, question: Callable[[Session, date], Answer], day: date) -> Answer:
    """The answer that the screens find too."""
    end = LedgerEnd(url, *ledger.newest_entry(session))
    answer: Answer = kept_answers().answer(dated_question(url, question, day, zone(session)), end)
    return answer


def _facts(
    session: Session,
    url: str,
    plan: Portfolio,
    concerns: tuple[Concern, ...],
    outcomes: tuple[Outcome, ...],
    snapshot: SnapshotCard | None = None,
) -> Facts:
    """What no frozen document holds is asked as of the plan's day."""
    given = decisions.all_decisions(session, plan.as_of)
    return Facts(
        plan,
        concerns,
        outcomes,
        _earlier(session, url, plan.as_of),
        oldest_first(given),
        is_frozen=snapshot is not None,
        rules=snapshot.rules_version if snapshot is not None else RULES,
        decisions_ever=len(given),
        quick_win_years=history.quick_win_years(session, plan.as_of),
    )


def _earlier(session: Session, url: str, day: date) -> Earlier | None:
    """The plan as it stood at the last closed meeting: its frozen document, else what was known on its day."""
    last = last_closed(meetings.held_meetings(session, day))
    if last is None:
        return None
    card = snapshots.snapshot_card(session, last.snapshot) if last.snapshot is not None else None
    figures = _snapshot_figures(url, card) if card is not None else None
    plan_and_rules = (figures.plan, card.rules_version) if figures is not None and card is not None else None
    return earlier_of_meeting(
        last, plan_and_rules, lambda held_on: _answer(session, url, portfolio.load_portfolio, held_on)
    )
