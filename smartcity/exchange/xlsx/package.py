"""A workbook as an archive of parts: guarded against bombs, and what is no .xlsx named for what it is."""

import io
import zipfile
import zlib
from functools import cached_property
from typing import IO
from xml.etree.ElementTree import Element, fromstring

from smartcity.domain.refusals import Refused

MOST_UNPACKED = 200 * 2**20
# Sheets of real plans swell 8 to 14 times, long notes repeated in every row up to 90; bombs from 250 to 1,000 times.
MOST_SWELLING = 100
MOST_SWOLLEN = 4 * 2**20
BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, LookupError, ValueError, TypeError,
    AttributeError, SyntaxError, EOFError, OverflowError, ArithmeticError, OSError,
)  # fmt: skip
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WEB = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style")
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """Parts by their name, whatever slashes and letters its maker used."""

    def __init__(self, name: str, content: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
        except (*BROKEN,) as error:
            raise Refused(_kind_of(content), path=name) from error
        self.parts = {plain_name(entry.filename): entry for entry in self.archive.infolist()}
        self._refuse_others(name)
        self._refuse_bomb(name, len(content))

    def _refuse_others(self, name: str) -> None:
        if self.workbook_part in self.parts and not self.workbook_part.endswith(".bin"):
            if any(entry.flag_bits & 1 for entry in self.parts.values()):
                raise Refused("import.file.locked", path=name)
            return
        if any(part.endswith("workbook.bin") for part in self.parts):
            raise Refused("import.file.xlsb", path=name)
        if "content.xml" in self.parts and "mimetype" in self.parts:
            raise Refused("import.file.ods", path=name)
        raise Refused("import.file.not_workbook", path=name)

    def _refuse_bomb(self, name: str, size: int) -> None:
        entries = self.parts.values()
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise Refused("import.file.bomb", path=name, limit=MOST_UNPACKED // 2**20)
        if sum(entry.compress_size for entry in entries) > size:
            raise Refused("import.file.not_workbook", path=name)
        swollen = (e.file_size for e in entries if e.file_size > MOST_SWELLING * e.compress_size)
        if sum(swollen) > MOST_SWOLLEN:
            raise Refused("import.file.swells", path=name, times=MOST_SWELLING)

    @cached_property
    def workbook_part(self) -> str:
        """Named by the root relations; some makers number it (`xl/workbook2.xml`)."""
        if "xl/workbook.xml" in self.parts or "_rels/.rels" not in self.parts:
            return "xl/workbook.xml"
        named = (target for kind, target in self.relations("").values() if kind == "officeDocument")
        return next(named, "xl/workbook.xml")

    def open(self, part: str) -> IO[bytes]:
        """Raises ValueError where the part declares a document type: entities come with it, and workbooks have none."""
        source = self.archive.open(self.parts[plain_name(part)])
        if b"<!DOCTYPE" in source.peek(4096):  # type: ignore[attr-defined]
            raise ValueError(part)
        return source

    def xml(self, part: str) -> Element:
        with self.open(part) as source:
            return fromstring(source.read())

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """By id: the last word of the kind, and the name of the part meant."""
        folder, _, file = part.rpartition("/")
        own = plain_name(f"{folder}/_rels/{file}.rels")
        if own not in self.parts:
            return {}
        return {
            found.get("Id", ""): (found.get("Type", "").rpartition("/")[2], _target(folder, found.get("Target", "")))
            for found in self.xml(own).iter(RELATION)
        }


def plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _target(folder: str, target: str) -> str:
    """An absolute target, or one relative to the folder of the part that names it."""
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps = [*steps, step]
    return plain_name("/".join(steps))


def _kind_of(content: bytes) -> str:
    """The sentence for what is no archive at all."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "import.file.locked"
        is_old = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
        return "import.file.old_excel" if is_old else "import.file.old_or_locked"
    if head.startswith(WEB) or (b"<html" in head and b"<table" in head):
        return "import.file.web_page"
    return "import.file.spreadsheet_xml" if b"office:spreadsheet" in head else "import.file.not_workbook"
