"""The reporting calendar as known on a day: periods and their exceptions."""

from datetime import date

from sqlmodel import Session

from smartcity.domain.periods import Calendar
from smartcity.store.loaders import calendar as loaders
from smartcity.store.loaders.visibility import AsOf


def calendar(session: Session, as_of: date) -> Calendar:
    """What is locked now follows from it and the clock: see `Calendar`."""
    return loaders.calendar(AsOf.end_of(session, as_of))
