"""Programmes, milestones, indicators and budgets as keys of the document of all figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from smartcity.domain.enums import Health, MilestoneStatus
from smartcity.domain.indicators.achievement import Achievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.money.budgets import Line
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.plan.progress import Progress, RollUp
from smartcity.domain.portfolio.freshness import days_since_update
from smartcity.domain.portfolio.portfolio import Portfolio

SHARES = ("planned", "verified", "claimed")


def number(value: Fraction | None) -> float | None:
    """The nearest double; the exact value stands beside it under `exact`."""
    return None if value is None else float(value)


def progress_keys(progress: Progress | None) -> dict[str, Any]:
    """Shares 0…1, their exact fractions as text, deviation in points and attainment; None where unknown."""
    shares = {name: getattr(progress, name) if progress else None for name in SHARES}
    return {
        **{name: number(share) for name, share in shares.items()},
        "exact": {name: None if share is None else str(share) for name, share in shares.items()},
        "deviation_points": number(progress.deviation) if progress else None,
        "attainment": number(progress.attainment) if progress else None,
    }


def milestone_counts(programmes: Iterable[Programme]) -> dict[str, int]:
    """How many milestones have each status; every status is there, 0 too."""
    by_status = Counter(milestone.status for programme in programmes for milestone in programme.milestones)
    return {status.value: by_status[status] for status in MilestoneStatus}


def group_keys(rolled: RollUp, health: Health, programmes: Iterable[Programme]) -> dict[str, Any]:
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
        "age_days": days_since_update(milestone, plan.as_of),
        "reported_at": milestone.said_at.isoformat() if milestone.said_at else None,
        "verified_at": milestone.verified_at.isoformat() if milestone.verified_at else None,
    }


def every_milestone(plan: Portfolio) -> list[Mapping[str, Any]]:
    return [milestone_keys(programme, milestone, plan) for programme, milestone in plan.milestones]


def indicator_keys(outcome: Outcome) -> dict[str, Any]:
    """`period` is the one up to which `to_date` is computed."""
    card = outcome.card
    return {
        "code": card.code,
        "name": card.name,
        "unit": card.unit,
        "direction": card.direction.value,
        "calculation": card.calculation.value,
        "agency": card.agency.code if card.agency else None,
        "supporting_agencies": [agency.code for agency in card.supports],
        "sub_dimension": card.sub_dimension.code,
        "predicate": outcome.to_date.predicate.value if outcome.to_date.predicate else None,
        "period": str(outcome.to_date.until) if outcome.to_date.until else None,
        "to_date": achievement_keys(outcome.to_date),
        "of_year": achievement_keys(outcome.of_year),
        "end_of_plan": achievement_keys(outcome.of_end),
    }


def achievement_keys(achievement: Achievement) -> dict[str, Any]:
    """`percent` is what is shown, never below 0; `reason` says why it is None, or why it looks as it does."""
    shown = achievement.shown
    return {
        "percent": number(None if shown is None else shown * 100),
        "exact": None if shown is None else str(shown * 100),
        "reason": achievement.note.value if achievement.note else None,
        "predicate": achievement.predicate.value if achievement.predicate else None,
        "missing": [str(name) for name in achievement.missing],
        "awaited": [str(name) for name in achievement.awaited],
    }


def rupiah(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def budget_keys(line: Line) -> dict[str, Any]:
    """One ceiling; `share` is realised ÷ ceiling and may exceed 1, None while no quarter was reported."""
    return {
        "programme": line.programme,
        "year": line.year,
        "source": line.source.value,
        "ceiling": rupiah(line.ceiling),
        "realised": rupiah(line.realised),
        "share": number(line.share),
        "quarters": {str(quarter): rupiah(amount) for quarter, amount in line.quarters},
    }
