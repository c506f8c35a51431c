"""The newest seal as it is carried by what leaves the house: minutes and mails."""

from datetime import datetime

from smartcity.domain.anchors import Anchor
from smartcity.i18n.speech import Words

Sealed = tuple[Anchor, datetime | None]


def seal_line(words: Words, newest: Sealed) -> str:
    """Number, hash and instant; empty while the ledger is."""
    anchor, at = newest
    return "" if at is None else words.say("seal.line", seal=anchor.at(at))


def with_seal(words: Words, text: str, newest: Sealed) -> str:
    """The text with the seal as its last paragraph."""
    line = seal_line(words, newest)
    return f"{text}\n\n{line}" if line else text
