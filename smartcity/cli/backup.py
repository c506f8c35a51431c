"""Verbs on backups: make one while people work, restore one after proving it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from sqlalchemy import Engine

from smartcity.cli.backup_loop import Unattended, run_until_interrupted, sentence_of, sentences_of_evidence
from smartcity.cli.console import argument, database, failed, one_sentence, option, out, tell, words
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import backup_interval
from smartcity.jobs import backup as jobs
from smartcity.settings import settings
from smartcity.store import backup_archive, restoring
from smartcity.store.engine import current_engine, reading, writing
from smartcity.store.masterplan import day_of
from smartcity.store.storage_errors import full_disk_refused


def backup(
    to: Annotated[Path | None, option("--to", "backup.help.to")] = None,
    every: Annotated[str | None, option("--every", "backup.help.every")] = None,
    keep: Annotated[int | None, option("--keep", "backup.help.keep", min=1)] = None,
) -> None:
    with one_sentence():
        folder = to or settings().backup_folder
        if every is not None:
            return run_until_interrupted(Unattended(current_engine(), folder, _interval(every), keep))
    with database() as engine, _disk():
        made = back_up(engine, folder, keep)
    _announce(made)
    return None


def _announce(made: jobs.MadeBackup) -> None:
    """Where it lies; a chain that is broken fails the command, though the copy is made."""
    out().print(sentence_of(made), markup=False, soft_wrap=True)
    if made.manifest.breach:
        raise failed(words().say("backup.made.breach", why=made.manifest.breach))
    for sentence in sentences_of_evidence(made.manifest):
        out().print(sentence, style="yellow")
    if made.removed:
        tell("backup.run.removed", count=len(made.removed))


def back_up(engine: Engine, folder: Path, keep: int | None = None) -> jobs.MadeBackup:
    """One backup now, proved where older ones are to make room; then its line in the ledger."""
    at = datetime.now(UTC)
    made = jobs.make_backup(engine, folder, at) if keep is None else jobs.make_and_prune(engine, folder, at, keep)
    with writing(engine) as session:
        jobs.enter_in_ledger(session, ADMINISTRATOR_AT_TERMINAL, made)
    return made


def _interval(text: str) -> timedelta:
    try:
        return backup_interval(text)
    except ValueError as error:
        raise Refused("backup.interval", value=text) from error


def restore(
    file: Annotated[Path | None, argument("backup.help.file")] = None,
    *,
    check: Annotated[bool, option("--check", "backup.help.check")] = False,
    replace: Annotated[bool, option("--replace", "backup.help.replace")] = False,
) -> None:
    with one_sentence(), _disk():
        if check or file is None:
            _drill(file, is_check=check)
            return
        manifest, aside = put_back(file, is_replacing=replace)
        with reading(current_engine()) as session:
            day = words().day(day_of(session, manifest.made_at))
    tell("backup.restored", path=file.name, entries=manifest.audit_id, day=day)
    if aside:
        tell("backup.aside", path=aside)


def _drill(file: Path | None, *, is_check: bool) -> None:
    """Proves a backup, the newest where none is named, in a folder that is gone afterwards."""
    if not is_check:
        raise Refused("backup.file_needed")
    newest = file or max(settings().backup_folder.glob(jobs.FILES), default=None)
    if newest is None:
        raise Refused("backup.no_file", path=settings().backup_folder)
    manifest = jobs.prove_file(newest)
    jobs.refuse_altered(newest)
    tell("backup.checked", path=newest.name, entries=manifest.audit_id, files=len(manifest.files) - 1)


def put_back(file: Path, *, is_replacing: bool) -> tuple[backup_archive.Manifest, str | None]:
    """Proves the copy, brings it up to this version, puts it in place; tells where the old database is kept.

    Raises:
        Refused: something is wrong with the copy, or the target holds data and is not to be replaced.
    """
    url, evidence, at = settings().database_url, settings().evidence_folder, datetime.now(UTC)
    jobs.refuse_altered(file)
    target = restoring.sqlite_file(url)
    with backup_archive.unpack_archive(file, (target or evidence).parent) as (folder, manifest):
        copy, proofs = folder / backup_archive.DATABASE, folder / backup_archive.EVIDENCE
        mark = jobs.stamp(at, jobs.prove_copy(copy, manifest, file.name, at))
        is_taken = restoring.holds_data(url)
        if not is_replacing and (is_taken or restoring.altered_evidence(evidence, proofs)):
            raise Refused("backup.taken")
        restoring.restore_evidence(evidence, proofs, mark)
        return manifest, restoring.replace_database(url, copy, manifest.digits, mark)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        with full_disk_refused():
            yield
    except OSError as error:
        raise Refused("backup.disk", why=error.strerror or error, path=error.filename or "") from error
