"""Bukti dukung: what may be evidence, and which links are safe to follow."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from smartcity.domain import lengths
from smartcity.domain.access.roles import Act, Actor, is_allowed

MOST_BYTES = 10 * 1024 * 1024
MOST_PROOFS = 10
LONGEST_LINK = lengths.LINK
LONGEST_TITLE = lengths.LINE


class MediaType(StrEnum):
    """The kinds of file that are taken; everything else is refused."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"

    @property
    def ending(self) -> str:
        return self.name.lower().replace("jpeg", "jpg")

    @property
    def is_picture(self) -> bool:
        """Of the kind that browsers show inside a page."""
        return self in (MediaType.JPEG, MediaType.PNG, MediaType.WEBP)

    @property
    def is_shown(self) -> bool:
        """Browsers may show it themselves; the others are offered to keep."""
        return self.is_picture or self is MediaType.PDF


def may_open(reader: Actor, *, is_public: bool, secret_of: str | None = None) -> bool:
    """The one rule of every address, page, wall and file that shows evidence.

    Signed-in readers open all; everybody else what the verifier has opened to all. `secret_of` is the agency of a
    confidential decision that it proves: then only who may read the decision opens it, whatever was opened to all.
    """
    if secret_of is not None:
        return is_allowed(reader, Act.READ_CONFIDENTIAL, agency=secret_of)
    return is_public or is_allowed(reader, Act.OPEN_EVIDENCE)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was looked into and taken; `title` is its name without folder and ending."""

    title: str
    media_type: MediaType
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """Evidence of a draft: a link, or a file that is kept already under its hash."""

    title: str
    url: str | None = None
    sha256: str | None = None
    media_type: MediaType | None = None
    size: int | None = None

    @property
    def file_name(self) -> str | None:
        """With the ending that its content asks for, whatever it was called."""
        return None if self.media_type is None else f"{self.title}.{self.media_type.ending}"

    @property
    def is_sound(self) -> bool:
        """It has a title and exactly one of the two: a link that is safe to follow, or a file of a known kind."""
        is_link = self.url is not None and is_safe_link(self.url)
        is_file = self.sha256 is not None and self.media_type is not None
        is_one = (self.url is None) != (self.sha256 is None)
        return 0 < len(self.title) <= LONGEST_TITLE and is_one and (is_link or is_file)


def proof_violations(proofs: Collection[Attachment]) -> Iterator[tuple[str, dict[str, object]]]:
    """Key and facts of the sentence."""
    if len(proofs) > MOST_PROOFS:
        yield "proofs_too_many", {"most": MOST_PROOFS}
    if not all(proof.is_sound for proof in proofs):
        yield "proof_unsound", {}


def is_safe_link(url: str) -> bool:
    """An address on the web, without a name or password in it."""
    if len(url) > LONGEST_LINK or any(mark.isspace() or not mark.isprintable() for mark in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
