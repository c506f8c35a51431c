"""Evidence at the door: what a file is, is read from its content; its name only gives the title."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from smartcity.domain.errors import Refused
from smartcity.domain.facts.evidence import LONGEST_TITLE, MOST_BYTES, Attachment, MediaType, NewFile, is_safe_link
from smartcity.domain.text import clean

M = MediaType
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
# The member that makes a ZIP an office file; ODF says its kind in plain text instead.
OFFICE_PARTS: Mapping[str, MediaType] = {
    "word/document.xml": M.DOCX,
    "xl/workbook.xml": M.XLSX,
    "ppt/presentation.xml": M.PPTX,
}
MOST_PARTS = 5000
LARGEST_LIST = 1_000_000
# Programs inside an office file, by the names of their parts.
PROGRAMS = re.compile(r"vbaproject|vbadata|macrosheets/|activex/|^basic/|^scripts/|\.(bin|exe|dll|js|vbs|jar)$", re.I)
HARMLESS_BINARIES = re.compile(r"(printersettings|embeddings/oleobject)\d*\.bin$", re.I)


def evidence_file(name: str, content: bytes) -> NewFile:
    """The file as evidence.

    Raises:
        Refused: it is empty, too large, no kind that is taken, or holds a program.
    """
    if not content:
        raise Refused("evidence.empty", title=file_title(name))
    if len(content) > MOST_BYTES:
        raise Refused("evidence.too_large", title=file_title(name), most=MOST_BYTES // 1024**2)
    kind = media_type(content)
    if kind is None:
        raise Refused("evidence.unknown_kind", title=file_title(name))
    return NewFile(file_title(name), kind, content)


def evidence_link(url: str, title: str = "") -> Attachment:
    """A link as evidence; without a title it is called by its address.

    Raises:
        Refused: the link is not safe to follow.
    """
    address = clean(url)
    if not is_safe_link(address):
        raise Refused("evidence.unsafe_link")
    shown_title = clean(title) or re.sub(r"^https?://", "", address)
    return Attachment(shown_title[:LONGEST_TITLE], url=address)


def file_title(name: str) -> str:
    """A file's name without folders, ending and marks that mean something to a disk or a page."""
    last = PurePosixPath(clean(name).replace("\\", "/")).name
    stem = re.sub(r"\.\w{1,5}$", "", last)
    plain = re.sub(r"[^\w\s.,()&+–-]|[\n]", " ", stem).strip(" .")
    return re.sub(r"\s+", " ", plain)[:LONGEST_TITLE].strip() or "berkas"


def media_type(content: bytes) -> MediaType | None:
    """What the content is by its own first bytes; None for everything that is not taken."""
    if content.startswith(b"\xff\xd8\xff"):
        return M.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return M.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return M.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return M.HEIC
    if content.startswith(b"%PDF-"):
        return M.PDF
    return _office(content) if content.startswith(b"PK\x03\x04") else None


def _office(content: bytes) -> MediaType | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _office_kind(archive)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, UnicodeDecodeError, ValueError):
        return None


def _office_kind(archive: zipfile.ZipFile) -> MediaType | None:
    names = archive.namelist()
    if len(names) > MOST_PARTS or any(PROGRAMS.search(n) and not HARMLESS_BINARIES.search(n) for n in names):
        return None
    if "[Content_Types].xml" in names:
        types = _small(archive, "[Content_Types].xml").lower()
        matching = [kind for part, kind in OFFICE_PARTS.items() if part in names]
        return (
            matching[0] if len(matching) == 1 and b"macroenabled" not in types and b"vbaproject" not in types else None
        )
    declared = _small(archive, "mimetype").decode().strip() if "mimetype" in names else ""
    return MediaType(declared) if declared in (M.ODT, M.ODS) else None


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that is small in any honest file; ValueError for a bomb."""
    with archive.open(name) as part:
        content = part.read(LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        raise ValueError(name)
    return content
