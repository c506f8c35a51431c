"""When a backup is due, and which older ones the newer ones supersede."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Actions of the ledger: a copy that verified, and one of a database that did not.
MADE, DOUBTED = "backup.made", "backup.doubted"
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
# Intervals are counted from a Monday, so that weekly backups are made in its first hour.
MONDAY = date(2001, 1, 1)


def interval(text: str) -> timedelta:
    """`1d`, `12h`, `30m`. Raises ValueError for anything else, and for nothing."""
    match = re.fullmatch(r"([0-9]{1,4})([mhd])", text.strip().lower())
    if match is None or not int(match[1]):
        raise ValueError(text)
    return int(match[1]) * UNITS[match[2]]


def due_after(last: datetime | None, every: timedelta, now: datetime) -> datetime:
    """At once where none was made, or where the last one lies in the future: then the clock was wrong."""
    return now if last is None or last > now else max(last + every, now)


def slots(every: timedelta, first: date, last: date, zone: ZoneInfo) -> Iterator[datetime]:
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


def newest_good(backups: Iterable[Backup]) -> Backup | None:
    return max((backup for backup in backups if backup.is_good), key=_age, default=None)


def superseded(backups: Iterable[Backup], keep: int) -> tuple[Backup, ...]:
    """What is beyond the newest `keep`, good ones and doubted ones each among themselves; one good one always stays."""
    ordered = sorted(backups, key=_age, reverse=True)
    good, doubted = ([b for b in ordered if b.is_good is is_good] for is_good in (True, False))
    return tuple(good[max(keep, 1) :] + doubted[max(keep, 1) :])


def _age(backup: Backup) -> tuple[int, datetime]:
    return backup.entries, backup.made_at
