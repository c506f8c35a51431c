"""Seals kept outside the database: on paper, in minutes, mails and backups. They hold the end of the ledger."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

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
