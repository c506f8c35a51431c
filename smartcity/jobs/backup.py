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
from smartcity.commands import backups as commands
from smartcity.domain import backups as rules
from smartcity.domain.jobs import JobKind, NewJob
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.i18n.speech import Words
from smartcity.jobs.clock import Turn
from smartcity.jobs.running import Run, Write
from smartcity.presentation.integrity import breach_text
from smartcity.queries import backups as queries
from smartcity.queries import integrity, ledger
from smartcity.settings import settings
from smartcity.store import archive, copies
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.migration import is_current, revision, upgrade
from smartcity.store.zone import zone

FILES = "smartcity-*.zip"
# What a killed process left half done is swept away when no other process can be at it any more.
LEFT_BEHIND = (".backup-*", ".smartcity-*.partial")
OLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """`removed` are the files that this one superseded."""

    file: Path
    manifest: archive.Manifest
    removed: tuple[Path, ...] = ()


def make(engine: Engine, folder: Path, at: datetime) -> Made:
    """Copies the database first and the evidence after it, so that no fact lacks its file. `at` names the file."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    with reading(engine) as session:
        file = folder / f"smartcity-{stamp(at, zone(session))}.zip"
    with TemporaryDirectory(prefix=".backup-", dir=folder) as work:
        copy = Path(work) / archive.DATABASE
        digits = copies.copy_out(engine, copy)
        return Made(file, archive.pack(file, copy, settings().evidence_folder, _about(copy, digits, datetime.now(UTC))))


def make_and_keep(engine: Engine, folder: Path, at: datetime, keep: int | None) -> Made:
    """The same, proved; then only the newest `keep` good ones stay. What does not verify removes no good one."""
    made = make(engine, folder, at)
    is_good = not made.manifest.breach
    if is_good:
        prove_file(made.file, room=folder)
    superseded = () if keep is None else rules.superseded(of_this_database(engine, folder), keep)
    removed = tuple(folder / backup.name for backup in superseded if is_good or not backup.is_good)
    for file in removed:
        file.unlink(missing_ok=True)
    return Made(made.file, made.manifest, removed)


def enter_in_ledger(session: Session, actor: Actor, made: Made) -> None:
    """Written once the file stands."""
    manifest, digest = archive.described(made.file)
    size, now = made.file.stat().st_size, datetime.now(UTC)
    note = commands.doubted if manifest.breach else commands.made
    note(session, actor, made.file.name, audit_id=manifest.audit_id, bytes=size, manifest=digest, at=now)


def prove_file(file: Path, room: Path | None = None) -> archive.Manifest:
    """Opens it in a folder that is gone afterwards, in `room` or where the machine keeps such. Raises Refused."""
    with (
        TemporaryDirectory(prefix=".backup-", dir=room) as work,
        archive.unpacked(file, Path(work) / "x") as (folder, manifest),
    ):
        prove(folder / archive.DATABASE, manifest, file.name, datetime.now(UTC))
    return manifest


def refuse_altered(file: Path) -> None:
    """Raises Refused where the configured database, if it is there and can be read, tells of another manifest."""
    if not file.is_file():
        return
    manifest, digest = archive.described(file)
    engine = make_engine(settings().database_url)
    with suppress(DatabaseError):
        if is_current(engine):
            with reading(engine) as session:
                queries.refuse_altered_manifest(session, (manifest.audit_id, manifest.seal), digest)
    engine.dispose()


def prove(copy: Path, manifest: archive.Manifest, name: str, at: datetime) -> ZoneInfo:
    """Brings the copied database to this version; returns the zone of the plan in it."""
    engine = make_engine(f"sqlite:///{copy}")
    try:
        if revision(engine) != manifest.migration:
            raise Refused("backup.not_ours", path=name)
        with reading(engine) as session:
            queries.refuse_another_end(session, (manifest.audit_id, manifest.seal))
        upgrade(engine)
        evidence = {kept.sha256 for kept in manifest.files.values()} | set(manifest.missing)
        evidence |= {Path(altered).name for altered in manifest.altered}
        with reading(engine) as session:
            queries.prove(session, evidence=evidence)
        with writing(engine) as session:
            commands.restored(session, ADMINISTRATOR_AT_TERMINAL, name, audit_id=manifest.audit_id, at=at)
            return zone(session)
    except DatabaseError as error:
        raise Refused("backup.integrity", why=str(error.orig).splitlines()[0]) from error
    finally:
        copies.close(engine, copy)


def of_this_database(engine: Engine, folder: Path) -> list[rules.Backup]:
    """The backups in a folder whose end is an entry of this very ledger; others are nobody's to remove."""
    found = []
    with reading(engine) as session:
        for file in folder.glob(FILES):
            try:
                manifest = archive.manifest_of(file)
            except Refused:
                continue
            if ledger.is_on_chain(session, manifest.audit_id, manifest.seal):
                found.append(rules.Backup(file.name, manifest.audit_id, manifest.made_at, manifest.breach is None))
    return found


def stamp(at: datetime, there: ZoneInfo) -> str:
    return f"{at.astimezone(there):%Y%m%d-%H%M%S}"


def run(run: Run) -> Write:
    """The job: named after its slot, so that a second try replaces the file of the first."""
    at = datetime.fromisoformat(run.job.about)
    made = make_and_keep(run.engine, settings().backup_folder, at, settings().backup_keep)

    def write(session: Session) -> Refused | None:
        enter_in_ledger(session, run.actor, made)
        return Refused("backup.made.breach", why=made.manifest.breach) if made.manifest.breach else None

    return write


def bring(turn: Turn) -> Iterator[NewJob]:
    """The slots of the day; of those that were missed, the newest."""
    every = settings().backup_every
    if every is None:
        return
    due = list(rules.slots(every, turn.last + timedelta(days=1), turn.today, turn.calendar.zone))
    missed = [at for at in due if at <= turn.at]
    for at in [*missed[-1:], *due[len(missed) :]]:
        yield NewJob(JobKind.BACKUP, at.astimezone(UTC).isoformat(), at)


def _about(copy: Path, digits: list[copies.Digits], at: datetime) -> archive.Manifest:
    engine = make_engine(f"sqlite:///{copy}")
    with reading(engine) as session:
        queries.refuse_broken(session)
        number, seal = ledger.newest_entry(session)
        hashes, breach = queries.evidence_hashes(session), integrity.verify(session).breach
    about = archive.Manifest(
        version=__version__,
        migration=revision(engine) or "",
        made_at=at,
        audit_id=number,
        seal=seal,
        breach=breach_text(Words(settings().language), breach) if breach else None,
        files={},
        missing=hashes,
        digits=digits,
    )
    copies.close(engine, copy)
    return about


def _sweep(folder: Path) -> None:
    before = (datetime.now(UTC) - OLD).timestamp()
    for pattern in LEFT_BEHIND:
        for path in folder.glob(pattern):
            if os.lstat(path).st_mtime < before:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
