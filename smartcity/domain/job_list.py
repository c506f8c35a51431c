"""Which jobs people are shown, and whether something is wrong with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from smartcity.domain.checks import Check, Finding, Row, Severity, finding
from smartcity.domain.jobs import OPEN_STATES, Job, JobKind, JobState

ORDER = (JobState.GIVEN_UP, JobState.WAITING, JobState.RUNNING, JobState.DONE)


@dataclass(frozen=True, slots=True)
class JobList:
    """`day` is the newest day that the clock has entered; None where no worker ever ran."""

    jobs: tuple[Job, ...]
    day: date | None

    def is_stopped(self, today: date) -> bool:
        """Whether a day has begun that no worker has noticed."""
        return self.day is not None and self.day < today


def current(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Of each kind: what is open, what failed since one last went well, and that one. What failed comes first."""
    every = tuple(jobs)
    found = [job for kind in JobKind for job in _current([job for job in every if job.kind is kind])]
    return tuple(sorted(found, key=lambda job: (job.error is None, ORDER.index(job.state), job.due_at)))


def _current(jobs: Sequence[Job]) -> Iterator[Job]:
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
