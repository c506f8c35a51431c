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
from smartcity.queries.snapshots import SnapshotCard
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading

KEPT = 6
_turn = Lock()


@dataclass(frozen=True)
class Facts:
    """`before` is the plan as known at `last_meeting`; `decisions` are the open public ones, the oldest first.

    `is_frozen` is whether the figures are those of the snapshot asked for, proved whole.
    """

    plan: Portfolio
    concerns: tuple[Concern, ...]
    outcomes: tuple[Outcome, ...]
    before: Portfolio | None
    last_meeting: Meeting | None
    decisions: tuple[Decision, ...]
    is_frozen: bool


def facts_on(day: date, entry: str, snapshot: SnapshotCard | None = None) -> Facts | None:
    """As known on `day` with the ledger at `entry`, or as frozen; None while there is no masterplan.

    One wall at a time asks; the others find the answer kept.
    """
    with _turn:
        return _asked(settings().database_url, entry, day, snapshot)


@lru_cache(maxsize=KEPT)
def _asked(url: str, _entry: str, day: date, snapshot: SnapshotCard | None) -> Facts | None:
    """The entry is only part of the key."""
    frozen = _opened(url, snapshot) if snapshot is not None else None
    with reading(current_engine()) as session:
        return _frozen(session, frozen) if frozen is not None else _live(session, day)


@lru_cache(maxsize=2)
def _opened(_url: str, snapshot: SnapshotCard) -> Figures | None:
    """Frozen data never changes, whatever the ledger takes in; None when it is not whole any more."""
    with reading(current_engine()) as session:
        is_whole = snapshots.is_whole(session, snapshot.number)
        return snapshots.opened(session, snapshot.number) if is_whole else None


def _live(session: Session, day: date) -> Facts | None:
    plan = portfolio.standing(session, day)
    if plan is None:
        return None
    outcomes = indicators.outcomes(session, day)
    return Facts(plan, concerns(plan), outcomes, *_of_meetings(session, day), is_frozen=False)


def _frozen(session: Session, found: Figures) -> Facts:
    meetings_told = _of_meetings(session, found.plan.as_of)
    return Facts(found.plan, found.needs_attention, found.indicators, *meetings_told, is_frozen=True)


def _of_meetings(session: Session, day: date) -> tuple[Portfolio | None, Meeting | None, tuple[Decision, ...]]:
    """The plan as known at the last meeting, that meeting, and what is still open of all decisions."""
    held = meetings.held(session, day)
    last = held[-1] if held else None
    before = portfolio.standing(session, last.held_on) if last else None
    return before, last, oldest_first(decisions.readable(session, day))
