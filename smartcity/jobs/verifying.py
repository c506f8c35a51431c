"""Once a day the stored data are compared with their seals, whether backups are made or not."""

from collections.abc import Iterator
from datetime import datetime, time

from sqlmodel import Session

from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import JobKind, NewJob
from smartcity.i18n.words import Words
from smartcity.jobs.running import ElapsedDays, Run, Write
from smartcity.presentation.integrity import breach_text
from smartcity.queries import integrity
from smartcity.settings import settings
from smartcity.store.engine import reading

# At night, by the city's clock.
HOUR = time(2)


def run(run: Run) -> Write:
    """The job: what differs first is the error that stands beside it."""
    with reading(run.engine) as session:
        breach = integrity.verify(session).breach
    refusal = None if breach is None else Refused("trust.differs", why=breach_text(Words(settings().language), breach))

    def write(_session: Session) -> Refused | None:
        return refusal

    return write


def bring(turn: ElapsedDays) -> Iterator[NewJob]:
    """One a day; days on which no server ran are not made up for."""
    yield NewJob(JobKind.VERIFY, str(turn.today), datetime.combine(turn.today, HOUR, turn.calendar.zone))
