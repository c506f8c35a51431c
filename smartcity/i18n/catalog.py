"""The gettext catalogs, read once per language from `catalogs/<language>/*.po`."""

from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
CATALOGS = Path(__file__).parent / "catalogs"


@cache
def messages(language: Language) -> dict[str, str]:
    """Every key of the language with its text; a key said twice is a mistake and raises."""
    found: dict[str, str] = {}
    for path in sorted((CATALOGS / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                key, text = str(message.id), str(message.string)
                if key in found:
                    raise ValueError(f"{path.name}: {key} is already said elsewhere")
                found[key] = text
    return found
