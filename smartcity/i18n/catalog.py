"""The gettext catalogs, read once per language, and their texts with facts filled in."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal, Self

from babel.core import Locale
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


class CountText(str):
    """A number as text, whose words bend after `number`: `one`, `1.0`."""

    number: Decimal | int

    @classmethod
    def of(cls, text: str, number: Decimal | int) -> Self:
        counted = cls(text)
        counted.number = number
        return counted


class _PluralFormatter(Formatter):
    """`{late:milestone is|milestones are}`: one of the two by the plural rule of the language; other text is many."""

    def __init__(self, language: Language) -> None:
        self._form_of = Locale.parse(language).plural_form

    def format_field(self, value: object, format_spec: str) -> str:
        one, bends, many = format_spec.partition("|")
        if not bends:
            return str(super().format_field(value, format_spec))
        number = value.number if isinstance(value, CountText) else value
        return one if isinstance(number, Decimal | int) and self._form_of(number) == "one" else many


_PLURALS = {language: _PluralFormatter(language) for language in LANGUAGES}


def filled(text: str, facts: Mapping[str, object], language: Language) -> str:
    """Raises KeyError for a fact that the text names and nobody gave."""
    return _PLURALS[language].vformat(text, (), facts) if "|" in text else text.format(**facts)
