"""Work that is done later or by itself: when it is tried, for how long it is claimed, when it is given up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from smartcity.domain.periods import PeriodName

# A claim that is not renewed ends, so that the job of a process that died is taken up by another.
LEASE = timedelta(minutes=2)
RENEW_EVERY = timedelta(seconds=30)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
# Ten tries take some four hours.
MOST_TRIES = 10

# What ended longer ago is forgotten: the ledger tells of what it did.
REMEMBERED = timedelta(days=90)


class JobKind(StrEnum):
    """What there is to do. Stored: a name once given stays."""

    DAY = "day"
    BACKUP = "backup"
    REMINDER = "reminder"
    SEAL = "seal"
    VERIFY = "verify"


class JobState(StrEnum):
    """Stored beside the job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    GIVEN_UP = "given_up"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to enter: `kind` and `about` together are entered once, whoever enters them how often."""

    kind: JobKind
    about: str
    due_at: datetime


def seal_of_period(period: PeriodName, locked_on: date, at: datetime) -> NewJob:
    """The newest seal is kept on other media, once per lock of a period."""
    return NewJob(JobKind.SEAL, f"periode {period} {locked_on}", at)


def seal_of_meeting(code: str, closed_at: datetime) -> NewJob:
    """The same, once per close of a meeting."""
    return NewJob(JobKind.SEAL, f"rapat {code} {closed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", closed_at)


@dataclass(frozen=True, slots=True)
class Job:
    """`tries` counts the one that runs; `error` is the last one, as key and facts of `words`."""

    id: int
    kind: JobKind
    about: str
    due_at: datetime
    state: JobState = JobState.WAITING
    tries: int = 0
    claimed_by: str | None = None
    ended_at: datetime | None = None
    error: Mapping[str, object] | None = None
    progress: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Done, and nothing wrong with it."""
        return self.state is JobState.DONE and self.error is None


def pause_after(tries: int) -> timedelta:
    """Until the next try: one minute after the first, doubling up to an hour."""
    return min(FIRST_PAUSE * (1 << min(max(tries - 1, 0), 10)), LONGEST_PAUSE)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a job that failed for the `tries`-th time is tried again; None: it is given up."""
    return None if tries >= MOST_TRIES else now + pause_after(tries)
