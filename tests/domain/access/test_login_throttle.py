"""The door's patience: free tries, doubling waits, a lock, and that it ends by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from smartcity.domain.access.login_throttle import (
    PER_ACCOUNT,
    PER_ADDRESS,
    Attempt,
    ThrottlePolicy,
    locked_until,
    network_of,
)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def wrong(count: int, *, last: datetime = NOW, apart: timedelta = SECOND) -> list[Attempt]:
    return [Attempt(last - apart * back, succeeded=False) for back in reversed(range(count))]


@pytest.mark.parametrize(
    ("patience", "failures", "wait"),
    [
        (PER_ACCOUNT, 0, 0 * SECOND),
        (PER_ACCOUNT, 1, 0 * SECOND),
        (PER_ACCOUNT, 4, 0 * SECOND),
        (PER_ACCOUNT, 5, 30 * SECOND),
        (PER_ACCOUNT, 6, 1 * MINUTE),
        (PER_ACCOUNT, 9, 8 * MINUTE),
        (PER_ACCOUNT, 10, 15 * MINUTE),
        (PER_ACCOUNT, 3_000, 15 * MINUTE),
        (PER_ADDRESS, 40, 0 * SECOND),
        (PER_ADDRESS, 41, 1 * SECOND),
        (PER_ADDRESS, 50, 512 * SECOND),
        (PER_ADDRESS, 51, 15 * MINUTE),
    ],
)
def test_each_further_wrong_try_waits_longer_up_to_the_lock(
    patience: ThrottlePolicy, failures: int, wait: timedelta
) -> None:
    assert patience.wait(failures) == wait
    expected = NOW + wait if wait else None
    assert locked_until(wrong(failures), patience, NOW) == expected


@pytest.mark.parametrize(
    ("later", "closed"),
    [(0 * SECOND, True), (29 * SECOND, True), (30 * SECOND, False), (31 * SECOND, False)],
)
def test_the_wait_ends_by_itself(later: timedelta, *, closed: bool) -> None:
    assert (locked_until(wrong(5), PER_ACCOUNT, NOW + later) is not None) is closed


@pytest.mark.parametrize(
    ("later", "closed"), [(15 * MINUTE - SECOND, True), (15 * MINUTE, False), (61 * MINUTE, False)]
)
def test_the_lock_ends_by_itself(later: timedelta, *, closed: bool) -> None:
    assert (locked_until(wrong(10), PER_ACCOUNT, NOW + later) is not None) is closed


def test_after_the_lock_one_more_wrong_try_locks_again() -> None:
    later = NOW + 16 * MINUTE
    assert locked_until([*wrong(10), Attempt(later, succeeded=False)], PER_ACCOUNT, later) == later + 15 * MINUTE


@pytest.mark.parametrize(("age", "closed"), [(60 * MINUTE - SECOND, True), (60 * MINUTE, False)])
def test_a_wrong_try_is_forgotten_after_an_hour(age: timedelta, *, closed: bool) -> None:
    tries = [*wrong(1, last=NOW - age), *wrong(4)]
    assert (locked_until(tries, PER_ACCOUNT, NOW) is not None) is closed


def test_a_success_forgives_the_account_but_not_the_address() -> None:
    tries = [*wrong(60, last=NOW - MINUTE), Attempt(NOW - 30 * SECOND, succeeded=True)]
    assert locked_until(tries, PER_ACCOUNT, NOW) is None
    assert locked_until(tries, PER_ADDRESS, NOW) == NOW + 14 * MINUTE


def test_tries_recorded_in_the_future_count_for_nothing() -> None:
    future = [Attempt(NOW + MINUTE * minute, succeeded=False) for minute in range(1, 20)]
    assert locked_until(future, PER_ACCOUNT, NOW) is None
    assert locked_until([*wrong(5), Attempt(NOW + MINUTE, succeeded=True)], PER_ACCOUNT, NOW) == NOW + 30 * SECOND


def test_wrong_tries_after_a_success_count_anew() -> None:
    tries = [*wrong(9, last=NOW - 10 * MINUTE), Attempt(NOW - 9 * MINUTE, succeeded=True), *wrong(4)]
    assert locked_until(tries, PER_ACCOUNT, NOW) is None


@pytest.mark.parametrize(
    ("address", "caller"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
        ("testclient", "testclient"),
        ("x" * 500, "x" * 100),
    ],
)
def test_who_counts_as_one_caller(address: str, caller: str) -> None:
    assert network_of(address) == caller
