"""One backup as one zip: the database as a SQLite file, the evidence, and a manifest that proves both."""

import errno
import hashlib
import os
import re
import shutil
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from pydantic import AwareDatetime, BaseModel, ValidationError

from smartcity.domain.errors import Refused
from smartcity.store.database_copies import Digits
from smartcity.store.evidence_files import SHA256, file_path

DATABASE, EVIDENCE, MANIFEST = "database.db", "evidence/", "manifest.json"
CHUNK = 2**20
MOST_MANIFEST = 64 * 2**20
# SQLite's empty pages shrink up to some thirty times; what swells much more was made to harm.
MOST_SWELLING = 200
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)


class ArchivedFile(BaseModel):
    """One file of the archive."""

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """`missing` and `altered` are evidence that was so already when the copy was made, `breach` what did not verify."""

    version: str
    migration: str
    made_at: AwareDatetime
    audit_id: int
    seal: str
    files: dict[str, ArchivedFile]
    missing: list[str] = []
    altered: list[str] = []
    digits: list[Digits] = []
    breach: str | None = None


def files_in(folder: Path) -> Iterator[Path]:
    """Kept files, known by their name being a SHA-256 in its place."""
    for path in sorted(folder.glob("??/*")):
        if SHA256.fullmatch(path.name) and path == file_path(folder, path.name) and not path.is_symlink():
            yield path


