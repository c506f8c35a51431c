"""How many letters a text may have, field by field: one limit for form, command and import."""

from collections.abc import Mapping

NOTE = 280
LINE = 120
NAME = 300
REASON = 1_000
TEXT = 5_000
MINUTES = 20_000
# A draft of what is typed about a row is kept under its entity and its code.
CODE = 100
MEETING_NAME = 160
LINK = 2_000

# Whatever the entity; what is not listed here or below is a name.
_OF_FIELD: Mapping[str, int] = {
    "code": CODE,
    **dict.fromkeys(("description", "definition", "formula", "source", "legal_basis", "aliases"), TEXT),
    "note": NOTE,
    "reason": REASON,
    "evidence_title": LINE,
    "evidence_url": LINK,
    "review_note": REASON,
    "end_note": REASON,
}
_OF_NOUN: Mapping[tuple[str, str], int] = {
    ("mission", "name"): REASON,
    ("reading", "reason"): NOTE,
    **dict.fromkeys((("waiting", "note"), ("waiting", "on_party"), ("quick_win_year", "note")), REASON),
    **{("statement", name): NOTE for name in ("happened", "obstacle", "next_step", "help_needed")},
    ("statement", "help_from"): LINE,
    ("meeting", "name"): MEETING_NAME,
    ("meeting", "minutes"): MINUTES,
    ("decision", "text"): REASON,
    ("decision", "follow_up"): MINUTES,
}


def longest(entity: str, field: str) -> int:
    """The limit of a field of an entity, as drafts name them."""
    return _OF_NOUN.get((entity, field), _OF_FIELD.get(field, NAME))


def length(value: object) -> int:
    """Of a text, or of several with one mark between them; 0 for what is no text."""
    if isinstance(value, tuple):
        return len(";".join(value)) if all(isinstance(part, str) for part in value) else 0
    return len(value) if isinstance(value, str) else 0
