"""A text file as lines of cells: its code, its separator, the rows as the file numbers them."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from smartcity.exchange.xlsx.formatted import ErrorValue
from smartcity.exchange.xlsx.rows import FORMULA, MOST_COLUMNS, Row, is_filled

SEPARATORS = ";,\t|"
TOLD = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
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
    found = content.decode("utf-8-sig", errors="replace")
    wide = sum(not letter.isascii() for letter in found)
    lost = found.count("\ufffd")
    return found if wide - lost > lost else content.decode("cp1252", errors="replace")


def _wide(head: bytes) -> str | None:
    """UTF-16 where every second byte of mostly Latin text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.3 * len(head) / 2 or min(even, odd) > 0.1 * max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def csv_rows(content: str) -> Iterator[Row]:
    """Raises csv.Error for a quote that is never closed, or closed within a cell."""
    first, _, _rest = content.partition("\n")
    told = TOLD.match(first.rstrip("\r"))
    mark = told[1] if told else separator(content)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark, strict=True)
    for number, row in enumerate(reader, start=1):
        if not (told and number == 1):
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
    width, count = max(Counter(widths).items(), key=lambda found: (found[1], -found[0]))
    return (count / len(widths), width) if width > 1 else (0.0, sum(width > 1 for width in widths))
