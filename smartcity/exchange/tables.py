"""A file as plain tables: .xlsx or a folder of CSV, read with guards and nothing interpreted."""

import codecs
import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from smartcity.domain.refusals import Refused

MOST_BYTES = 25 * 2**20
MOST_UNPACKED = 200 * 2**20
# Sheets of real plans swell 8 to 14 times, long notes repeated in every row up to 90; bombs from 250 to 1,000 times.
MOST_SWELLING = 100
MOST_SWOLLEN = 4 * 2**20
MOST_ROWS = 200_000
MOST_COLUMNS = 200
FORMULA = object()
BROKEN_BOOK = (InvalidFileException, KeyError, ValueError, IndexError, TypeError, SyntaxError, EOFError)
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell ref=\"([A-Z]+\d+:[A-Z]+\d+)\"")
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is the row as the spreadsheet numbers it; a formula stands as FORMULA."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True)
class Table:
    """One sheet: headings as typed, lines that hold anything, merged ranges, and the columns headed by a formula."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    merged: tuple[str, ...] = field(default=())
    formulas: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class File:
    name: str
    sha256: str
    tables: tuple[Table, ...]


def read(path: Path, progress: Progress = lambda _title, _total: None) -> File:
    """Reads a workbook or a folder of CSV.

    Raises:
        Refused: it is missing, unreadable, too big, not a workbook, a zip bomb, or has too many rows.
    """
    try:
        return _folder(path, progress) if path.is_dir() else _workbook(path, progress)
    except OSError as error:
        raise Refused("import.file.unreadable", path=path, why=error.strerror) from error


def _workbook(path: Path, progress: Progress) -> File:
    if not path.is_file():
        raise Refused("import.file.missing", path=path)
    if path.stat().st_size > MOST_BYTES:
        raise Refused("import.file.too_big", path=path.name, limit=MOST_BYTES // 2**20)
    return read_workbook(path.name, path.read_bytes(), progress)


def read_workbook(name: str, content: bytes, progress: Progress = lambda _title, _total: None) -> File:
    """The same from the content of a workbook; raises what `read` raises."""
    _refuse_bomb(name, content)
    try:
        sheets = tuple(_sheets(content, progress))
    except (*BROKEN_BOOK, *BROKEN_ARCHIVE) as error:
        raise Refused("import.file.not_workbook", path=name) from error
    return File(name, hashlib.sha256(content).hexdigest(), sheets)


def _refuse_bomb(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused("import.file.not_workbook", path=name) from error
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise Refused("import.file.not_workbook", path=name)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("import.file.bomb", path=name, limit=MOST_UNPACKED // 2**20)
    if sum(entry.compress_size for entry in entries) > len(content):
        raise Refused("import.file.not_workbook", path=name)
    if sum(entry.file_size for entry in entries if _swells(entry)) > MOST_SWOLLEN:
        raise Refused("import.file.swells", path=name, times=MOST_SWELLING)


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MOST_SWELLING * entry.compress_size


def _sheets(content: bytes, progress: Progress) -> Iterator[Table]:
    """Broken parts raise what openpyxl raises."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    with closing(book), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for sheet in book.worksheets:
            progress(sheet.title, len(book.worksheets))
            merged = _merged(archive, sheet)
            yield _table(sheet.title, _cells(sheet), merged)


def _merged(archive: zipfile.ZipFile, sheet: object) -> tuple[str, ...]:
    path = getattr(sheet, "_worksheet_path", None)
    if path is None:
        return ()
    return tuple(found.decode() for found in MERGED.findall(archive.read(path)))


def _cells(sheet: object) -> Iterator[Line]:
    """The size a sheet claims to have is not believed: it may be a million rows of nothing."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for number, row in enumerate(sheet.iter_rows(), start=1):  # type: ignore[attr-defined]
        yield Line(number, tuple(_value(cell) for cell in row[:MOST_COLUMNS]))


def _value(cell: Any) -> object:
    """As people see it: a cell that shows 90% holds 0.9 and is read as 90."""
    if cell.data_type == "f":
        return FORMULA
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return Decimal(repr(value)) * 100
    return value


def _table(title: str, lines: Iterator[Line], merged: tuple[str, ...] = ()) -> Table:
    first = next(lines, Line(1, ()))
    headings = tuple("" if cell is None or cell is FORMULA else str(cell).strip() for cell in first.cells)
    formulas = tuple(get_column_letter(index) for index, cell in enumerate(first.cells, start=1) if cell is FORMULA)
    kept: list[Line] = []
    for line in lines:
        if line.number > MOST_ROWS:
            raise Refused("import.file.too_many_rows", sheet=title, limit=f"{MOST_ROWS:,}".replace(",", "."))
        if any(_is_filled(cell) for cell in line.cells):
            kept.append(line)
    return Table(title, headings, tuple(kept), merged, formulas)


def _is_filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _folder(path: Path, progress: Progress) -> File:
    files = sorted(file for file in path.iterdir() if file.suffix.casefold() == ".csv" and file.name[0] != ".")
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
            tables.append(_table(file.stem, _csv_lines(_decoded(content))))
        except csv.Error as error:
            raise Refused("import.file.bad_csv", path=file.name) from error
    return File(path.name, seal.hexdigest(), tuple(tables))


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, plain UTF-8, else the Windows code page that office programs still write."""
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv_lines(content: str) -> Iterator[Line]:
    first = content.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark)
    for number, row in enumerate(reader, start=1):
        yield Line(number, tuple(FORMULA if cell.startswith("=") else cell or None for cell in row[:MOST_COLUMNS]))
