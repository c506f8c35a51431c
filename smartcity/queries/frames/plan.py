"""Programmes and milestones as frames."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlmodel import Session

from smartcity.domain.enums import Health, Horizon, Measure, MilestoneStatus, OwnRating, Reporting
from smartcity.domain.grouping import Count
from smartcity.domain.plan.due_dates import kept_promises
from smartcity.domain.plan.programmes import Agency, Milestone, Programme
from smartcity.domain.portfolio.agencies import promised_by
from smartcity.queries.frames.columns import COUNT, DAY, FLAG, INSTANT, NUMBER, TEXT, Columns, frame_of
from smartcity.queries.portfolio import load_portfolio
from smartcity.store.masterplan import zone_name

_PROGRAMME: Columns[Programme] = {
    "code": (TEXT, lambda p: p.code),
    "name": (TEXT, lambda p: p.name),
    "dimension": (TEXT, lambda p: p.dimension.code),
    "sub_dimension": (TEXT, lambda p: p.sub_dimension.code),
    "agency": (TEXT, lambda p: p.lead.code),
    "responsible_position": (TEXT, lambda p: p.responsible_position),
    "horizon": (Horizon, lambda p: p.horizon),
    "measure": (Measure, lambda p: p.measure),
    "is_quick_win": (FLAG, lambda p: p.is_quick_win),
    "weight": (NUMBER, lambda p: p.weight),
    "starts_on": (DAY, lambda p: p.starts_on),
    "ends_on": (DAY, lambda p: p.ends_on),
    "planned": (NUMBER, lambda p: p.progress and p.progress.planned),
    "verified": (NUMBER, lambda p: p.progress and p.progress.verified),
    "claimed": (NUMBER, lambda p: p.progress and p.progress.claimed),
    "deviation_points": (NUMBER, lambda p: p.progress and p.progress.deviation),
    "attainment": (NUMBER, lambda p: p.progress and p.progress.attainment),
    "health": (Health, lambda p: p.health),
    "own_rating": (OwnRating, lambda p: p.report and p.report.own_rating),
    "reporting": (Reporting, lambda p: p.reporting),
    "is_semangka": (FLAG, lambda p: p.is_semangka),
    "milestones": (COUNT, lambda p: len(p.milestones)),
    "late_milestones": (COUNT, lambda p: len(p.late)),
    "last_update_at": (INSTANT, lambda p: p.last_update_at),
}


def programmes(session: Session, as_of: date) -> pd.DataFrame:
    """One row per programme, in the order of the plan.

    code, name: str, `code` is the key
    dimension, sub_dimension, agency: str, codes; the lead agency
    responsible_position: str, the office that answers for it within that agency
    horizon, measure: category
    is_quick_win: bool
    weight: float64, relative
    starts_on, ends_on: day
    planned, verified, claimed: float64, shares 0…1 on the as-of day; NaN while nothing counts
    deviation_points: float64, verified minus planned in percentage points
    attainment: float64, verified ÷ planned as a ratio; NaN while nothing is due
    health, own_rating, reporting: category; the agency's own rating is that of its newest report
    is_semangka: bool, rates itself better than it is
    milestones, late_milestones: int64, how many
    last_update_at: instant, when anything was last heard
    """
    plan = load_portfolio(session, as_of)
    return frame_of(_PROGRAMME, plan.programmes if plan else (), zone_name(session))


@dataclass(frozen=True, slots=True)
class _MilestoneRow:
    """`promised` counts its first promise: whether it fell due, and whether it was kept."""

    programme: Programme
    milestone: Milestone
    promised: Count
    promised_by: Agency


_MILESTONE: Columns[_MilestoneRow] = {
    "code": (TEXT, lambda row: row.milestone.code),
    "name": (TEXT, lambda row: row.milestone.name),
    "programme": (TEXT, lambda row: row.programme.code),
    "action_plan": (TEXT, lambda row: row.milestone.action_plan.code),
    "dimension": (TEXT, lambda row: row.programme.dimension.code),
    "agency": (TEXT, lambda row: row.programme.lead.code),
    "weight": (NUMBER, lambda row: row.milestone.facts.weight),
    "status": (MilestoneStatus, lambda row: row.milestone.status),
    "starts_on": (DAY, lambda row: row.milestone.facts.starts_on),
    "due_on": (DAY, lambda row: row.milestone.facts.due_on),
    "first_due_on": (DAY, lambda row: row.milestone.facts.first_due_on),
    "moves": (COUNT, lambda row: row.milestone.moves),
    "done_on": (DAY, lambda row: row.milestone.facts.done_on),
    "claimed_done_on": (DAY, lambda row: row.milestone.facts.claimed_done_on),
    "cancelled_on": (DAY, lambda row: row.milestone.facts.cancelled_on),
    "needs_evidence": (FLAG, lambda row: row.milestone.needs_evidence),
    "waits_for_verifier": (FLAG, lambda row: row.milestone.waits_for_verifier),
    "blockers": (COUNT, lambda row: len(row.milestone.blockers)),
    "promised_by": (TEXT, lambda row: row.promised_by.code),
    "promises_due": (COUNT, lambda row: row.promised.of),
    "promises_kept": (COUNT, lambda row: row.promised.n),
    "reported_at": (INSTANT, lambda row: row.milestone.said_at),
    "verified_at": (INSTANT, lambda row: row.milestone.verified_at),
}


def milestones(session: Session, as_of: date) -> pd.DataFrame:
    """One row per milestone, in the order of the plan.

    code, name: str, `code` is the key
    programme, action_plan, dimension, agency: str, codes; the agency that leads the programme
    weight: float64, relative within the programme
    status: category
    starts_on, due_on, first_due_on: day; the promise in force, and the first one, which never changes
    moves: int64, how often the promise was moved with approval
    done_on, claimed_done_on: day, verified and as claimed; NaT while it is not
    cancelled_on: day
    needs_evidence, waits_for_verifier: bool
    blockers: int64, how many it waits for
    promised_by: str, code of the agency whose promise the first one was
    promises_due, promises_kept: int64, 1 where the first promise fell due, and where it was kept; sum them
    reported_at, verified_at: instant of the newest update that was not returned, and of the newest verified one
    """
    plan = load_portfolio(session, as_of)
    rows = [
        _MilestoneRow(pair[0], pair[1], kept_promises([pair[1]], as_of), promised_by(pair))
        for pair in (plan.milestones if plan else ())
    ]
    return frame_of(_MILESTONE, rows, zone_name(session))
