"""Indicators as keys of the document: achievements in per cent, or None with the reason."""

from typing import Any

from smartcity.domain.indicators import Achievement
from smartcity.domain.outcomes import Outcome
from smartcity.exchange.figures.shares import number


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


def achievement_keys(found: Achievement) -> dict[str, Any]:
    """`percent` is what is shown, never below 0; `reason` says why it is None, or why it looks as it does."""
    shown = found.shown
    return {
        "percent": number(None if shown is None else shown * 100),
        "exact": None if shown is None else str(shown * 100),
        "reason": found.note.value if found.note else None,
        "predicate": found.predicate.value if found.predicate else None,
        "missing": [str(name) for name in found.missing],
        "awaited": [str(name) for name in found.awaited],
    }
