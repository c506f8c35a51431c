"""The clock: notices what no entry tells. A new day of the city is a job, which enters what the day brings."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands import jobs as commands
from smartcity.domain.jobs import JobKind, NewJob
from smartcity.domain.periods import Calendar, Period
from smartcity.jobs.running import Handler, Run, Write
from smartcity.queries import jobs, locks
from smartcity.store.engine import reading, writing


@dataclass(frozen=True, slots=True)
class Turn:
    """From the last day that was looked at (not inside) to today (inside): the server may have been off for days."""

    last: date
    today: date
    at: datetime
    calendar: Calendar

    def opened(self) -> Iterator[Period]:
        """Periods that opened meanwhile."""
        return (period for period in self.calendar.periods if self.last < period.dates.opens_on <= self.today)

    def locked(self) -> Iterator[Period]:
        """Periods that locked meanwhile."""
        return (period for period in self.calendar.periods if self.last < period.dates.locks_on <= self.today)


# What a new day brings for one kind of job.
Bringer = Callable[[Turn], Iterable[NewJob]]


def enter_day(engine: Engine, now: datetime) -> None:
    """Enters the city's day as a job when nobody has; of several processes one does."""
    with reading(engine) as session:
        day = jobs.glance(session, now).new_day(now)
    if day is not None:
        with writing(engine) as session:
            commands.enter(session, [NewJob(JobKind.DAY, day.isoformat(), now)], at=now)


def day_handler(bringers: Iterable[Bringer]) -> Handler:
    """Enters what the day brings, in one transaction with its own end."""

    def turn(run: Run) -> Write:
        day = date.fromisoformat(run.job.about)
        with reading(run.engine) as session:
            last = jobs.last_day(session) or day - timedelta(days=1)
            passed = Turn(last, day, datetime.now(UTC), locks.calendar(session, day))
        new = [job for bring in bringers for job in bring(passed)] if last < day else []

        def write(session: Session) -> None:
            commands.enter(session, new, at=passed.at)
            commands.forget(session, at=passed.at)

        return write

    return turn
