"""Texts with their facts filled in. Where a language bends words after a number, its catalog gives both forms:

`{late} {late:milestone is|milestones are} late` is "one milestone is late", "3 milestones are late".
"""

from collections.abc import Mapping
from string import Formatter

ONE = ("1", "one", "less than 1")


class _Bending(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        one, bends, many = format_spec.partition("|")
        if not bends:
            return str(super().format_field(value, format_spec))
        return one if str(value).casefold() in ONE else many


_BENDING = _Bending()


def filled(text: str, facts: Mapping[str, object]) -> str:
    """Raises KeyError for a fact that the text names and nobody gave."""
    return _BENDING.vformat(text, (), facts) if "|" in text else text.format(**facts)
