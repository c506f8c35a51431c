"""A file as plain tables: .xlsx or a folder of CSV, read with guards and nothing interpreted."""

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from smartcity.domain.errors import Refused
from smartcity.exchange.workbook.letters import visible
from smartcity.exchange.workbook.xlsx.formatted import ErrorValue
from smartcity.exchange.workbook.xlsx.package import (
    BROKEN,
    MOST_SWELLING,
    MOST_SWOLLEN,
    MOST_UNPACKED,
    Package,
    workbook_parts,
)
from smartcity.exchange.workbook.xlsx.rows import FORMULA, MOST_COLUMNS, Row, SheetRows, is_filled

SEPARATORS = ";,\t|"
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA)"
    r"|#{3,}|Err:\d{3}",
    re.IGNORECASE,
)
SEEN = 20


def decoded(content: bytes) -> str:
    """By its mark, UTF-16 without one by its zeros, plain UTF-8, else the Windows page that office programs write."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return content.decode("utf-32", errors="replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if code := _wide(content[:4096]):
        return content.decode(code, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _spoilt(content)


def _spoilt(content: bytes) -> str:
    """UTF-8 with a few wrong bytes stays UTF-8; what is lost is marked by U+FFFD."""
    text = content.decode("utf-8-sig", errors="replace")
    wide = sum(not letter.isascii() for letter in text)
    lost = text.count("\ufffd")
    return text if wide - lost > lost else content.decode("cp1252", errors="replace")


def _wide(head: bytes) -> str | None:
    """UTF-16 where every second byte of mostly Latin text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.3 * len(head) / 2 or min(even, odd) > 0.1 * max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def csv_rows(content: str) -> Iterator[Row]:
    """Raises csv.Error for a quote that is never closed, or closed within a cell."""
    first, _, _rest = content.partition("\n")
    separator_line = SEPARATOR_LINE.match(first.rstrip("\r"))
    mark = separator_line[1] if separator_line else separator(content)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark, strict=True)
    for number, row in enumerate(reader, start=1):
        if not (separator_line and number == 1):
            beyond = next((at for at in range(MOST_COLUMNS, len(row)) if is_filled(row[at])), None)
            yield Row(number, tuple(_cell(cell) for cell in row[:MOST_COLUMNS]), beyond=beyond)


def _cell(typed: str) -> object:
    if typed.startswith("="):
        return FORMULA
    return ErrorValue(typed.strip()) if ERROR.fullmatch(typed.strip()) else typed or None


def separator(content: str) -> str:
    """The one by which the first rows come out equally wide; of several, the one that cuts finest."""
    return max(SEPARATORS, key=lambda mark: _evenness(content, mark))


def _evenness(content: str, mark: str) -> tuple[float, int]:
    head = islice(csv.reader(io.StringIO(content[:200_000], newline=""), delimiter=mark), SEEN)
    try:
        widths = [len(row) for row in head if any(cell.strip() for cell in row)]
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, count = max(Counter(widths).items(), key=lambda pair: (pair[1], -pair[0]))
    return (count / len(widths), width) if width > 1 else (0.0, sum(width > 1 for width in widths))


__all__ = ["FORMULA", "MOST_SWELLING", "MOST_SWOLLEN", "MOST_UNPACKED", "File", "Line", "Table", "read_source"]

MOST_BYTES = 25 * 2**20
MOST_ROWS = 200_000
Progress = Callable[[str, int], None]
Line = Row


@dataclass(frozen=True)
class Table:
    """One sheet: the lines that hold anything, headings among them, merged ranges, and what is hidden.

    `is_1904`: its days are counted from 1904.
    """

    title: str
    lines: tuple[Line, ...]
    merged: tuple[str, ...] = ()
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    is_1904: bool = False


@dataclass(frozen=True)
class File:
    name: str
    sha256: str
    tables: tuple[Table, ...]


def read_source(path: Path, progress: Progress = lambda _title, _total: None) -> File:
    """Reads a workbook or a folder of CSV.

    Raises:
        Refused: it is missing, unreadable, too big, not a workbook, a zip bomb, or has too many rows.
    """
    try:
        return _folder(path, progress) if path.is_dir() else _workbook(path, progress)
    except OSError as error:
        raise Refused("import.file.unreadable", path=path) from error


def _workbook(path: Path, progress: Progress) -> File:
    if not path.is_file():
        raise Refused("import.file.missing", path=path)
    if path.stat().st_size > MOST_BYTES:
        raise Refused("import.file.too_big", path=path.name, limit=MOST_BYTES // 2**20)
    if path.suffix.casefold() in (".csv", ".txt", ".tsv"):
        raise Refused("import.file.lone_csv", path=path.name)
    return read_workbook(path.name, path.read_bytes(), progress)


def read_workbook(name: str, content: bytes, progress: Progress = lambda _title, _total: None) -> File:
    """The same from the content of a workbook; raises what `read` raises."""
    package = Package(name, content)
    try:
        sheets = tuple(_sheets(name, package, progress))
    except BROKEN as error:
        raise Refused("import.file.not_workbook", path=name) from error
    return File(name, hashlib.sha256(content).hexdigest(), sheets)


def _sheets(name: str, package: Package, progress: Progress) -> Iterator[Table]:
    """Broken parts raise one of `BROKEN`."""
    shared = workbook_parts(name, package)
    for sheet in shared.sheets:
        progress(sheet.title, len(shared.sheets))
        sheet_rows = SheetRows(package, sheet.part, shared)
        lines = _lines(sheet.title, sheet_rows.rows())
        hidden = frozenset(sheet_rows.hidden_columns)
        yield Table(visible(sheet.title), lines, tuple(sheet_rows.merged), sheet.is_hidden, hidden, shared.is_1904)


def _lines(title: str, rows: Iterable[Row]) -> tuple[Line, ...]:
    """Rows without anything in them are left out: a sheet may have a million of them."""
    lines: list[Line] = []
    for row in rows:
        if row.beyond is not None or any(is_filled(cell) for cell in row.cells):
            lines.append(row)
        if len(lines) > MOST_ROWS:
            raise Refused("import.file.too_many_rows", sheet=title, limit=f"{MOST_ROWS:,}".replace(",", "."))
    return tuple(lines)


def _folder(path: Path, progress: Progress) -> File:
    files = sorted(file for file in path.iterdir() if file.suffix.casefold() == ".csv" and file.name[0] not in ".~")
    if not files:
        raise Refused("import.file.no_csv", path=path)
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise Refused("import.file.too_big", path=path.name, limit=MOST_BYTES // 2**20)
    seal, tables = hashlib.sha256(), []
    for file in files:
        progress(file.stem, len(files))
        content = file.read_bytes()
        seal.update(file.name.encode() + b"\0" + content)
        try:
            tables.append(Table(visible(file.stem), _lines(file.stem, csv_rows(decoded(content)))))
        except csv.Error as error:
            raise Refused("import.file.bad_csv", path=file.name) from error
    return File(path.name, seal.hexdigest(), tuple(tables))
