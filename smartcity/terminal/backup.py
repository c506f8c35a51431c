"""Verbs on backups: make one while people work, restore one after proving it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from smartcity import __version__
from smartcity.commands import backups as commands
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.queries import backups as queries
from smartcity.queries import integrity, ledger
from smartcity.settings import settings
from smartcity.store import archive, copies, placing
from smartcity.store.current import current_engine
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.migration import revision, upgrade
from smartcity.store.zone import day_of, zone
from smartcity.telling.integrity import breach_text
from smartcity.terminal.edge import database, failed, one_sentence, out, words


def register(app: typer.Typer) -> None:
    app.command("backup", help=words().say("backup.help"))(backup)
    app.command("restore", help=words().say("backup.help.restore"))(restore)


def backup(to: Annotated[Path | None, typer.Option("--to", help=words().say("backup.help.to"))] = None) -> None:
    with database() as engine, _disk():
        file, manifest = make(engine, to or settings().backup_folder)
    facts = {"path": file, "size": _megabytes(file), "entries": manifest.audit_id, "files": len(manifest.files) - 1}
    _tell(words().say("backup.made", **facts))
    if manifest.breach:
        raise failed(words().say("backup.made.breach", why=manifest.breach))
    for key, found in (("missing", manifest.missing), ("altered", manifest.altered)):
        if found:
            out().print(words().say(f"backup.made.{key}", count=len(found)), style="yellow")


def make(engine: Engine, folder: Path) -> tuple[Path, archive.Manifest]:
    """Copies the database first and the evidence after it, so that no fact lacks its file; then leaves its line."""
    folder.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC)
    with reading(engine) as session:
        file = folder / f"smartcity-{_stamp(at, zone(session))}.zip"
    with TemporaryDirectory(prefix=".backup-", dir=folder) as work:
        copy = Path(work) / archive.DATABASE
        digits = copies.copy_out(engine, copy)
        manifest = archive.pack(file, copy, settings().evidence_folder, _about(copy, digits, at))
    with writing(engine) as session:
        size, now = file.stat().st_size, datetime.now(UTC)
        note = commands.doubted if manifest.breach else commands.made
        note(session, ADMINISTRATOR_AT_TERMINAL, file.name, audit_id=manifest.audit_id, size=size, at=now)
    return file, manifest


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
        breach=breach_text(words(), breach) if breach else None,
        files={},
        missing=hashes,
        digits=digits,
    )
    copies.close(engine, copy)
    return about


def restore(
    file: Annotated[Path | None, typer.Argument(help=words().say("backup.help.file"))] = None,
    check: Annotated[bool, typer.Option("--check", help=words().say("backup.help.check"))] = False,
    replace: Annotated[bool, typer.Option("--replace", help=words().say("backup.help.replace"))] = False,
) -> None:
    with one_sentence(), _disk():
        if check or file is None:
            _drill(file, is_check=check)
            return
        manifest, aside = put_back(file, is_replacing=replace)
        with reading(current_engine()) as session:
            day = words().day(day_of(session, manifest.made_at))
    _tell(words().say("backup.restored", path=file.name, entries=manifest.audit_id, day=day))
    if aside:
        _tell(words().say("backup.aside", path=aside))


def _drill(file: Path | None, *, is_check: bool) -> None:
    """Proves a backup, the newest where none is named, in a folder that is gone afterwards."""
    if not is_check:
        raise Refused("backup.file_needed")
    newest = file or max(settings().backup_folder.glob("smartcity-*.zip"), default=None)
    if newest is None:
        raise Refused("backup.no_file", path=settings().backup_folder)
    with TemporaryDirectory(prefix="smartcity-") as work, archive.unpacked(newest, Path(work) / "x") as found:
        folder, manifest = found
        _proved(folder / archive.DATABASE, manifest, newest.name, datetime.now(UTC))
    _tell(words().say("backup.checked", path=newest.name, entries=manifest.audit_id, files=len(manifest.files) - 1))


def put_back(file: Path, *, is_replacing: bool) -> tuple[archive.Manifest, str | None]:
    """Proves the copy, brings it up to this version, puts it in place; tells where the old database is kept.

    Raises:
        Refused: something is wrong with the copy, or the target holds data and is not to be replaced.
    """
    url, evidence, at = settings().database_url, settings().evidence_folder, datetime.now(UTC)
    target = placing.sqlite_file(url)
    with archive.unpacked(file, (target or evidence).parent) as (folder, manifest):
        copy, proofs = folder / archive.DATABASE, folder / archive.EVIDENCE
        stamp = _stamp(at, _proved(copy, manifest, file.name, at))
        is_taken = placing.is_taken(url)
        if not is_replacing and (is_taken or placing.altered_evidence(evidence, proofs)):
            raise Refused("backup.taken")
        placing.place_evidence(evidence, proofs, stamp)
        return manifest, placing.place(url, copy, manifest.digits, stamp)


def _proved(copy: Path, manifest: archive.Manifest, name: str, at: datetime) -> ZoneInfo:
    """The zone of the plan in it."""
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


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused("backup.disk", why=error.strerror or error, path=error.filename or "") from error


def _tell(sentence: str) -> None:
    out().print(sentence, markup=False, soft_wrap=True)


def _stamp(at: datetime, there: ZoneInfo) -> str:
    return f"{at.astimezone(there):%Y%m%d-%H%M%S}"


def _megabytes(file: Path) -> str:
    return f"{words().number(round(file.stat().st_size / 2**20, 1), 1)} MB"
