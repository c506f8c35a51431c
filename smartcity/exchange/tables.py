"""A file as plain tables: .xlsx or a folder of CSV, read with guards and nothing interpreted."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from smartcity.domain.refusals import Refused

MOST_BYTES = 25 * 2**20
MOST_UNPACKED = 400 * 2**20
MOST_ROWS = 200_000
MOST_COLUMNS = 200
FORMULA = object()
MERGED = re.compile(rb"<(?:\w+:)?mergeCell ref=\"([A-Z]+\d+:[A-Z]+\d+)\"")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is the row as the spreadsheet numbers it; a formula stands as FORMULA."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True)
class Table:
    """One sheet: headings as typed, lines that hold anything, and merged ranges."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    merged: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class File:
    name: str
    sha256: str
    tables: tuple[Table, ...]


def read(path: Path, progress: Progress = lambda _title: None) -> File:
    """Reads a workbook or a folder of CSV.

    Raises:
        Refused: it is missing, too big, not a workbook, a zip bomb, or has too many rows.
    """
    if path.is_dir():
        return _folder(path, progress)
    if not path.is_file():
        raise Refused("import.file.missing", path=path)
    if path.stat().st_size > MOST_BYTES:
        raise Refused("import.file.too_big", path=path.name, limit=MOST_BYTES // 2**20)
    content = path.read_bytes()
    _refuse_bomb(path.name, content)
    return File(path.name, hashlib.sha256(content).hexdigest(), tuple(_sheets(path.name, content, progress)))


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


def _sheets(name: str, content: bytes, progress: Progress) -> Iterator[Table]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise Refused("import.file.not_workbook", path=name) from error
    with closing(book), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for sheet in book.worksheets:
            progress(sheet.title)
            merged = _merged(archive, sheet)
            yield _table(sheet.title, _cells(sheet), merged)


def _merged(archive: zipfile.ZipFile, sheet: object) -> tuple[str, ...]:
    path = getattr(sheet, "_worksheet_path", None)
    if path is None:
        return ()
    return tuple(found.decode() for found in MERGED.findall(archive.read(path)))


def _cells(sheet: object) -> Iterator[Line]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # what a file says of its own size may be a lie
    rows = sheet.iter_rows()  # type: ignore[attr-defined]
    for number, row in enumerate(rows, start=1):
        yield Line(number, tuple(FORMULA if cell.data_type == "f" else cell.value for cell in row[:MOST_COLUMNS]))


def _table(title: str, lines: Iterator[Line], merged: tuple[str, ...] = ()) -> Table:
    first = next(lines, Line(1, ()))
    headings = tuple("" if cell is None else str(cell).strip() for cell in first.cells)
    kept: list[Line] = []
    for line in lines:
        if line.number > MOST_ROWS:
            raise Refused("import.file.too_many_rows", sheet=title, limit=f"{MOST_ROWS:,}".replace(",", "."))
        if any(_is_filled(cell) for cell in line.cells):
            kept.append(line)
    return Table(title, headings, tuple(kept), merged)


def _is_filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _folder(path: Path, progress: Progress) -> File:
    files = sorted(path.glob("*.csv"))
    if not files:
        raise Refused("import.file.no_csv", path=path)
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise Refused("import.file.too_big", path=path.name, limit=MOST_BYTES // 2**20)
    seal, tables = hashlib.sha256(), []
    for file in files:
        progress(file.stem)
        content = file.read_bytes()
        seal.update(file.name.encode() + b"\0" + content)
        tables.append(_table(file.stem, _csv_lines(_decoded(content))))
    return File(path.name, seal.hexdigest(), tuple(tables))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else the Windows code page that office programs still write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv_lines(content: str) -> Iterator[Line]:
    first = content.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    for row, number in _numbered(csv.reader(io.StringIO(content, newline=""), delimiter=mark)):
        yield Line(number, tuple(cell or None for cell in row[:MOST_COLUMNS]))


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[list[str], int]]:
    for number, row in enumerate(reader, start=1):
        yield row, number
