"""Indicators with their targets and readings, as known on a day."""

from datetime import date

from sqlmodel import Session

from smartcity.domain.indicators.outcomes import Outcome
from smartcity.store.loaders.indicators import load_outcomes
from smartcity.store.loaders.visibility import AsOf


def outcomes(session: Session, as_of: date) -> tuple[Outcome, ...]:
    """Every indicator in force, retired ones too, in the order they came in."""
    return load_outcomes(AsOf.end_of(session, as_of))
