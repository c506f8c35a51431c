"""When backups are due, and which of them newer ones supersede."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from smartcity.domain.operations.jobs import (
    Backup,
    backup_interval,
    backup_slots,
    newest_good_backup,
    next_backup_at,
    superseded_backups,
)
from tests.zones import JAKARTA, JAYAPURA

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)


@pytest.mark.parametrize(("text", "hours"), [("1d", 24), ("12h", 12), ("30m", 0.5), (" 7D ", 168), ("9999d", 239976)])
def test_an_interval_is_a_number_with_its_unit(text: str, hours: float) -> None:
    assert backup_interval(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "1", "d", "0d", "-1d", "1.5h", "1w", "1d 2h", "00000001d", "١d", "1d\n2"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        backup_interval(text)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, NOW),
        (NOW - DAY - MOMENT, NOW),
        (NOW - DAY, NOW),
        (NOW - DAY + MOMENT, NOW + MOMENT),
        (NOW, NOW + DAY),
        (NOW + MOMENT, NOW),
    ],
)
def test_the_next_one_is_due_one_interval_after_the_last(last: datetime | None, due: datetime) -> None:
    assert next_backup_at(last, DAY, NOW) == due


@pytest.mark.parametrize(
    ("every", "hours"),
    [("1d", [0, 24]), ("12h", [0, 12, 24, 36]), ("7d", [24]), ("36h", [12]), ("48h", [24])],
)
def test_slots_lie_on_the_city_s_clock(every: str, hours: list[int]) -> None:
    """From Sunday, 29 November to Monday, 30 November."""
    for zone in (ZoneInfo(JAKARTA), ZoneInfo(JAYAPURA)):
        sunday = datetime(2026, 11, 29, tzinfo=zone)
        due = list(backup_slots(backup_interval(every), date(2026, 11, 29), date(2026, 11, 30), zone))
        assert due == [sunday + timedelta(hours=hour) for hour in hours]


def made(number: int, *, is_good: bool = True, days: int | None = None) -> Backup:
    return Backup(f"{number}.zip", number, NOW + (days if days is not None else number) * DAY, is_good)


def test_the_newest_good_ones_stay() -> None:
    assert superseded_backups([made(n) for n in (3, 1, 4, 2)], 2) == (made(2), made(1))
    assert superseded_backups([made(1), made(2)], 2) == ()
    assert superseded_backups([], 1) == ()


def test_a_doubted_one_never_takes_the_place_of_a_good_one() -> None:
    doubted = [made(n, is_good=False) for n in (7, 8, 9)]
    assert superseded_backups([made(1), *doubted], 1) == (doubted[1], doubted[0])
    assert newest_good_backup([made(1), *doubted]) == made(1)
    assert newest_good_backup(doubted) is None


def test_a_clock_that_was_wrong_makes_no_backup_newer() -> None:
    of_a_wrong_clock, newest = made(1, days=4000), made(2)
    assert superseded_backups([of_a_wrong_clock, newest], 1) == (of_a_wrong_clock,)


def test_one_good_one_always_stays() -> None:
    for count, keep, goods in product(range(1, 6), (-1, 0, 1, 3), range(32)):
        backups = [made(n, is_good=bool(goods >> n & 1)) for n in range(count)]
        left = set(backups) - set(superseded_backups(backups, keep))
        assert newest_good_backup(left) == newest_good_backup(backups)
