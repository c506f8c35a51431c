"""Backups that go on unattended: a line per run, whatever happens to one of them, until Ctrl-C."""

import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from smartcity.cli.console import out, words
from smartcity.domain.access.roles import SYSTEM
from smartcity.domain.errors import instance_of
from smartcity.domain.operations.jobs import newest_good_backup, next_backup_at, pause_after
from smartcity.jobs import backup
from smartcity.jobs.running import Outcome, error_of
from smartcity.presentation.formatter import Formatter
from smartcity.store.backup_archive import Manifest
from smartcity.store.engine import reading, writing
from smartcity.store.masterplan import zone_name
from smartcity.store.schema_version import require_current

# Clocks jump and machines sleep: when the next run is due is looked at again after a while.
LOOK_AGAIN = timedelta(minutes=1)
Wait = Callable[[float], object]


@dataclass
class Unattended:
    """`failures` counts the runs that failed in a row; `zone` is the city's, once the database has named it."""

    engine: Engine
    folder: Path
    every: timedelta
    keep: int | None
    failures: int = 0
    zone: str | None = None
    next_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def go_on(self, wait: Wait) -> None:
        """Until interrupted."""
        with Outcome():
            self.next_at = self._due()
        if self.next_at > datetime.now(UTC):
            self._tell(datetime.now(UTC), words().say("backup.run.next", at=self._clock(self.next_at)))
        while True:
            while (left := self.next_at - datetime.now(UTC)) > timedelta():
                wait(min(left, LOOK_AGAIN).total_seconds())
            self._run()

    def _due(self) -> datetime:
        with reading(self.engine) as session:
            self.zone = zone_name(session)
        last = newest_good_backup(backup.backups_of_this_database(self.engine, self.folder))
        return next_backup_at(last.made_at if last else None, self.every, datetime.now(UTC))

    def _run(self) -> None:
        at = datetime.now(UTC)
        with Outcome() as outcome:
            made = self._made(at)
        if outcome.error is None:
            self.failures, self.next_at = 0, at + self.every
            self._tell(at, *_sentences(made), style="bold red" if made.manifest.breach else None)
            return
        self.failures += 1
        self.next_at = datetime.now(UTC) + min(pause_after(self.failures), self.every)
        error = error_of(outcome.error)
        why = words().say(str(error["key"]), **instance_of(dict, error["facts"]))
        self._tell(at, words().say("backup.run.failed", why=why, at=self._clock(self.next_at)), style="bold red")

    def _made(self, at: datetime) -> backup.MadeBackup:
        require_current(self.engine)
        with reading(self.engine) as session:
            self.zone = zone_name(session)
        made = backup.make_and_prune(self.engine, self.folder, at, self.keep)
        with writing(self.engine) as session:
            backup.enter_in_ledger(session, SYSTEM, made)
        return made

    def _tell(self, at: datetime, *sentences: str, style: str | None = None) -> None:
        line = " ".join((f"{self._clock(at)}:", *sentences))
        out().print(line, markup=False, soft_wrap=True, style=style)

    def _clock(self, at: datetime) -> str:
        zone = self.zone or "UTC"
        return Formatter(words(), at.date(), zone).instant(at)


def _sentences(made: backup.MadeBackup) -> list[str]:
    if made.manifest.breach:
        return [sentence_of(made), words().say("backup.made.breach", why=made.manifest.breach)]
    removed = [words().say("backup.run.removed", count=len(made.removed))] if made.removed else []
    return [sentence_of(made), words().say("backup.run.proved"), *sentences_of_evidence(made.manifest), *removed]


def sentence_of(made: backup.MadeBackup) -> str:
    """Where it lies, how large it is, and what is in it."""
    size = f"{words().number(round(made.file.stat().st_size / 2**20, 1), 1)} MB"
    facts = {"path": made.file, "size": size, "entries": made.manifest.audit_id}
    return words().say("backup.made", **facts, files=len(made.manifest.files) - 1)


def sentences_of_evidence(manifest: Manifest) -> Iterator[str]:
    """What was wrong with the evidence already when the backup was made."""
    for key, files in (("missing", manifest.missing), ("altered", manifest.altered)):
        if files:
            yield words().say(f"backup.made.{key}", count=len(files))


def run_until_interrupted(unattended: Unattended) -> None:
    """Ctrl-C and a service's stop end it quietly; what was half done is swept away first."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        unattended.go_on(threading.Event().wait)
    except KeyboardInterrupt:
        return
