"""Texts of the plan where the framework reads Markdown, drawn letter by letter; options that can be told apart."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from smartcity.domain.text import clean

MOST_LABEL, MOST_SENTENCE = 200, 1_000
_CUT = "…"
_JOINER = "\N{WORD JOINER}"
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_SPACE = re.compile(r"\s+")
# Marks that the framework still looks for in what is escaped: directives, icons, addresses, arrows.
_BROKEN = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
_MARKS = re.compile(r"[\\`*_\[\]<>$~]|&(?=#?\w)|^[#+-]")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")


class PlainLabel(str):
    """A text that was made plain; it is not made so again."""

    __slots__ = ()


def plain_label(text: object, *, most: int = MOST_LABEL) -> PlainLabel:
    """For every place where the framework reads Markdown."""
    if isinstance(text, PlainLabel):
        return text
    broken = _BROKEN.sub(_JOINER, _one_line(str(text), most))
    return PlainLabel(_NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", broken)))


def plain_sentence(text: object) -> PlainLabel:
    """The same for what is said: refusals, news, questions."""
    return plain_label(text, most=MOST_SENTENCE)


def plain_option(text: object) -> str:
    """For options of lists and the texts of empty fields."""
    return _one_line(str(text), MOST_LABEL)


@lru_cache(maxsize=20_000)
def _one_line(text: str, most: int) -> str:
    """Without what is not seen or turns the direction of reading, and not without end."""
    line = _SPACE.sub(" ", _UNSEEN.sub("", clean(text))).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}{_CUT}"


Key = TypeVar("Key")


def distinct_labels(labels: Mapping[Key, str]) -> dict[Key, str]:
    """Each label as it is drawn; where several read alike, with what each is known by, or its place among them."""
    drawn = {key: plain_option(label) for key, label in labels.items()}
    named = _distinguished(drawn, lambda key, _: f"{drawn[key]} · {plain_option(key)}")
    return _distinguished(named, lambda key, place: f"{named[key]} · {place}")


def _distinguished(labels: Mapping[Key, str], other: Callable[[Key, int], str]) -> dict[Key, str]:
    repeated = {label for label, count in Counter(labels.values()).items() if count > 1}
    places = enumerate(labels.items(), start=1)
    return {key: other(key, place) if label in repeated else label for place, (key, label) in places}


def distinct_names(keys: Iterable[Key], name: Callable[[Key], str]) -> Callable[[Key], str]:
    """`format_func` of a list: what is not among `keys` is drawn as it is."""
    labels = distinct_labels({key: name(key) for key in keys})
    return lambda key: labels.get(key, plain_option(key))
