"""What a locked period refuses, for every command that reports or dates something."""

from datetime import date, datetime

from sqlmodel import Session

from smartcity.domain.kinds import PeriodState
from smartcity.domain.periods import Calendar, Period
from smartcity.domain.refusals import Refused
from smartcity.store.loaders import calendar as loaders
from smartcity.store.loaders.visibility import AsOf


def calendar(session: Session) -> Calendar:
    """The periods and exceptions in force."""
    return loaders.calendar(AsOf.now(session))


def require_open(known: Calendar, period: Period, agency: str, at: datetime) -> None:
    """Raises Refused unless the agency (by code) may report in the period at that instant."""
    if known.is_locked(period, agency, at):
        raise Refused("lock.period", period=period.name, since=period.dates.locks_on)
    if period.dates.state(known.today(at)) is PeriodState.COMING:
        raise Refused("lock.coming", period=period.name, opens=period.dates.opens_on)


def require_datable(known: Calendar, day: date, agency: str, at: datetime) -> None:
    """Raises Refused unless the agency may say at that instant that something happened on `day`."""
    if day > known.today(at):
        raise Refused("lock.future", day=day)
    period = known.lock_on(day, agency, at)
    if period is not None:
        raise Refused("lock.day", day=day, period=period.name, since=period.dates.locks_on)
