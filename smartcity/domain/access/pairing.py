"""How a wall is paired: the code a television shows until an administrator confirms it, and who may ask how often."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

# No letter or digit that can be taken for another across a room: 0 O, 1 I L, 2 Z, 5 S, 8 B.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH = 6
LIFETIME = timedelta(minutes=10)
MOST_WAITING = 30
MOST_ASKED = 6


def typed_code(text: str) -> str:
    """A code as somebody typed it: small letters, blanks and dashes are forgiven."""
    return "".join(character for character in text.upper() if character.isalnum())


@dataclass(frozen=True, slots=True)
class Device:
    """One wall as known now; a wall that waits to be paired has a code, and no `confirmed_at`."""

    id: int
    name: str
    created_at: datetime
    confirmed_at: datetime | None
    revoked_at: datetime | None
    last_seen_at: datetime | None
    showing: str | None
    code: str | None
    code_expires_at: datetime | None

    @property
    def is_paired(self) -> bool:
        return self.confirmed_at is not None and self.revoked_at is None

    def is_waiting(self, now: datetime) -> bool:
        """On the very instant of its expiry a code is no longer good."""
        expires = self.code_expires_at
        return self.confirmed_at is None and self.revoked_at is None and expires is not None and now < expires


class Access(StrEnum):
    """Where a token stands."""

    OPEN = "open"
    WAITING = "waiting"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


def access(device: Device | None, now: datetime) -> Access:
    if device is None:
        return Access.UNKNOWN
    if device.revoked_at is not None:
        return Access.REVOKED
    if device.is_paired:
        return Access.OPEN
    return Access.WAITING if device.is_waiting(now) else Access.EXPIRED


class PairingLimiter:
    """Lets each address through a few times per lifetime of a code. One per process; safe between threads."""

    def __init__(self, most: int = MOST_ASKED, within: timedelta = LIFETIME) -> None:
        self._most, self._within = most, within
        self._passed: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._lock = Lock()

    def lets_through(self, address: str, now: datetime) -> bool:
        with self._lock:
            self._forget(now - self._within)
            passed = self._passed[address]
            if len(passed) >= self._most:
                return False
            passed.append(now)
            return True

    def _forget(self, until: datetime) -> None:
        for address, passed in list(self._passed.items()):
            while passed and passed[0] <= until:
                passed.popleft()
            if not passed:
                del self._passed[address]
