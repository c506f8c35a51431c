"""Backups: made while people work, proved by opening them; older ones make room for newer good ones."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from smartcity import __version__
from smartcity.commands import operations
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.errors import Refused
from smartcity.domain.operations import jobs
from smartcity.domain.operations.jobs import JobKind, NewJob
from smartcity.i18n.words import Words
from smartcity.jobs.running import ElapsedDays, Run, Write
from smartcity.presentation.integrity import breach_text
from smartcity.queries import checks, integrity, ledger
from smartcity.settings import settings
from smartcity.store import backup_archive, database_copies
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.masterplan import zone
from smartcity.store.schema_version import current_revision, is_current, upgrade
from smartcity.store.storage_errors import reason

FILES = "smartcity-*.zip"
# What a killed process left half done is swept away when no other process can be at it any more.
LEFT_BEHIND = (".backup-*", ".smartcity-*.partial")
OLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """`removed` are the files that this one superseded."""

    file: Path
    manifest: backup_archive.Manifest
    removed: tuple[Path, ...] = ()


def make_backup(engine: Engine, folder: Path, at: datetime) -> MadeBackup:
    """Copies the database first and the evidence after it, so that no fact lacks its file. `at` names the file."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    with reading(engine) as session:
        file = folder / f"smartcity-{stamp(at, zone(session))}.zip"
    with TemporaryDirectory(prefix=".backup-", dir=folder) as work:
        copy = Path(work) / backup_archive.DATABASE
        digits = database_copies.copy_database(engine, copy)
        return MadeBackup(
            file,
            backup_archive.pack_archive(
                file, copy, settings().evidence_folder, _about(copy, digits, datetime.now(UTC))
            ),
        )


def make_and_prune(engine: Engine, folder: Path, at: datetime, keep: int | None) -> MadeBackup:
    """The same, proved; then only the newest `keep` good ones stay. What does not verify removes no good one."""
    made = make_backup(engine, folder, at)
    is_good = not made.manifest.breach
    if is_good:
        prove_file(made.file, room=folder)
    superseded = () if keep is None else jobs.superseded_backups(backups_of_this_database(engine, folder), keep)
    removed = tuple(folder / backup.name for backup in superseded if is_good or not backup.is_good)
    for file in removed:
        file.unlink(missing_ok=True)
    return MadeBackup(made.file, made.manifest, removed)


def enter_in_ledger(session: Session, actor: Actor, made: MadeBackup) -> None:
    """Written once the file stands."""
    manifest, digest = backup_archive.described(made.file)
    size, now = made.file.stat().st_size, datetime.now(UTC)
    about: dict[str, int | str] = {"audit_id": manifest.audit_id, "bytes": size, "manifest": digest}
    operations.record_backup(session, actor, made.file.name, about, is_good=not manifest.breach, at=now)


def prove_file(file: Path, room: Path | None = None) -> backup_archive.Manifest:
    """Opens it in a folder that is gone afterwards, in `room` or where the machine keeps such. Raises Refused."""
    with (
        TemporaryDirectory(prefix=".backup-", dir=room) as work,
        backup_archive.unpack_archive(file, Path(work) / "x") as (folder, manifest),
    ):
        prove_copy(folder / backup_archive.DATABASE, manifest, file.name, datetime.now(UTC))
    return manifest


def refuse_altered(file: Path) -> None:
    """Raises Refused where the configured database, if it is there and can be read, tells of another manifest."""
    if not file.is_file():
        return
    manifest, digest = backup_archive.described(file)
    engine = make_engine(settings().database_url)
    with suppress(DatabaseError):
        if is_current(engine):
            with reading(engine) as session:
                checks.refuse_altered_manifest(session, (manifest.audit_id, manifest.seal), digest)
    engine.dispose()


def prove_copy(copy: Path, manifest: backup_archive.Manifest, name: str, at: datetime) -> ZoneInfo:
    """Brings the copied database to this version; returns the zone of the plan in it."""
    engine = make_engine(f"sqlite:///{copy}")
    try:
        if current_revision(engine) != manifest.migration:
            raise Refused("backup.not_ours", path=name)
        with reading(engine) as session:
            checks.refuse_another_end(session, (manifest.audit_id, manifest.seal))
        upgrade(engine)
        evidence = {archived.sha256 for archived in manifest.files.values()} | set(manifest.missing)
        evidence |= {Path(altered).name for altered in manifest.altered}
        with reading(engine) as session:
            checks.refuse_incomplete_copy(session, evidence=evidence)
        with writing(engine) as session:
            operations.record_restore(session, ADMINISTRATOR_AT_TERMINAL, name, audit_id=manifest.audit_id, at=at)
            return zone(session)
    except DatabaseError as error:
        raise Refused("backup.integrity", why=reason(error)) from error
    finally:
        database_copies.close_copy(engine, copy)


def backups_of_this_database(engine: Engine, folder: Path) -> list[jobs.Backup]:
    """The backups in a folder whose end is an entry of this very ledger; others are nobody's to remove."""
    backups = []
    with reading(engine) as session:
        for file in folder.glob(FILES):
            try:
                manifest, _ = backup_archive.described(file)
            except Refused:
                continue
            if ledger.is_on_chain(session, manifest.audit_id, manifest.seal):
                backups.append(jobs.Backup(file.name, manifest.audit_id, manifest.made_at, manifest.breach is None))
    return backups


def stamp(at: datetime, there: ZoneInfo) -> str:
    return f"{at.astimezone(there):%Y%m%d-%H%M%S}"


def run(run: Run) -> Write:
    """The job: named after its slot, so that a second try replaces the file of the first."""
    at = datetime.fromisoformat(run.job.about)
    made = make_and_prune(run.engine, settings().backup_folder, at, settings().backup_keep)

    def write(session: Session) -> Refused | None:
        enter_in_ledger(session, run.actor, made)
        return Refused("backup.made.breach", why=made.manifest.breach) if made.manifest.breach else None

    return write


def daily_jobs(elapsed: ElapsedDays) -> Iterator[NewJob]:
    """The slots of the day; of those that were missed, the newest."""
    every = settings().backup_every
    if every is None:
        return
    due = list(jobs.backup_slots(every, elapsed.last + timedelta(days=1), elapsed.today, elapsed.calendar.zone))
    missed = [at for at in due if at <= elapsed.at]
    for at in [*missed[-1:], *due[len(missed) :]]:
        yield NewJob(JobKind.BACKUP, at.astimezone(UTC).isoformat(), at)


def _about(copy: Path, digits: list[database_copies.Digits], at: datetime) -> backup_archive.Manifest:
    engine = make_engine(f"sqlite:///{copy}")
    with reading(engine) as session:
        checks.refuse_damaged_file(session)
        number, seal = ledger.newest_entry(session)
        hashes, breach = checks.evidence_hashes(session), integrity.verify(session).breach
    about = backup_archive.Manifest(
        version=__version__,
        migration=current_revision(engine) or "",
        made_at=at,
        audit_id=number,
        seal=seal,
        breach=breach_text(Words(settings().language), breach) if breach else None,
        files={},
        missing=hashes,
        digits=digits,
    )
    database_copies.close_copy(engine, copy)
    return about


def _sweep(folder: Path) -> None:
    before = (datetime.now(UTC) - OLD).timestamp()
    for pattern in LEFT_BEHIND:
        for path in folder.glob(pattern):
            if os.lstat(path).st_mtime < before:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
