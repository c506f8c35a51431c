"""A file as plain tables: .xlsx or a folder of CSV, read with guards and nothing interpreted."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from smartcity.domain.refusals import Refused
from smartcity.exchange.csv_lines import csv_rows, decoded
from smartcity.exchange.letters import visible
from smartcity.exchange.xlsx.package import BROKEN, MOST_SWELLING, MOST_SWOLLEN, MOST_UNPACKED, Package
from smartcity.exchange.xlsx.parts import parts
from smartcity.exchange.xlsx.rows import FORMULA, Row, SheetRows, is_filled

__all__ = ["FORMULA", "MOST_SWELLING", "MOST_SWOLLEN", "MOST_UNPACKED", "File", "Line", "Table", "read"]

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


def read(path: Path, progress: Progress = lambda _title, _total: None) -> File:
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
    shared = parts(name, package)
    for sheet in shared.sheets:
        progress(sheet.title, len(shared.sheets))
        found = SheetRows(package, sheet.part, shared)
        lines = _lines(sheet.title, found.rows())
        hidden = frozenset(found.hidden_columns)
        yield Table(visible(sheet.title), lines, tuple(found.merged), sheet.is_hidden, hidden, shared.is_1904)


def _lines(title: str, rows: Iterable[Row]) -> tuple[Line, ...]:
    """Rows without anything in them are left out: a sheet may have a million of them."""
    kept: list[Line] = []
    for row in rows:
        if row.beyond is not None or any(is_filled(cell) for cell in row.cells):
            kept.append(row)
        if len(kept) > MOST_ROWS:
            raise Refused("import.file.too_many_rows", sheet=title, limit=f"{MOST_ROWS:,}".replace(",", "."))
    return tuple(kept)


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
