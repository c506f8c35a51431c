"""Evidence on disk: kept once, found whole, never outside its folder."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from smartcity.domain.errors import Refused
from smartcity.store import evidence_files
from smartcity.store.evidence_files import FileCondition

PHOTO = b"\xff\xd8\xff a photo"


def test_a_file_is_kept_once_under_its_hash_and_cannot_be_run(tmp_path: Path) -> None:
    first, again = evidence_files.store_file(tmp_path, PHOTO), evidence_files.store_file(tmp_path, PHOTO)
    assert first == again == hashlib.sha256(PHOTO).hexdigest()
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert paths == [tmp_path / first[:2] / first]
    assert not paths[0].stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH | stat.S_IROTH)
    assert evidence_files.read_file(tmp_path, first) == PHOTO


def test_what_is_gone_or_changed_is_said_and_mended_by_keeping_it_again(tmp_path: Path) -> None:
    name = evidence_files.store_file(tmp_path, PHOTO)
    evidence_files.file_path(tmp_path, name).write_bytes(b"something else")
    assert (
        evidence_files.file_condition(tmp_path, name)
        is evidence_files.read_file(tmp_path, name)
        is FileCondition.ALTERED
    )
    evidence_files.file_path(tmp_path, name).unlink()
    assert (
        evidence_files.file_condition(tmp_path, name)
        is evidence_files.read_file(tmp_path, name)
        is FileCondition.MISSING
    )
    assert evidence_files.store_file(tmp_path, PHOTO) == name
    assert evidence_files.file_condition(tmp_path, name) is FileCondition.WHOLE


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, f"{'a' * 64}\n", "/" * 64])
def test_what_is_no_hash_names_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        evidence_files.file_path(tmp_path, name)


@pytest.mark.parametrize(("number", "key"), [(errno.ENOSPC, "store.full"), (errno.EIO, "evidence.not_kept")])
def test_a_disk_that_cannot_be_written_refuses_and_leaves_nothing(
    number: int, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_number: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Refused) as no:
        evidence_files.store_file(tmp_path, PHOTO)
    assert no.value.key == key
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
