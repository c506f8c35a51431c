"""The reporting calendar as known on a day: periods and their exceptions."""

from datetime import date

from sqlmodel import Session

from smartcity.domain.periods import Calendar
from smartcity.queries.known import known, overlay
from smartcity.queries.structure import agencies, plan_rows
from smartcity.store import tables as t
from smartcity.store.calendar import calendar_of


def calendar(session: Session, as_of: date) -> Calendar:
    """What is locked now follows from it and the clock: see `Calendar`."""
    when = known(session, as_of)
    past = overlay(session, when)
    codes = {number: agency.code for number, agency in agencies(session, when, past).items()}
    exceptions = plan_rows(session, when, past, t.LockException)
    return calendar_of(plan_rows(session, when, past, t.Period), exceptions, codes, when.zone)
