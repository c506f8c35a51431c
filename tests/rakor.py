"""A coordination meeting really held: planned, its agenda proposed by rule, begun on frozen data, put on the stage."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands.meetings import agenda, meetings, wall_display
from smartcity.commands.meetings import decisions as decisions_taken
from smartcity.commands.meetings.decisions import DecisionDraft
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.meetings.agenda import proposals
from smartcity.domain.meetings.wall import View
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot, take_snapshot
from smartcity.queries import budgets, decisions, indicators, ledger, portfolio
from smartcity.store.engine import reading, writing

CHAIR = Actor("ketua", Role.ADMINISTRATOR)
CODE = "RAKOR-UJI"
MINUTES = 60


def _figures(session: Session) -> PortfolioSnapshot:
    today = datetime.now(CITY_ZONE).date()
    plan = portfolio.load_portfolio(session, today)
    assert plan is not None
    return take_snapshot(plan, indicators.outcomes(session, today), budgets.budget_lines(session, today))


def hold_meeting(
    engine: Engine,
    code: str,
    figures: Callable[[Session], PortfolioSnapshot] = _figures,
    taken: Iterable[DecisionDraft] = (),
) -> None:
    """One that is planned: begun on these figures, with what it decided, and closed at once."""
    now = datetime.now(UTC)
    with reading(engine) as session:
        snapshot, audit_id = figures(session), ledger.newest(session)
    with writing(engine) as session:
        meetings.start(session, CHAIR, code, snapshot, audit_id=audit_id, at=now)
        for each in taken:
            decisions_taken.decide(session, CHAIR, code, each, at=now)
    with writing(engine) as session:
        meetings.close(session, CHAIR, code, at=now)


def begin_meeting(engine: Engine) -> None:
    """From now on walls follow its stage."""
    now = datetime.now(UTC)
    today = now.astimezone(CITY_ZONE).date()
    with reading(engine) as session:
        figures, readable = _figures(session), decisions.readable_decisions(session, today)
    draft = MeetingDraft(code=CODE, name="Rapat Koordinasi November", held_on=today, minutes_planned=MINUTES)
    with writing(engine) as session:
        meetings.plan(session, CHAIR, draft, at=now)
        agenda.propose(session, CHAIR, CODE, proposals(figures.portfolio, readable, MINUTES), at=now)
    with reading(engine) as session:
        audit_id = ledger.newest(session)  # an agenda changes no figure
    with writing(engine) as session:
        meetings.start(session, CHAIR, CODE, figures, audit_id=audit_id, at=datetime.now(UTC))


def next_item(engine: Engine) -> None:
    with writing(engine) as session:
        wall_display.step(session, CHAIR, CODE, 1, at=datetime.now(UTC))


def show(engine: Engine, view: View) -> None:
    with writing(engine) as session:
        wall_display.show_view(session, CHAIR, view, at=datetime.now(UTC))


def close_meeting(engine: Engine) -> None:
    with writing(engine) as session:
        meetings.close(session, CHAIR, CODE, at=datetime.now(UTC))
