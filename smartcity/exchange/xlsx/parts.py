"""The parts that every sheet of a workbook needs: its sheets, shared texts, format codes, the epoch of its days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

from smartcity.domain.refusals import Refused
from smartcity.exchange.letters import unescaped
from smartcity.exchange.xlsx.package import Package

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
class Parts:
    """What the sheets share; charts and macros on sheets of their own are left out."""

    sheets: list[SheetPart]
    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    is_1904: bool = False


def parts(name: str, package: Package) -> Parts:
    """Raises `package.BROKEN` where a part is missing or no XML, Refused where the workbook is of the strict kind."""
    root = package.xml(package.workbook_part)
    if root.tag.startswith(STRICT):
        raise Refused("import.file.strict", path=name)
    links = package.relations(package.workbook_part)
    settings = root.find(f"{MAIN}workbookPr")
    found = Parts(list(_sheets(root, links)))
    found.is_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    for kind, part in links.values():
        if kind == "sharedStrings":
            found.texts = list(_texts(package, part))
        elif kind == "styles":
            found.codes = _codes(package.xml(part))
    return found


def _sheets(root: Element, links: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        kind, part = links.get(sheet.get(LINK, ""), ("", ""))
        if kind == "worksheet":
            yield SheetPart(unescaped(sheet.get("name", "")), part, sheet.get("state", "visible") != "visible")


def _texts(package: Package, part: str) -> Iterator[str]:
    with package.open(part) as source:
        for _event, element in iterparse(source):
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
        int(found.get("numFmtId", "0")): found.get("formatCode", GENERAL)
        for found in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    styles = root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")
    numbers = [int(style.get("numFmtId") or 0) for style in styles]
    return [own.get(number) or BUILT_IN.get(number, GENERAL) for number in numbers]
