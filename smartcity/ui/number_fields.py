"""Fields for numbers, all of them: each says how it reads, and what it understood while it is typed and afterwards."""

from typing import Any

from smartcity.domain.field_drafts import FieldPlace
from smartcity.presentation.numbers import number_read
from smartcity.ui import field_drafts, show

LONGEST = 40


def number_input(place: FieldPlace, label: str, value: str = "", *, key: str, **options: Any) -> str:
    """As `field_drafts.text_input`, for a number: `readings.typed_number` reads it."""
    typed = field_drafts.text_input(place, label, value, key=key, max_chars=LONGEST, is_number=True, **options)
    echo(key, typed)
    return typed


def echo(key: str, typed: str, *, is_told_beside: bool = False) -> None:
    """Under the field with this key; the script of the page renews it. What stands beside it is not told twice."""
    words = show.said().words
    text = "" if is_told_beside and typed.strip() else number_read(words, typed)
    show.block("number_echo", css=field_drafts.css_class(key), text=text)
