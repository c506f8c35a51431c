"""The ground a report stands on: its programme, who may speak for it, and what is known of its milestones now."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from smartcity.commands import locks
from smartcity.commands.physical_ground import physical_ground
from smartcity.commands.plan_store import in_force, rule_in_force
from smartcity.commands.reading_ground import gauges
from smartcity.domain.claims import NOTHING_SAID, Claims
from smartcity.domain.kinds import Verdict
from smartcity.domain.milestones import MilestoneFacts, Said, estimated_start
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.domain.submission import Ground, Stage
from smartcity.store import tables as t
from smartcity.store.zone import zone

Line = dict[str, Any]


def programme_of(session: Session, actor: Actor, code: str) -> tuple[Line, str]:
    """The programme's row and the code of its lead agency, which the actor may report for.

    Raises:
        Refused: there is no such programme.
        Forbidden: another agency leads it.
    """
    found = in_force(session, t.Programme, col(t.Programme.code) == code)
    if not found:
        raise Refused("reporting.unknown_programme", code=code)
    lead = session.exec(select(t.Agency.code).where(t.Agency.id == found[-1]["lead_agency_id"])).one()
    require(actor, Act.REPORT, agency=lead)
    return found[-1], lead


def ground(session: Session, actor: Actor, programme: str, period_id: int, at: datetime) -> Ground:
    """Reads only. Raises what `programme_of` raises, and Refused where there is no such period."""
    row, agency = programme_of(session, actor, programme)
    calendar = locks.calendar(session)
    period = calendar.period(period_id)
    if period is None:
        raise Refused("reporting.unknown_period")
    known = Ground(
        programme_id=row["id"],
        agency=agency,
        starts_on=row["starts_on"],
        calendar=calendar,
        period=period,
        at=at,
        stages=stages(session, row["id"]),
        newest=newest_statement(session, row["id"]),
        rule=rule_in_force(session),
    )
    physical = physical_ground(session, row, min(known.today, period.name.ends_on))
    return replace(known, gauges=gauges(session, row, known.quarter), physical=physical)


def newest_statement(session: Session, programme_id: int) -> int:
    """Its id; 0 while the programme never reported."""
    found = session.exec(select(func.max(t.Statement.id)).where(t.Statement.programme_id == programme_id)).one()
    return found or 0


def stages(session: Session, programme_id: int) -> Mapping[int, Stage]:
    """What stands of each milestone of a programme, by id."""
    begun = session.exec(select(col(t.Programme.starts_on)).where(col(t.Programme.id) == programme_id)).one()
    plans = select(t.ActionPlan.id).where(t.ActionPlan.programme_id == programme_id)
    rows = in_force(session, t.Milestone, col(t.Milestone.action_plan_id).in_(plans))
    ids = [row["id"] for row in rows]
    updates = in_force(session, t.MilestoneUpdate, col(t.MilestoneUpdate.milestone_id).in_(ids))
    verdicts = _verdicts(session, [update["id"] for update in updates])
    claims = _claims(updates, verdicts, zone(session))
    proven = _proven(session, updates, verdicts)
    promised, waiting = _promises(session, ids)
    return {
        row["id"]: Stage(
            code=row["code"],
            facts=_facts(row, begun, claims[row["id"]], promised),
            needs_evidence=row["needs_evidence"],
            has_evidence=row["id"] in proven,
            awaits_move=row["id"] in waiting,
        )
        for row in rows
    }


def _facts(row: Line, begun: date, claims: Claims, promised: Mapping[int, Any]) -> MilestoneFacts:
    due_on = promised.get(row["id"], row["first_due_on"])
    return MilestoneFacts(
        weight=Fraction(row["weight"]),
        starts_on=estimated_start(begun, due_on) if row["start_is_estimated"] else row["starts_on"],
        due_on=due_on,
        first_due_on=row["first_due_on"],
        latest=claims.latest,
        verified=claims.verified,
        cancelled_on=row["cancelled_on"],
        postponed=row["postponed_on"] is not None,
        claims=claims.dated,
        start_is_estimated=row["start_is_estimated"],
    )


def _verdicts(session: Session, update_ids: list[int]) -> Mapping[int, Verdict]:
    reviews = in_force(session, t.UpdateReview, col(t.UpdateReview.update_id).in_(update_ids))
    return {row["update_id"]: row["verdict"] for row in sorted(reviews, key=_order)}


def _order(row: Line) -> tuple[datetime, int]:
    return row["recorded_at"], row["id"]


def _claims(updates: list[Line], verdicts: Mapping[int, Verdict], there: ZoneInfo) -> defaultdict[int, Claims]:
    found: defaultdict[int, Claims] = defaultdict(lambda: NOTHING_SAID)
    for row in sorted(updates, key=_order):
        said = Said(row["claim"], row["percent"], row["achieved_on"])
        before = found[row["milestone_id"]]
        found[row["milestone_id"]] = before.after(
            said, verdicts.get(row["id"]), row["recorded_at"].astimezone(there), date.max
        )
    return found


def _proven(session: Session, updates: list[Line], verdicts: Mapping[int, Verdict]) -> set[int]:
    """Milestones with evidence that did not come with a returned claim."""
    standing = {row["id"]: row["milestone_id"] for row in updates if verdicts.get(row["id"]) is not Verdict.RETURNED}
    found = in_force(session, t.Evidence, col(t.Evidence.update_id).in_(standing))
    return {standing[row["update_id"]] for row in found}


def _promises(session: Session, milestone_ids: list[int]) -> tuple[Mapping[int, Any], set[int]]:
    """The promised dates in force by milestone, and the milestones whose proposed date waits for an answer."""
    moves = in_force(session, t.DueDateChange, col(t.DueDateChange.milestone_id).in_(milestone_ids))
    approved = sorted((m for m in moves if m["approved_at"]), key=lambda m: (m["approved_at"], m["id"]))
    open_ids = {m["id"]: m["milestone_id"] for m in moves if m["approved_at"] is None}
    answers = in_force(session, t.ChangeReview, col(t.ChangeReview.due_date_change_id).in_(open_ids))
    for answer in answers:
        open_ids.pop(answer["due_date_change_id"], None)
    return {m["milestone_id"]: m["new_due_on"] for m in approved}, set(open_ids.values())
