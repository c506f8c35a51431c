"""The gettext catalogs, read once per language, and their texts with facts filled in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal

from babel.messages.pofile import read_po

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
CATALOGS = Path(__file__).parent / "catalogs"


@cache
def messages(language: Language) -> dict[str, str]:
    """Every key of the language with its text; a key said twice is a mistake and raises."""
    by_key: dict[str, str] = {}
    for path in sorted((CATALOGS / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                key, text = str(message.id), str(message.string)
                if key in by_key:
                    raise ValueError(f"{path.name}: {key} is already said elsewhere")
                by_key[key] = text
    return by_key


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
