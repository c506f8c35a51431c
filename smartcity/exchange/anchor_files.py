"""Seals in what was kept: minutes, mails with all their codings, backups, JSON, documents, whole folders of these."""

import html
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from smartcity.domain.errors import Refused
from smartcity.domain.ledger import Anchor, anchors_in

MOST_BYTES = 64 * 2**20
# Of a folder: what is looked at, folders included, and what is read of it.
MOST_FILES, MOST_OF_FOLDER = 2_000, 32 * 2**20
MANIFEST = "manifest.json"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_MAIL = re.compile(rb"^content-(type|transfer-encoding):", re.IGNORECASE | re.MULTILINE)
_MAILBOX = re.compile(rb"^(?=From \S+)", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def anchors_of(path: Path) -> list[Anchor]:
    """Every seal in a file or in the files of a folder, each once, in the order in which they stand there.

    Raises:
        OSError: it cannot be read.
        Refused: it is a folder of more than anybody keeps seals in.
    """
    if path.is_dir():
        return _once(anchor for file in _files(path) for anchor in anchors_of(file))
    if zipfile.is_zipfile(path):
        return _once(_in_archive(path))
    with path.open("rb") as file:
        return _once(_in_bytes(file.read(MOST_BYTES)))


def _files(folder: Path) -> list[Path]:
    paths = list(islice(folder.rglob("*"), MOST_FILES + 1))
    files = sorted(path for path in paths if path.is_file())
    read = sum(min(file.stat().st_size, MOST_BYTES) for file in files if not zipfile.is_zipfile(file))
    if len(paths) > MOST_FILES or read > MOST_OF_FOLDER:
        raise Refused("seal.large", path=folder, most=MOST_FILES, size=MOST_OF_FOLDER // 2**20)
    return files


def _once(anchors: Iterator[Anchor]) -> list[Anchor]:
    return list(dict.fromkeys(anchors))


def _in_archive(path: Path) -> Iterator[Anchor]:
    """Of a backup its manifest; of a document (.docx, .odt) its text."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            is_text = re.compile(r"\.(xml|txt|json|eml|html?)$", re.IGNORECASE)
            wanted = [MANIFEST] if MANIFEST in names else [name for name in names if is_text.search(name)]
            for name in wanted:
                with archive.open(name) as file:
                    yield from _in_bytes(file.read(MOST_BYTES))
    except _BROKEN as error:
        raise OSError(str(error)) from error


def _in_bytes(content: bytes) -> Iterator[Anchor]:
    text = _decoded(content)
    yield from _in_text(text)
    yield from _in_json(text)
    if _MAIL.search(content):
        for letter in _MAILBOX.split(content):
            yield from _in_letter(letter)


def _decoded(content: bytes) -> str:
    return content.decode(_MARKS.get(content[:2], "utf-8-sig"), errors="replace")


def _in_text(text: str) -> Iterator[Anchor]:
    """As it stands, and without tags where it has any."""
    yield from anchors_in(text)
    if "<" in text:
        yield from anchors_in(html.unescape(_TAG.sub("", text)))


def _in_json(text: str) -> Iterator[Anchor]:
    """A seal beside the number of its entry, anywhere in a document."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            number = value.get("audit_id", value.get("number"))
            yield from anchors_in(f"{number}:{value.get('seal')}")
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _in_letter(content: bytes) -> Iterator[Anchor]:
    """Its parts with their transfer codings undone."""
    letter = message_from_bytes(
        content.partition(b"\n")[2] if content.startswith(b"From ") else content, policy=policy.default
    )
    for part in letter.walk():
        if isinstance(part, EmailMessage) and part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            yield from _in_text(_decoded(payload) if isinstance(payload, bytes) else "")
