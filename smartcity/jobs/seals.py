"""Jobs about seals: lines in the seal folder, and the nightly comparison of the data with their seals."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine

from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import JobKind, NewJob, seal_of_period
from smartcity.i18n.words import Words
from smartcity.jobs.running import ElapsedDays, Run, Write
from smartcity.presentation.integrity import breach_text
from smartcity.queries import integrity, ledger
from smartcity.settings import settings
from smartcity.store.engine import reading

FILE = "segel.txt"
# A server that was off, or a folder that was named later, still gets the seal of the last close.
LATEST = timedelta(days=31)


def append(engine: Engine, folder: Path, closed: str) -> None:
    """Number, hash and instant of the newest entry, then what was closed and when.

    A close that has its line gets no second one, and a torn line is left alone.

    Raises:
        Refused: the ledger is empty, or the folder is not there, as when its medium is not mounted. It is never made.
        OSError: it cannot be written.
    """
    seal = _newest_seal(engine)
    if not folder.is_dir():
        raise Refused("seal.folder", path=folder)
    file = folder / FILE
    before = file.read_text(errors="replace") if file.exists() else ""
    if any(earlier.endswith(f" {closed}") for earlier in before.splitlines()):
        return
    with file.open("a") as output:
        torn = "\n" if before and not before.endswith("\n") else ""
        output.write(f"{torn}{seal} {closed}\n")
        output.flush()
        os.fsync(output.fileno())


def _newest_seal(engine: Engine) -> str:
    with reading(engine) as session:
        anchor, at = ledger.newest_anchor(session)
    if at is None:
        raise Refused("seal.empty")
    return anchor.at(at)


def run(run: Run) -> Write:
    """The job: nothing where the folder is not named any more."""
    if (folder := settings().seal_folder) is not None:
        append(run.engine, folder, run.job.about)
    return lambda _session: None


def daily_jobs(elapsed: ElapsedDays) -> Iterator[NewJob]:
    """For every period that locked lately, or while no server ran however long, and has no job yet."""
    if settings().seal_folder is None:
        return
    missed = set(elapsed.locked())
    for period in elapsed.calendar.periods:
        if period in missed or elapsed.today - LATEST < period.dates.locks_on <= elapsed.today:
            yield seal_of_period(period.name, period.dates.locks_on, elapsed.at)


def by_hand(engine: Engine) -> Path:
    """A line that closes nothing, asked for at the terminal; returns the file."""
    folder = settings().seal_folder
    if folder is None:
        raise Refused("seal.no_folder")
    append(engine, folder, f"terminal {datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}")
    return folder / FILE


# At night, by the city's clock.
COMPARED_AT = time(2)


def compare_rows(run: Run) -> Write:
    """The job: what differs first is the error that stands beside it."""
    with reading(run.engine) as session:
        breach = integrity.verify(session).breach
    refusal = None if breach is None else Refused("trust.differs", why=breach_text(Words(settings().language), breach))
    return lambda _session: refusal


def nightly_jobs(turn: ElapsedDays) -> Iterator[NewJob]:
    """One a day; days on which no server ran are not made up for."""
    yield NewJob(JobKind.VERIFY, str(turn.today), datetime.combine(turn.today, COMPARED_AT, turn.calendar.zone))
