"""What the views of a wall are made from: asked once per ledger entry and day, shared by all walls, never changed."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock

from sqlmodel import Session

from smartcity.domain.attention import Concern, concerns
from smartcity.domain.figures import Figures
from smartcity.domain.meetings import Decision, Meeting, oldest_first
from smartcity.domain.outcomes import Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.queries import decisions, indicators, meetings, portfolio, snapshots
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading

KEPT = 6
_turn = Lock()


@dataclass(frozen=True)
class Facts:
    """`before` is the plan as known at `last_meeting`; `decisions` are the open public ones, the oldest first."""

    plan: Portfolio
    before: Portfolio | None
    last_meeting: Meeting | None
    concerns: tuple[Concern, ...]
    outcomes: tuple[Outcome, ...]
    decisions: tuple[Decision, ...]


def facts_on(day: date, entry: str, snapshot: int | None = None) -> Facts | None:
    """As known on `day` with the ledger at `entry`, or as frozen under a number; None while there is no masterplan.

    One wall at a time asks; the others find the answer kept.
    """
    with _turn:
        return _asked(settings().database_url, entry, day, snapshot)


@lru_cache(maxsize=KEPT)
def _asked(url: str, _entry: str, day: date, snapshot: int | None) -> Facts | None:
    """The entry is only part of the key."""
    frozen = _opened(url, snapshot) if snapshot is not None else None
    with reading(current_engine()) as session:
        return _frozen(session, frozen) if frozen is not None else _live(session, day)


@lru_cache(maxsize=2)
def _opened(_url: str, snapshot: int) -> Figures | None:
    """Frozen data never changes, whatever the ledger takes in."""
    with reading(current_engine()) as session:
        return snapshots.opened(session, snapshot)


def _live(session: Session, day: date) -> Facts | None:
    plan = portfolio.standing(session, day)
    if plan is None:
        return None
    return _facts(session, plan, concerns(plan), indicators.outcomes(session, day))


def _frozen(session: Session, found: Figures) -> Facts:
    return _facts(session, found.plan, found.needs_attention, found.indicators)


def _facts(session: Session, plan: Portfolio, listed: tuple[Concern, ...], outcomes: tuple[Outcome, ...]) -> Facts:
    held = meetings.held(session, plan.as_of)
    last = held[-1] if held else None
    before = portfolio.standing(session, last.held_on) if last else None
    still_open = oldest_first(decisions.readable(session, plan.as_of))
    return Facts(plan, before, last, listed, outcomes, still_open)
