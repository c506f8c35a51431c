"""The audit ledger: its hash chain, the rows that an entry seals, its seals kept outside the database."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from smartcity.domain.reasons import Fault

GENESIS = "0" * 64


def canonical(content: Mapping[str, object]) -> str:
    """One spelling for one content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(content: Mapping[str, object]) -> str:
    """SHA-256 hex of the canonical content."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def seal(previous: str, content: Mapping[str, object]) -> str:
    """SHA-256 hex of the previous seal and the canonical content."""
    return hashlib.sha256(f"{previous}\n{canonical(content)}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it; `at` in the city's zone, `subject` as `kind:name`."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    reason: str | None

    @property
    def kind(self) -> str:
        return self.subject.partition(":")[0]

    @property
    def name(self) -> str:
        return self.subject.partition(":")[2]

    @property
    def changes(self) -> tuple[tuple[str, object, object], ...]:
        """Field, old value and new value; None where there was or is none."""
        fields = dict.fromkeys((*self.before, *self.after))
        return tuple((field, self.before.get(field), self.after.get(field)) for field in fields)


@dataclass(frozen=True, slots=True)
class Sealed:
    """One entry as stored."""

    number: int
    previous: str
    seal: str
    content: Mapping[str, object]


def first_broken(entries: Iterable[Sealed]) -> int | None:
    """Number of the first entry, in order, whose seal, predecessor or number does not fit; None when whole."""
    previous = GENESIS
    for expected, entry in enumerate(entries, start=1):
        if entry.number != expected or entry.previous != previous or entry.seal != _fitting(previous, entry):
            return expected if entry.number != expected else entry.number
        previous = entry.seal
    return None


def _fitting(previous: str, entry: Sealed) -> str | None:
    """None where its content is not what an entry holds."""
    try:
        return seal(previous, entry.content)
    except TypeError:
        return None


def entry_content(
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    reason: str | None,
    rows: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """What an entry's seal covers; `at` in UTC to the microsecond; `rows` only where it seals any."""
    content: dict[str, object] = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "subject": subject,
        "before": before,
        "after": after,
        "reason": reason,
    }
    return content if rows is None else content | {"rows": rows}


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
    stored = {name: normalised(value) for name, value in values.items() if value is not None}
    return digest_of(table, canonical(stored).encode())


def digest_of(table: str, spelled: bytes) -> bytes:
    """`spelled` is the canonical JSON of the normalised values."""
    return hashlib.sha256(f"{table}\n".encode() + spelled).digest()[:SIZE]


def packed(by_table: Mapping[str, Mapping[int, bytes]]) -> Packed:
    """Tables without rows are left out."""
    return {table: _pack(digests) for table, digests in sorted(by_table.items()) if digests}


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


def unpacked(content: Mapping[str, object]) -> Iterator[tuple[str, int, bytes]]:
    """Table, key and digest of every row.

    Raises:
        ValueError, TypeError, KeyError: it is not what `packed` made.
    """
    for table, part in content.items():
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


# What a mail or a word processor puts into a long word: line breaks, quoting marks, invisible signs.
_GAP = r"[\s>\u00ad\u200b\u2060\ufeff]*"
_HEX = "[0-9A-Fa-f]"
_SEAL = re.compile(rf"(?<!\d)(\d{{1,12}}){_GAP}:{_GAP}((?:{_HEX}{_GAP}){{63}}{_HEX})(?!{_HEX})")
_NOT_HEX = re.compile("[^0-9a-f]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The seal of one ledger entry."""

    number: int
    seal: str

    @property
    def text(self) -> str:
        """As it is printed and found again in any text."""
        return f"{self.number}:{self.seal}"

    def at(self, instant: datetime) -> str:
        """With the instant of its entry."""
        return f"{self.text} {instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def anchors_in(text: str) -> Iterator[Anchor]:
    """Every seal in a text, whatever stands around it."""
    for number, seal in _SEAL.findall(text):
        yield Anchor(int(number), _NOT_HEX.sub("", seal.lower()))