@contextmanager
def write_whole(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place, whole and on the disk, when the block ends well."""
    beside = target.with_name(f".{target.name}.partial")
    try:
        yield beside
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def pack_archive(target: Path, database: Path, evidence: Path, about: Manifest) -> Manifest:
    """Writes the archive, readable by its owner only, and returns its manifest with every file in it."""
    with write_whole(target) as beside:
        beside.touch(mode=0o600)
        with zipfile.ZipFile(beside, "w") as archive:
            files = {DATABASE: _add(archive, DATABASE, database, zipfile.ZIP_DEFLATED)}
            for path in files_in(evidence):
                name = EVIDENCE + path.relative_to(evidence).as_posix()
                files[name] = _add(archive, name, path, zipfile.ZIP_STORED)
            manifest = _complete_manifest(about, files)
            content = manifest.model_dump_json(indent=1).encode()
            archive.writestr(MANIFEST, content, zipfile.ZIP_DEFLATED)
            archive.comment = hashlib.sha256(content).hexdigest().encode()
        with zipfile.ZipFile(beside) as archive:
            if archive.testzip():
                raise Refused("backup.broken", path=target.name)
    return manifest


def _complete_manifest(about: Manifest, files: dict[str, ArchivedFile]) -> Manifest:
    """`about.missing` names what the database refers to; what is in the archive leaves the list."""
    hashes = {file.sha256 for file in files.values()}
    missing = [sha256 for sha256 in about.missing if sha256 not in hashes]
    altered = [name for name, file in files.items() if name != DATABASE and not _matches_its_name(name, file)]
    return about.model_copy(update={"files": files, "missing": missing, "altered": altered})


def _matches_its_name(name: str, file: ArchivedFile) -> bool:
    return PurePosixPath(name).name == file.sha256


def _add(archive: zipfile.ZipFile, name: str, path: Path, method: int) -> ArchivedFile:
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    info.compress_type = method
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as output:
        return _copied(source, output)


def _copied(source: IO[bytes], output: IO[bytes], promised: int | None = None) -> ArchivedFile:
    """What was copied: hardly more than what was promised."""
    digest, size = hashlib.sha256(), 0
    while (promised is None or size <= promised) and (chunk := source.read(CHUNK)):
        digest.update(chunk)
        size += len(chunk)
        output.write(chunk)
    return ArchivedFile(bytes=size, sha256=digest.hexdigest())


@contextmanager
def unpack_archive(file: Path, beside: Path) -> Iterator[tuple[Path, Manifest]]:
    """The proved content of an archive in a folder on the disk of `beside`, gone when the block ends.

    Raises:
        Refused: it is no whole archive of ours, was altered, or would harm; nothing was written outside the folder.
    """
    if not file.is_file():
        raise Refused("backup.no_file", path=file)
    beside.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".restore-", dir=beside) as folder:
        try:
            with _opened(file) as archive:
                manifest = _unpack(archive, Path(folder), file)
        except BROKEN as error:
            raise Refused("backup.broken", path=file.name) from error
        yield Path(folder), manifest


def _unpack(archive: zipfile.ZipFile, folder: Path, file: Path) -> Manifest:
    entries = archive.infolist()
    for entry in entries:
        _refuse_name(entry)
    _refuse_bomb(entries, file, folder)
    manifest = _manifest(archive, file)
    _refuse_others([entry.filename for entry in entries], manifest, file)
    for name, archived in manifest.files.items():
        _extract(archive, name, archived, folder)
        if name != DATABASE and name not in manifest.altered and not _matches_its_name(name, archived):
            raise Refused("backup.altered", name=name)
    return manifest


def described(file: Path) -> tuple[Manifest, str]:
    """What an archive says of itself, unproved, and the SHA-256 of these words.

    Raises:
        Refused: it is no archive of ours, cannot be read, or its manifest is not the one it was closed with.
    """
    try:
        with _opened(file) as archive:
            return _manifest(archive, file), hashlib.sha256(archive.read(MANIFEST)).hexdigest()
    except (*BROKEN, OSError) as error:
        raise Refused("backup.broken", path=file.name) from error


def is_backup(file: Path) -> bool:
    """Whether it looks like an archive of ours."""
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as archive:
        return {DATABASE, MANIFEST} <= set(archive.namelist())


def _opened(file: Path) -> zipfile.ZipFile:
    """A table of contents said to lie before the file's start is no trouble of the disk."""
    try:
        return zipfile.ZipFile(file)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise zipfile.BadZipFile(file.name) from error


def _refuse_name(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_ours = name in (DATABASE, MANIFEST) or re.fullmatch(r"evidence/[0-9a-f]{2}/[0-9a-f]{64}", name)
    if is_link or not is_ours:
        raise Refused("backup.name", name=ascii(name))


def _refuse_bomb(entries: Sequence[zipfile.ZipInfo], file: Path, folder: Path) -> None:
    size = sum(entry.file_size for entry in entries)
    if size > file.stat().st_size * MOST_SWELLING:
        raise Refused("backup.swells", path=file.name)
    if size > shutil.disk_usage(folder).free:
        raise Refused("backup.no_space", path=file.name, needed=-(-size // 2**20))


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > MOST_MANIFEST:
            raise Refused("backup.swells", path=file.name)
        content = archive.read(info)
        _refuse_other_words(content, archive.comment, file)
        return Manifest.model_validate_json(content)
    except (KeyError, ValidationError) as error:
        raise Refused("backup.not_ours", path=file.name) from error


def _refuse_other_words(content: bytes, closed_with: bytes, file: Path) -> None:
    """The archive's last words are the hash of its manifest; earlier versions left none."""
    digest = hashlib.sha256(content).hexdigest().encode()
    if closed_with in (b"", digest):
        return
    if digest.startswith(closed_with):
        raise Refused("backup.broken", path=file.name)
    raise Refused("backup.altered", name=MANIFEST)


def _refuse_others(names: Sequence[str], manifest: Manifest, file: Path) -> None:
    promised = {*manifest.files, MANIFEST}
    if DATABASE not in promised:
        raise Refused("backup.not_ours", path=file.name)
    twice = [name for name, count in Counter(names).items() if count > 1]
    for name in (*sorted(promised ^ set(names)), *twice):
        raise Refused("backup.differs", name=name)


def _extract(archive: zipfile.ZipFile, name: str, archived: ArchivedFile, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as file:
        if _copied(source, file, archived.bytes) != archived:
            raise Refused("backup.altered", name=name)
