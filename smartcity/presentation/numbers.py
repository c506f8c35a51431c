"""How a number field reads, and what it understood: the same words while something is typed and when it is left."""

from decimal import Decimal

from smartcity.domain.readings import spelled
from smartcity.domain.typed_numbers import TypedNumber, read_number
from smartcity.i18n.speech import Words

_SIZES = ((10**12, "trillions"), (10**9, "billions"), (10**6, "millions"), (10**3, "thousands"))


def number_read(words: Words, text: str) -> str:
    """One sentence; while nothing is typed, how it is written."""
    found = read_number(text)
    if not found.text:
        return words.say("number.hint")
    if found.value is None:
        return words.say("number.unreadable")
    read = sized(words, found.value)
    if found.other is None or not is_doubtful(words, found):
        return words.say("number.read", value=read)
    return words.say("number.read_not", value=read, other=sized(words, found.other), write=spelled(found.other))


def is_doubtful(words: Words, found: TypedNumber) -> bool:
    """Whether who typed it may mean the other number: always on an English screen, else where a comma stands."""
    return found.other is not None and (words.language != "id" or "," in found.text)


def sized(words: Words, value: Decimal) -> str:
    """With the word of its size, so that no mark decides what it says: `1.234 (ribuan)`."""
    size = next((word for least, word in _SIZES if abs(value) >= least), None)
    shown = words.number(value)
    return shown if size is None else f"{shown} ({words.say(f'number.{size}')})"
