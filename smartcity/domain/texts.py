"""What people type, made harmless without changing what it says."""

import unicodedata

# Marks that turn the direction of what follows: they can make a text look like another one.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE = "\n"


def clean(text: str) -> str:
    """Without control characters, halves of characters and turning marks; one kind of line end, no edges of space."""
    lines = text.replace("\r\n", LINE).replace("\r", LINE).replace("\t", " ")
    return "".join(mark for mark in lines if mark == LINE or _is_said(mark)).strip()


def _is_said(mark: str) -> bool:
    return mark not in TURNING and unicodedata.category(mark) not in ("Cc", "Cs", "Cn", "Zl", "Zp")
