"""Which jobs are shown, and when something is wrong with them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from smartcity.domain.enums import Severity
from smartcity.domain.operations.jobs import Job, JobKind, JobList, JobState, current_jobs, jobs_finding

AT = datetime(2026, 11, 30, 2, tzinfo=UTC)
TODAY = AT.date()
WHY = {"key": "backup.no_file", "facts": {"path": "x"}}


def done(number: int, hours: int, kind: JobKind = JobKind.BACKUP, *, is_wrong: bool = False) -> Job:
    at = AT + timedelta(hours=hours)
    return Job(number, kind, str(number), at, JobState.DONE, 1, ended_at=at, error=WHY if is_wrong else None)


GIVEN_UP = replace(done(2, 2, is_wrong=True), state=JobState.GIVEN_UP)
WAITING = Job(9, JobKind.BACKUP, "9", AT)


def test_of_each_kind_the_last_good_one_is_shown() -> None:
    assert current_jobs([done(1, 1), done(3, 3), done(2, 2), done(4, 0, JobKind.DAY)]) == (
        done(4, 0, JobKind.DAY),
        done(3, 3),
    )


def test_what_failed_is_shown_first_and_until_one_went_well() -> None:
    doubted = done(3, 3, is_wrong=True)
    assert current_jobs([done(1, 1), WAITING, GIVEN_UP, doubted]) == (GIVEN_UP, doubted, WAITING, done(1, 1))
    assert current_jobs([done(1, 1), WAITING, GIVEN_UP, doubted, done(4, 4)]) == (WAITING, done(4, 4))


@pytest.mark.parametrize(
    ("jobs", "severity"),
    [
        ((), Severity.FINE),
        ((done(1, 1), WAITING), Severity.FINE),
        ((replace(WAITING, error=WHY, tries=1),), Severity.DOUBT),
        ((GIVEN_UP,), Severity.WRONG),
        ((done(1, 1, is_wrong=True),), Severity.WRONG),
    ],
)
def test_what_is_tried_again_is_looked_at_and_what_failed_mended(jobs: tuple[Job, ...], severity: Severity) -> None:
    assert jobs_finding(JobList(jobs, TODAY), TODAY).severity is severity


@pytest.mark.parametrize(
    ("days", "severity"), [(None, Severity.FINE), (0, Severity.FINE), (-1, Severity.DOUBT), (1, Severity.FINE)]
)
def test_a_day_that_no_worker_noticed_is_said(days: int | None, severity: Severity) -> None:
    noticed = None if days is None else TODAY + timedelta(days=days)
    assert jobs_finding(JobList((), noticed), TODAY).severity is severity
