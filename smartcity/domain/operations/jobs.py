"""Jobs: tried, claimed, given up, shown to people; and when a backup is due or superseded."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Severity
from smartcity.domain.operations.checks import Finding, Row, finding
from smartcity.domain.reasons import Check

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


STATE_ORDER = (JobState.GIVEN_UP, JobState.WAITING, JobState.RUNNING, JobState.DONE)


@dataclass(frozen=True, slots=True)
class JobList:
    """`day` is the newest day that the clock has entered; None where no worker ever ran."""

    jobs: tuple[Job, ...]
    day: date | None

    def is_stopped(self, today: date) -> bool:
        """Whether a day has begun that no worker has noticed."""
        return self.day is not None and self.day < today


def current_jobs(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Of each kind: what is open, what failed since one last went well, and that one. What failed comes first."""
    every = tuple(jobs)
    shown = [job for kind in JobKind for job in _current_of_kind([job for job in every if job.kind is kind])]
    return tuple(sorted(shown, key=lambda job: (job.error is None, STATE_ORDER.index(job.state), job.due_at)))


def _current_of_kind(jobs: Sequence[Job]) -> Iterator[Job]:
    good = max((job for job in jobs if job.is_good), key=_ended, default=None)
    for job in jobs:
        if (
            job.state in OPEN_STATES
            or job is good
            or (not job.is_good and (good is None or _ended(job) > _ended(good)))
        ):
            yield job


def _ended(job: Job) -> tuple[datetime, int]:
    return job.ended_at or job.due_at, job.id


def jobs_finding(listed: JobList, today: date) -> Finding:
    """What failed for good is to be mended; what is tried again, or waits for a worker, is to be looked at."""
    failed = [job for job in listed.jobs if job.error is not None]
    is_final = any(job.state not in OPEN_STATES for job in failed)
    rows = [Row(kind.value, kind.value) for kind in dict.fromkeys(job.kind for job in failed)]
    if listed.is_stopped(today) and not any(row.code == JobKind.DAY for row in rows):
        rows.append(Row(JobKind.DAY.value, JobKind.DAY.value))
    return finding(Check.JOBS, rows, Severity.WRONG if is_final else Severity.DOUBT)


# Actions of the ledger: a copy that verified, and one of a database that did not.
MADE, DOUBTED = "backup.made", "backup.doubted"
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
# Intervals are counted from a Monday, so that weekly backups are made in its first hour.
MONDAY = date(2001, 1, 1)


def backup_interval(text: str) -> timedelta:
    """`1d`, `12h`, `30m`. Raises ValueError for anything else, and for nothing."""
    match = re.fullmatch(r"([0-9]{1,4})([mhd])", text.strip().lower())
    if match is None or not int(match[1]):
        raise ValueError(text)
    return int(match[1]) * UNITS[match[2]]


def next_backup_at(last: datetime | None, every: timedelta, now: datetime) -> datetime:
    """At once where none was made, or where the last one lies in the future: then the clock was wrong."""
    return now if last is None or last > now else max(last + every, now)


def backup_slots(every: timedelta, first: date, last: date, zone: ZoneInfo) -> Iterator[datetime]:
    """The instants of both days and the days between on which a backup is due, by the city's clock."""
    start, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    origin = datetime.combine(MONDAY, time())
    at = origin - (origin - start) // every * every
    while at < end:
        yield at.replace(tzinfo=zone)
        at += every


@dataclass(frozen=True, slots=True)
class Backup:
    """One file of this very database. `entries` orders them: the ledger only grows, whatever clocks say."""

    name: str
    entries: int
    made_at: datetime
    is_good: bool


def newest_good_backup(backups: Iterable[Backup]) -> Backup | None:
    return max((backup for backup in backups if backup.is_good), key=_backup_order, default=None)


def superseded_backups(backups: Iterable[Backup], keep: int) -> tuple[Backup, ...]:
    """What is beyond the newest `keep`, good ones and doubted ones each among themselves; one good one always stays."""
    ordered = sorted(backups, key=_backup_order, reverse=True)
    good, doubted = ([b for b in ordered if b.is_good is is_good] for is_good in (True, False))
    return tuple(good[max(keep, 1) :] + doubted[max(keep, 1) :])


def _backup_order(backup: Backup) -> tuple[int, datetime]:
    return backup.entries, backup.made_at
