"""When a job is tried, until when a claim lasts, when it is given up: each bound from both sides."""

from datetime import UTC, datetime, timedelta

import pytest

from smartcity.domain.operations.jobs import LEASE, MOST_TRIES, RENEW_EVERY, next_try, pause_after

NOW = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (9, 60), (500, 60)])
def test_the_pause_doubles_from_a_minute_to_an_hour(tries: int, minutes: int) -> None:
    assert pause_after(tries) == timedelta(minutes=minutes)


def test_the_last_try_is_the_tenth() -> None:
    assert next_try(MOST_TRIES - 1, NOW) == NOW + timedelta(hours=1)
    assert next_try(MOST_TRIES, NOW) is None
    assert sum((pause_after(n) for n in range(1, MOST_TRIES)), timedelta()) == timedelta(hours=4, minutes=3)


def test_a_claim_outlives_missed_renewals() -> None:
    assert LEASE >= 3 * RENEW_EVERY
