"""Evidence files, each kept once under its SHA-256: never executable, never changed, outside every web root."""

import hashlib
import logging
import os
import re
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from smartcity.domain.errors import Refused
from smartcity.store.storage_errors import FULL, is_full

SHA256 = re.compile(r"[0-9a-f]{64}")
log = logging.getLogger(__name__)


class FileCondition(StrEnum):
    """How a kept file is found again."""

    WHOLE = "whole"
    MISSING = "missing"
    ALTERED = "altered"


def file_path(folder: Path, sha256: str) -> Path:
    """Where the file of this hash lies; ValueError for what is no hash, so that no name leads out of the folder."""
    if not SHA256.fullmatch(sha256):
        raise ValueError("Not a SHA-256")
    return folder / sha256[:2] / sha256


def store_file(folder: Path, content: bytes) -> str:
    """Writes the content once and answers with its hash; on disk, or not at all, when this returns.

    Raises:
        Refused: the disk is full or cannot be written.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target = file_path(folder, sha256)
    if file_condition(folder, sha256) is FileCondition.WHOLE:
        return sha256
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    except OSError as error:
        log.error("An evidence file could not be kept", exc_info=error)
        raise Refused(FULL if is_full(error) else "evidence.not_kept") from error
    return sha256


def _write(target: Path, content: bytes) -> None:
    """A temporary file beside it, flushed to the disk, takes its name at once."""
    draft = target.with_name(f"{uuid4().hex}.tmp")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        _settle(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """The folder's own entry is written too, where the system knows how."""
    if os.name == "posix":
        entry = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def file_condition(folder: Path, sha256: str) -> FileCondition:
    """Reads the whole file and compares."""
    try:
        with file_path(folder, sha256).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return FileCondition.MISSING
    return FileCondition.WHOLE if digest == sha256 else FileCondition.ALTERED


def read_file(folder: Path, sha256: str) -> bytes | FileCondition:
    """The content, or why there is none."""
    try:
        data = file_path(folder, sha256).read_bytes()
    except OSError:
        return FileCondition.MISSING
    return data if hashlib.sha256(data).hexdigest() == sha256 else FileCondition.ALTERED
