"""The whole document: the instant, the plan, and every figure of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from smartcity.domain.plan.curve import CurvePoint
from smartcity.domain.plan.programmes import PlanCard
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.domain.portfolio.snapshot import RULES, PortfolioSnapshot
from smartcity.exchange.feeds.keys import (
    budget_keys,
    every_milestone,
    group_keys,
    indicator_keys,
    number,
    programme_keys,
)


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
        "audit_id": instant.audit_id,
        "snapshot": instant.snapshot,
        "rules_version": instant.rules_version,
        "plan": _plan_keys(plan.plan),
        "city": {"name": plan.plan.city, **group_keys(plan.city, plan.health, plan.programmes)},
        "dimensions": [_named(group) for group in plan.by_dimension],
        "sub_dimensions": _sub_dimensions(plan),
        "agencies": [_agency_keys(group) for group in plan.by_agency],
        "programmes": [programme_keys(programme) for programme in plan.programmes],
        "curve": [_point(point, plan.as_of) for point in plan.curve],
        "milestones": every_milestone(plan),
        "indicators": [indicator_keys(outcome) for outcome in figures.indicators],
        "budget": [budget_keys(line) for line in figures.budget or ()],
    }


def _plan_keys(card: PlanCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "city": card.city,
        "legal_basis": card.legal_basis,
        "first_year": card.first_year,
        "last_year": card.last_year,
        "credit_rule": card.rule.value,
        "zone": card.zone,
        "is_sample": card.is_sample,
    }


def _named(group: Group) -> dict[str, Any]:
    return {"code": group.code, "name": group.name, **group_keys(group.roll_up, group.health, group.programmes)}


def _sub_dimensions(plan: Portfolio) -> list[dict[str, Any]]:
    return [
        {**_named(group), "dimension": dimension.code}
        for dimension in plan.dimensions
        for group in plan.by_sub_dimension(dimension.code)
    ]


def _agency_keys(group: AgencyGroup) -> dict[str, Any]:
    """`owing` programmes have to report in the current period, `reported` of them did."""
    keys = {**_named(group), "name": group.agency.name, "short_name": group.agency.short_name}
    return {**keys, "owing": group.owing, "reported": group.reported, "reporting": group.reporting.value}


def _point(point: CurvePoint, as_of: date) -> dict[str, Any]:
    """Some frozen documents have a plan of 0 where nothing counts and nothing is known."""
    is_known = point.verified is not None or point.day > as_of
    shares = (point.planned if is_known else None, point.verified, point.claimed)
    planned, verified, claimed = (number(share) for share in shares)
    return {"day": point.day.isoformat(), "planned": planned, "verified": verified, "claimed": claimed}
