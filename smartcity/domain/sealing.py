"""What a ledger entry seals of the rows beside it: one spelling per row, its digest, and many digests packed."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from smartcity.domain.ledger import canonical

SIZE = 16
# The digest of a row that was deleted.
GONE = bytes(SIZE)
# {table: {"keys": [[first, last], …], "digests": base64}}, digests in the order of the keys.
Packed = dict[str, object]


def normalised(value: object) -> object:
    """Alike whichever database kept it: decimals to 15 digits, instants in UTC, days and hours as ISO text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Decimal | float):
        return f"{float(value):.15g}"
    if value is None or isinstance(value, str | int | list | dict):
        return value
    isoformat: Callable[[], str] | None = getattr(value, "isoformat", None)
    return isoformat() if isoformat else repr(value)


def row_digest(table: str, values: Mapping[str, object]) -> bytes:
    """Half a SHA-256 of the table and its values by stored column; NULLs are left out."""
    known = {name: normalised(value) for name, value in values.items() if value is not None}
    return digest_of(table, canonical(known).encode())


def digest_of(table: str, spelled: bytes) -> bytes:
    """`spelled` is the canonical JSON of the normalised values."""
    return hashlib.sha256(f"{table}\n".encode() + spelled).digest()[:SIZE]


def packed(found: Mapping[str, Mapping[int, bytes]]) -> Packed:
    """Tables without rows are left out."""
    return {table: _pack(digests) for table, digests in sorted(found.items()) if digests}


def _pack(digests: Mapping[int, bytes]) -> dict[str, object]:
    keys = sorted(digests)
    joined = b"".join(digests[key] for key in keys)
    return {"keys": list(ranges(keys)), "digests": base64.b64encode(joined).decode()}


def ranges(keys: Iterable[int]) -> Iterator[list[int]]:
    """First and last of every run in ascending keys."""
    run: list[int] = []
    for key in keys:
        if run and key == run[1] + 1:
            run[1] = key
            continue
        if run:
            yield run
        run = [key, key]
    if run:
        yield run


def unpacked(found: Mapping[str, object]) -> Iterator[tuple[str, int, bytes]]:
    """Table, key and digest of every row.

    Raises:
        ValueError, TypeError, KeyError: it is not what `packed` made.
    """
    for table, part in found.items():
        if not isinstance(part, dict):
            raise TypeError(table)
        joined = base64.b64decode(part["digests"])
        if sum(last - first + 1 for first, last in part["keys"]) * SIZE != len(joined):
            raise ValueError(table)
        place = 0
        for first, last in part["keys"]:
            for key in range(first, last + 1):
                yield table, key, joined[place : place + SIZE]
                place += SIZE


class Fault(StrEnum):
    """What may be wrong with a file; the words for it stand in the catalog under this name."""

    ENTRY = "entry"
    TRIGGER = "trigger"
    ALTERED = "altered"
    MISSING = "missing"
    UNSEALED = "unsealed"
    HISTORY = "history"
    TIMER = "timer"
    ANCHOR = "anchor"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Breach:
    """The first thing that does not fit: an entry by its number, or a row by table, key and what people call it."""

    fault: Fault
    entry: int = 0
    table: str = ""
    key: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Integrity:
    """How much was compared, and the first breach; None where there is none."""

    entries: int
    rows: int
    breach: Breach | None
