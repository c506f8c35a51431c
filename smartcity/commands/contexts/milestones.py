"""Milestones of a programme as they stand: the context of a report, the subject of a change request."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from smartcity.commands.contexts import current_plan
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import Refused
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.domain.reporting.submission import ReportContext
from smartcity.store import tables as t
from smartcity.store.loaders.gauges import load_gauges
from smartcity.store.loaders.milestones import load_milestone_states
from smartcity.store.loaders.owners import agency_of
from smartcity.store.loaders.physical import load_physical_context
from smartcity.store.loaders.plan import credit_rule
from smartcity.store.loaders.reporting import newest_statement
from smartcity.store.loaders.verification import moves, newest_review, proposals
from smartcity.store.loaders.visibility import AsOf

Line = dict[str, Any]


def programme_of(session: Session, actor: Actor, code: str) -> tuple[Line, str]:
    """The programme's row and the code of its lead agency, which the actor may report for.

    Raises:
        Refused: there is no such programme.
        Forbidden: another agency leads it.
    """
    rows = AsOf.now(session).rows(t.Programme, col(t.Programme.code) == code)
    if not rows:
        raise Refused("programme.unknown", code=code)
    lead = session.exec(select(t.Agency.code).where(t.Agency.id == rows[-1]["lead_agency_id"])).one()
    require(actor, Act.REPORT, agency=lead)
    return rows[-1], lead


def report_context(session: Session, actor: Actor, programme: str, period_id: int, at: datetime) -> ReportContext:
    """Reads only. Raises what `programme_of` raises, and Refused where there is no such period."""
    row, agency = programme_of(session, actor, programme)
    calendar = current_plan.calendar(session)
    period = calendar.period(period_id)
    if period is None:
        raise Refused("reporting.unknown_period")
    context = ReportContext(
        programme_id=row["id"],
        agency=agency,
        starts_on=row["starts_on"],
        calendar=calendar,
        period=period,
        at=at,
        milestones=load_milestone_states(AsOf.now(session), row["id"]),
        newest=newest_statement(AsOf.now(session), row["id"]),
        rule=credit_rule(AsOf.now(session)),
    )
    physical = load_physical_context(AsOf.now(session), row, min(context.today, period.name.ends_on))
    return replace(context, gauges=load_gauges(AsOf.now(session), row, context.quarter), physical=physical)


Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A milestone, the code of the agency that answers for it, and what is known of it now."""

    row: Row
    agency: str
    facts: MilestoneFacts
    awaits_move: bool

    @property
    def name(self) -> str:
        return f"milestone:{self.row['code']}"


def subject(session: Session, condition: Any) -> Subject:
    """The milestone that fulfils the condition; Refused when there is none in force."""
    rows = AsOf.now(session).rows(t.Milestone, condition)
    if not rows:
        raise Refused("proposal.gone")
    row = rows[-1]
    plan = AsOf.now(session).rows(t.ActionPlan, col(t.ActionPlan.id) == row["action_plan_id"])[0]
    state = load_milestone_states(AsOf.now(session), plan["programme_id"])[row["id"]]
    return Subject(row, agency_of(AsOf.now(session), "milestone", row), state.facts, state.awaits_move)


@dataclass(frozen=True, slots=True)
class Question:
    """One stored proposal. `link` is the column of a review that names it."""

    table: Any
    link: str
    row: Row
    of: Subject
    review: Row | None

    @property
    def asked(self) -> ChangeRequest:
        return _asked(self.table, self.row)


def _asked(table: Any, row: Row) -> ChangeRequest:
    if table is t.DueDateChange:
        return ChangeRequest(due_on=row["new_due_on"])
    return ChangeRequest(kind=row["kind"], weight=row["weight"])


def question(session: Session, table: Any, number: int) -> Question:
    """Raises Refused when it is not there, or its import was withdrawn."""
    rows = AsOf.now(session).rows(table, table.id == number)
    if not rows:
        raise Refused("proposal.gone")
    link = "due_date_change_id" if table is t.DueDateChange else "proposal_id"
    of = subject(session, col(t.Milestone.id) == rows[0]["milestone_id"])
    return Question(table, link, rows[0], of, newest_review(AsOf.now(session), link, number))


def waiting_for(session: Session, of: Subject, asked: ChangeRequest) -> list[ChangeRequest]:
    """What was asked of the milestone in questions of this kind that wait for their answer."""
    when, milestones = AsOf.now(session), (of.row["id"],)
    if asked.due_on is not None:
        return [ChangeRequest(due_on=move.new_due_on) for move in moves(when, milestones) if move.answer is None]
    same_kind = (one for one in proposals(when, milestones) if one.kind == asked.kind and one.answer is None)
    return [ChangeRequest(kind=one.kind, weight=_decimal(one.weight)) for one in same_kind]


def _decimal(weight: Fraction | None) -> Decimal | None:
    return None if weight is None else Decimal(weight.numerator) / weight.denominator
