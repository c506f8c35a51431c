"""A workbook as an archive of parts, guarded against bombs: its sheets, shared texts, format codes, epoch."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO
from xml.etree.ElementTree import Element, fromstring, iterparse

from smartcity.domain.errors import Refused
from smartcity.exchange.workbook.letters import unescaped

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
        if b"<!DOCTYPE" in source.peek(4096):  # type: ignore[attr-defined]  # a ZipExtFile, typed as IO
            raise ValueError(part)
        return source

    def xml(self, part: str) -> Element:
        with self.open(part) as source:
            return fromstring(source.read())  # noqa: S314 - `open` refuses document types, so nothing is expanded

    def elements(self, part: str) -> Iterator[Element]:
        """Every element once it is read whole, the inner ones first."""
        with self.open(part) as source:
            for _event, element in iterparse(source):  # noqa: S314 - as above
                yield element

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """By id: the last word of the kind, and the name of the part meant."""
        folder, _, file = part.rpartition("/")
        own = plain_name(f"{folder}/_rels/{file}.rels")
        if own not in self.parts:
            return {}
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").rpartition("/")[2],
                _target(folder, relation.get("Target", "")),
            )
            for relation in self.xml(own).iter(RELATION)
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


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
GENERAL = "General"
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "$#,##0_);($#,##0)", 6: "$#,##0_);[Red]($#,##0)",
    7: "$#,##0.00_);($#,##0.00)", 8: "$#,##0.00_);[Red]($#,##0.00)", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 27: "dd/mm/yyyy", 28: "dd/mm/yyyy",
    29: "dd/mm/yyyy", 30: "dd/mm/yyyy", 31: "dd/mm/yyyy", 36: "dd/mm/yyyy", 37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 42: '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: "dd/mm/yyyy", 57: "dd/mm/yyyy",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetPart:
    title: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class WorkbookParts:
    """What the sheets share; charts and macros on sheets of their own are left out."""

    sheets: list[SheetPart]
    shared_texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    is_1904: bool = False


def workbook_parts(name: str, package: Package) -> WorkbookParts:
    """Raises `package.BROKEN` where a part is missing or no XML, Refused where the workbook is of the strict kind."""
    root = package.xml(package.workbook_part)
    if root.tag.startswith(STRICT):
        raise Refused("import.file.strict", path=name)
    links = package.relations(package.workbook_part)
    settings = root.find(f"{MAIN}workbookPr")
    shared = WorkbookParts(list(_sheets(root, links)))
    shared.is_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    for kind, part in links.values():
        if kind == "sharedStrings":
            shared.shared_texts = list(_texts(package, part))
        elif kind == "styles":
            shared.codes = _codes(package.xml(part))
    return shared


def _sheets(root: Element, links: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        kind, part = links.get(sheet.get(LINK, ""), ("", ""))
        if kind == "worksheet":
            yield SheetPart(unescaped(sheet.get("name", "")), part, sheet.get("state", "visible") != "visible")


def _texts(package: Package, part: str) -> Iterator[str]:
    for element in package.elements(part):
        if element.tag == f"{MAIN}si":
            yield text_of(element)
            element.clear()


def text_of(element: Element | None) -> str:
    """The runs of a text joined, without its readings in small letters."""
    if element is None:
        return ""
    runs = (*element.iterfind(f"{MAIN}t"), *element.iterfind(f"{MAIN}r/{MAIN}t"))
    return unescaped("".join(run.text or "" for run in runs))


def _codes(root: Element) -> list[str]:
    """The format code of every style of cells, in order."""
    own = {
        int(number_format.get("numFmtId", "0")): number_format.get("formatCode", GENERAL)
        for number_format in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    styles = root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")
    numbers = [int(style.get("numFmtId") or 0) for style in styles]
    return [own.get(number) or BUILT_IN.get(number, GENERAL) for number in numbers]
