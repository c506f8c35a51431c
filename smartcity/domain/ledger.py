"""The hash chain of the audit ledger: each entry seals its content and the seal of the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

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
