"""Texts of the plan where the framework reads Markdown: drawn letter by letter, never as a picture, link or sign.

Labels, options of buttons, tooltips, headings of folds, messages: Markdown with directives, icons, formulas and bare
addresses made links. Options of lists and texts in empty fields are drawn as they are.
"""

import re

from smartcity.domain.texts import clean

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


def _one_line(text: str, most: int) -> str:
    """Without what is not seen or turns the direction of reading, and not without end."""
    line = _SPACE.sub(" ", _UNSEEN.sub("", clean(text))).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}{_CUT}"
