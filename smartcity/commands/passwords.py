"""Passwords as hashes (Argon2id), and one-time passwords. Never logged, never in the ledger."""

import secrets
import unicodedata
from datetime import timedelta
from threading import BoundedSemaphore

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106 leaves the cost to the machine: 32 MiB and three passes are some 50 ms here; four at once hold 128 MiB.
COST = Parameters(type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=3, memory_cost=32 * 1024, parallelism=1)
HASHER = PasswordHasher.from_parameters(COST)
_AT_ONCE = BoundedSemaphore(4)
ONE_TIME_LASTS = timedelta(hours=72)
# Without letters and digits that are taken for each other when read aloud or copied from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def _spelled(password: str) -> str:
    """The same letters from every keyboard."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    with _AT_ONCE:
        return HASHER.hash(_spelled(password))


# What nobody's password is checked against, so that an unknown name takes as long as a wrong password.
NOBODY = hashed(secrets.token_urlsafe(32))


def matches(kept: str | None, password: str) -> bool:
    """Takes the same time whether there is a hash or none."""
    with _AT_ONCE:
        try:
            return HASHER.verify(kept or NOBODY, _spelled(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return HASHER.check_needs_rehash(kept)


def one_time() -> str:
    """Twelve letters in three groups, some 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
