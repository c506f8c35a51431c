"""When a job is tried, until when a claim lasts, when it is given up: each bound from both sides."""

from datetime import UTC, datetime, timedelta

import pytest

from smartcity.domain.jobs import (
    LEASE,
    LONGEST_PAUSE,
    MOST_TRIES,
    RENEW_EVERY,
    Job,
    JobKind,
    JobState,
    next_try,
    pause_after,
)

NOW = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (9, 60), (500, 60)])
def test_the_pause_doubles_from_a_minute_to_an_hour(tries: int, minutes: int) -> None:
    assert pause_after(tries) == timedelta(minutes=minutes)


def test_the_last_try_is_the_tenth() -> None:
    assert next_try(MOST_TRIES - 1, NOW) == NOW + timedelta(hours=1)
    assert next_try(MOST_TRIES, NOW) is None
    assert sum((pause_after(n) for n in range(1, MOST_TRIES)), timedelta()) == timedelta(hours=4, minutes=3)


FAR, TOO_FAR = NOW + LONGEST_PAUSE, NOW + LONGEST_PAUSE + MOMENT
STATES = [
    (JobState.WAITING, 0, NOW, None, True),
    (JobState.WAITING, 0, NOW + MOMENT, None, False),
    (JobState.WAITING, 0, TOO_FAR, None, False),
    (JobState.WAITING, 1, FAR, None, False),
    (JobState.WAITING, 1, TOO_FAR, None, True),
    (JobState.RUNNING, 1, NOW, NOW, True),
    (JobState.RUNNING, 1, NOW, NOW + MOMENT, False),
    (JobState.RUNNING, 1, NOW, NOW + LEASE, False),
    (JobState.RUNNING, 1, NOW, NOW + LEASE + MOMENT, True),
    (JobState.DONE, 1, NOW, None, False),
    (JobState.GIVEN_UP, 1, NOW, None, False),
]


@pytest.mark.parametrize(("state", "tries", "due_at", "claimed_until", "is_claimable"), STATES)
def test_a_job_is_claimed_when_it_is_due_or_its_claim_has_ended(
    state: JobState, tries: int, due_at: datetime, claimed_until: datetime | None, is_claimable: bool
) -> None:
    job = Job(1, JobKind.DAY, "2026-11-30", due_at, state, tries, claimed_until=claimed_until)
    assert job.is_claimable(NOW) is is_claimable


def test_a_claim_outlives_missed_renewals() -> None:
    assert LEASE >= 3 * RENEW_EVERY
