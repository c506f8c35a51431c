"""Every figure of one instant as one document, for programs to read: keys are described in `docs/figures.md`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from smartcity.domain.enums import Health, MilestoneStatus
from smartcity.domain.indicators.achievement import Achievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.money.budgets import Line
from smartcity.domain.plan.curve import CurvePoint
from smartcity.domain.plan.programmes import Milestone, PlanCard, Programme
from smartcity.domain.plan.progress import Progress, RollUp
from smartcity.domain.portfolio.freshness import days_since_update
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.domain.portfolio.snapshot import RULES, PortfolioSnapshot

SHARES = ("planned", "verified", "claimed")


@dataclass(frozen=True, slots=True)
class Instant:
    """When the figures were computed: the newest ledger entry then, and the frozen data they come from, if any."""

    audit_id: int
    snapshot: int | None = None
    rules_version: str = RULES


def figures_document(figures: PortfolioSnapshot, instant: Instant) -> dict[str, Any]:
    """Plain values only: text, numbers, None, lists and dicts; days and instants as ISO text."""
    plan = figures.plan
    return {
        "as_of": plan.as_of.isoformat(),
        **fields(instant, "audit_id", "snapshot", "rules_version"),
        "plan": plan_keys(plan.plan),
        "city": {"name": plan.plan.city, **rolled_keys(plan.city, plan.health, plan.programmes)},
        "dimensions": [group_keys(group) for group in plan.by_dimension],
        "sub_dimensions": [keys for dimension in plan.dimensions for keys in sub_dimension_keys(plan, dimension.code)],
        "agencies": [agency_keys(group) for group in plan.by_agency],
        "programmes": [programme_keys(programme) for programme in plan.programmes],
        "curve": [point_keys(point, plan.as_of) for point in plan.curve],
        "milestones": [milestone_keys(programme, milestone, plan) for programme, milestone in plan.milestones],
        "indicators": [indicator_keys(outcome) for outcome in figures.indicators],
        "budget": [budget_keys(line) for line in figures.budget or ()],
    }


def plain(value: object) -> Any:
    """A fraction is its nearest double, whose exact value stands beside it under `exact`; an amount stays a text."""
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Fraction():
            return float(value)
        case Decimal():
            return f"{value:f}"
    return value


def fields(owner: object, *names: str) -> dict[str, Any]:
    """Those of its fields that are keys as they are; None where there is no owner."""
    return {name: plain(getattr(owner, name)) if owner is not None else None for name in names}


def codes(owners: Iterable[Any]) -> list[str]:
    return [owner.code for owner in owners]


def plan_keys(card: PlanCard) -> dict[str, Any]:
    names = ("name", "city", "legal_basis", "first_year", "last_year", "zone", "is_sample")
    return {**fields(card, *names), "credit_rule": card.rule.value}


def progress_keys(progress: Progress | None) -> dict[str, Any]:
    """Shares 0…1, their exact fractions as text, deviation in points and attainment; None where unknown."""
    shares = {name: getattr(progress, name) if progress else None for name in SHARES}
    return {
        **fields(progress, *SHARES, "attainment"),
        "exact": {name: None if share is None else str(share) for name, share in shares.items()},
        "deviation_points": plain(progress.deviation) if progress else None,
    }


def milestone_counts(programmes: Iterable[Programme]) -> dict[str, int]:
    """How many milestones have each status; every status is there, 0 too."""
    by_status = Counter(milestone.status for programme in programmes for milestone in programme.milestones)
    return {status.value: by_status[status] for status in MilestoneStatus}


def rolled_keys(rolled: RollUp, health: Health, programmes: Iterable[Programme]) -> dict[str, Any]:
    """What a group of programmes has: progress, health, how many programmes in each health, milestones by status."""
    healths = dict(rolled.healths)
    return {
        **progress_keys(rolled.progress),
        "health": health.value,
        "counts": {
            "programmes": rolled.count,
            "unknown": rolled.unknown,
            "healths": {health.value: healths.get(health, 0) for health in Health},
            "milestones": milestone_counts(programmes),
        },
    }


def group_keys(group: Group) -> dict[str, Any]:
    return {**fields(group, "code", "name"), **rolled_keys(group.roll_up, group.health, group.programmes)}


def sub_dimension_keys(plan: Portfolio, dimension: str) -> list[dict[str, Any]]:
    return [{**group_keys(group), "dimension": dimension} for group in plan.by_sub_dimension(dimension)]


def agency_keys(group: AgencyGroup) -> dict[str, Any]:
    """`owing` programmes have to report in the current period, `reported` of them did."""
    names = fields(group.agency, "name", "short_name")
    return {**group_keys(group), **names, **fields(group, "owing", "reported", "reporting")}


def point_keys(point: CurvePoint, as_of: date) -> dict[str, Any]:
    """Some frozen documents have a plan of 0 where nothing counts and nothing is known."""
    keys = fields(point, "day", *SHARES)
    return keys if point.verified is not None or point.day > as_of else {**keys, "planned": None}


def programme_keys(programme: Programme) -> dict[str, Any]:
    return {
        **fields(programme, "code", "name", "is_quick_win", "weight", "measure", "starts_on", "ends_on"),
        "dimension": programme.dimension.code,
        "sub_dimension": programme.sub_dimension.code,
        "agency": programme.lead.code,
        "supporting_agencies": codes(programme.supports),
        **progress_keys(programme.progress),
        **fields(programme, "health", "is_semangka", "rates_itself_worse", "reporting"),
        **fields(programme.report, "own_rating"),
        "overdue_cap": fields(programme.cap, "milestones", "days") if programme.cap else None,
        "counts": {"milestones": milestone_counts([programme])},
    }


def milestone_keys(programme: Programme, milestone: Milestone, plan: Portfolio) -> dict[str, Any]:
    facts = milestone.facts
    return {
        **fields(milestone, "code", "name", "status", "moves", "verified_at"),
        **fields(facts, "weight", "starts_on", "due_on", "first_due_on", "cancelled_on"),
        "programme": programme.code,
        "action_plan": milestone.action_plan.code,
        **fields(facts.verified if facts.is_done else None, "achieved_on"),
        "age_days": days_since_update(milestone, plan.as_of),
        "reported_at": plain(milestone.said_at),
    }


def indicator_keys(outcome: Outcome) -> dict[str, Any]:
    """`period` is the one up to which `to_date` is computed."""
    card, until = outcome.card, outcome.to_date.until
    return {
        **fields(card, "code", "name", "unit", "direction", "calculation"),
        "agency": card.agency.code if card.agency else None,
        "supporting_agencies": codes(card.supports),
        "sub_dimension": card.sub_dimension.code,
        **fields(outcome.to_date, "predicate"),
        "period": str(until) if until else None,
        "to_date": achievement_keys(outcome.to_date),
        "of_year": achievement_keys(outcome.of_year),
        "end_of_plan": achievement_keys(outcome.of_end),
    }


def achievement_keys(achievement: Achievement) -> dict[str, Any]:
    """`percent` is what is shown, never below 0; `reason` says why it is None, or why it looks as it does."""
    shown = None if achievement.floored is None else achievement.floored * 100
    return {
        "percent": plain(shown),
        "exact": None if shown is None else str(shown),
        "reason": plain(achievement.note),
        **fields(achievement, "predicate"),
        "missing": [str(name) for name in achievement.missing],
        "awaited": [str(name) for name in achievement.awaited],
    }


def budget_keys(line: Line) -> dict[str, Any]:
    """One ceiling; `share` is realised ÷ ceiling and may exceed 1, None while no quarter was reported."""
    quarters = {str(quarter): plain(amount) for quarter, amount in line.quarters}
    return {**fields(line, "programme", "year", "source", "ceiling", "realised", "share"), "quarters": quarters}
