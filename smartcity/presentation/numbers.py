"""How a number field reads, and what it understood: the same words while something is typed and when it is left."""

from decimal import Decimal

from smartcity.domain.indicators.readings import TypedNumber, read_number, spelled
from smartcity.i18n.words import Words

_SIZES = ((10**12, "trillions"), (10**9, "billions"), (10**6, "millions"), (10**3, "thousands"))


def number_echo(words: Words, text: str) -> str:
    """One sentence; while nothing is typed, how it is written."""
    typed = read_number(text)
    if not typed.text:
        return words.say("number.hint")
    if typed.value is None:
        return words.say("number.unreadable")
    read = sized(words, typed.value)
    if typed.other is None or not is_ambiguous(words, typed):
        return words.say("number.read", value=read)
    return words.say("number.read_not", value=read, other=sized(words, typed.other), write=spelled(typed.other))


def is_ambiguous(words: Words, typed: TypedNumber) -> bool:
    """Whether who typed it may mean the other number: always on an English screen, else where a comma stands."""
    return typed.other is not None and (words.language != "id" or "," in typed.text)


def sized(words: Words, value: Decimal) -> str:
    """With the word of its size, so that no mark decides what it says: `1.234 (ribuan)`."""
    size = next((word for least, word in _SIZES if abs(value) >= least), None)
    shown = words.number(value)
    return shown if size is None else f"{shown} ({words.say(f'number.{size}')})"
