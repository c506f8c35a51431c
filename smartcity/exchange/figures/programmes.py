"""Programmes and milestones as keys of the document."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from smartcity.domain.freshness import days_since_word
from smartcity.domain.plan import Milestone, Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.exchange.figures.shares import milestone_counts, number, progress_keys


def day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def programme_keys(programme: Programme) -> dict[str, Any]:
    return {
        "code": programme.code,
        "name": programme.name,
        "dimension": programme.dimension.code,
        "sub_dimension": programme.sub_dimension.code,
        "agency": programme.lead.code,
        "supporting_agencies": [agency.code for agency in programme.supports],
        "is_quick_win": programme.is_quick_win,
        "weight": number(programme.weight),
        "measure": programme.measure.value,
        "starts_on": day(programme.starts_on),
        "ends_on": day(programme.ends_on),
        **progress_keys(programme.progress),
        "health": programme.health.value,
        "own_rating": programme.report.own_rating.value if programme.report and programme.report.own_rating else None,
        "overdue_cap": {"milestones": cap.milestones, "days": cap.days} if (cap := programme.cap) else None,
        "is_semangka": programme.is_semangka,
        "rates_itself_worse": programme.rates_itself_worse,
        "reporting": programme.reporting.value,
        "counts": {"milestones": milestone_counts([programme])},
    }


def milestone_keys(programme: Programme, milestone: Milestone, plan: Portfolio) -> dict[str, Any]:
    facts = milestone.facts
    return {
        "code": milestone.code,
        "name": milestone.name,
        "programme": programme.code,
        "action_plan": milestone.action_plan.code,
        "weight": number(facts.weight),
        "status": milestone.status.value,
        "starts_on": day(facts.starts_on),
        "due_on": day(facts.due_on),
        "first_due_on": day(facts.first_due_on),
        "achieved_on": day(facts.verified.achieved_on) if facts.is_done and facts.verified else None,
        "cancelled_on": day(facts.cancelled_on),
        "moves": milestone.moves,
        "age_days": days_since_word(milestone, plan.as_of),
        "reported_at": milestone.said_at.isoformat() if milestone.said_at else None,
        "verified_at": milestone.verified_at.isoformat() if milestone.verified_at else None,
    }


def every_milestone(plan: Portfolio) -> list[Mapping[str, Any]]:
    return [milestone_keys(programme, milestone, plan) for programme, milestone in plan.milestones]
