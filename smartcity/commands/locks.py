"""What a locked period refuses, for every command that reports or dates something."""

from datetime import date, datetime

from sqlmodel import Session

from smartcity.commands.plan_store import in_force
from smartcity.domain.kinds import PeriodState
from smartcity.domain.periods import Calendar, Period
from smartcity.domain.refusals import Refused
from smartcity.store import tables as t
from smartcity.store.calendar import calendar_of
from smartcity.store.zone import zone


def calendar(session: Session) -> Calendar:
    """The periods and exceptions in force."""
    agencies = {row["id"]: row["code"] for row in in_force(session, t.Agency)}
    return calendar_of(in_force(session, t.Period), in_force(session, t.LockException), agencies, zone(session))


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
