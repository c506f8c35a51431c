"""A coordination meeting really held: planned, its agenda proposed by rule, begun on frozen data, put on the stage."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands import agenda, meetings, stage
from smartcity.commands.meetings import MeetingDraft
from smartcity.domain.agenda import proposed
from smartcity.domain.figures import Figures, figures_of
from smartcity.domain.kinds import Role
from smartcity.domain.roles import Actor
from smartcity.domain.wall import View
from smartcity.domain.zone import CITY_ZONE
from smartcity.queries import budgets, decisions, indicators, ledger, portfolio
from smartcity.store.engine import reading, writing

CHAIR = Actor("ketua", Role.ADMINISTRATOR)
CODE = "RAKOR-UJI"
MINUTES = 60


def _figures(session: Session) -> Figures:
    today = datetime.now(CITY_ZONE).date()
    plan = portfolio.standing(session, today)
    assert plan is not None
    return figures_of(plan, indicators.outcomes(session, today), budgets.lines(session, today))


def begin_meeting(engine: Engine) -> None:
    """From now on walls follow its stage."""
    now = datetime.now(UTC)
    today = now.astimezone(CITY_ZONE).date()
    with reading(engine) as session:
        figures, told = _figures(session), decisions.readable(session, today)
    draft = MeetingDraft(code=CODE, name="Rapat Koordinasi November", held_on=today, minutes_planned=MINUTES)
    with writing(engine) as session:
        meetings.plan(session, CHAIR, draft, at=now)
        agenda.propose(session, CHAIR, CODE, proposed(figures.portfolio, told, MINUTES), at=now)
    with reading(engine) as session:
        figures, audit_id = _figures(session), ledger.newest(session)
    with writing(engine) as session:
        meetings.start(session, CHAIR, CODE, figures, audit_id=audit_id, at=datetime.now(UTC))


def next_item(engine: Engine) -> None:
    with writing(engine) as session:
        stage.step(session, CHAIR, CODE, 1, at=datetime.now(UTC))


def show(engine: Engine, view: View) -> None:
    with writing(engine) as session:
        stage.show_view(session, CHAIR, view, at=datetime.now(UTC))


def close_meeting(engine: Engine) -> None:
    with writing(engine) as session:
        meetings.close(session, CHAIR, CODE, at=datetime.now(UTC))
