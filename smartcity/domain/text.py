"""What people type: made harmless, held to a length, and two spellings of one name compared."""

import re
import unicodedata
from functools import lru_cache

from smartcity.domain import lengths
from smartcity.domain.errors import Refused

# Marks that turn the direction of what follows: they can make a text look like another one.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE = "\n"


def clean(text: str) -> str:
    """Without control characters, halves of characters and turning marks; one kind of line end, no edges of space."""
    lines = text.replace("\r\n", LINE).replace("\r", LINE).replace("\t", " ")
    return "".join(mark for mark in lines if mark == LINE or _is_printable(mark)).strip()


def _is_printable(mark: str) -> bool:
    return mark not in TURNING and unicodedata.category(mark) not in ("Cc", "Cs", "Cn", "Zl", "Zp")


LONGEST_NOTE = lengths.REASON


def note(text: str | None, *, most: int = LONGEST_NOTE) -> str | None:
    """Raises Refused when it is longer than `most`; empty is None."""
    cleaned = clean(text or "")
    if len(cleaned) > most:
        raise Refused("note.long", length=len(cleaned), most=most)
    return cleaned or None


def required_note(text: str | None, missing: str, *, most: int = LONGEST_NOTE) -> str:
    """The same, refused under the key `missing` where nothing was said."""
    sentence = note(text, most=most)
    if sentence is None:
        raise Refused(missing)
    return sentence


# Marks that print nothing and are not of the categories of control and format characters.
BLANK_MARKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE10)}
INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs")
SAME_MARKS = str.maketrans({**dict.fromkeys("‘’‚‛`´ʼ", "'"), **dict.fromkeys("“”„‟", '"'), "\N{MINUS SIGN}": "-"})
# Letters of other alphabets that are drawn as Latin ones, each above the letter it looks like.
ALIKE = (
    ("АВСЕНІЈКМОРЅТУХԌԚԜҮЬӀаесіјорѕухһԁԛԝѵӏгпвкмнт", "ABCEHIJKMOPSTYXGQWYbIaecijopsyxhdqwvlrnbkmht"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳϲαγηικνορτυχω", "ABEZHIKMNOPTYXCjcaynikvoptuxw"),
    ("ՍՕԼոսօհցզ", "UOLnuohgq"),
    ("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᏔᏃ", "ABCDEGHJKLMPRSTVWZ"),
    ("ıɑɡɩ", "iagi"),
)
LATIN = str.maketrans({other: latin for others, latins in ALIKE for other, latin in zip(others, latins, strict=True)})
# Words shorter than this are never misspelt: DLH and DLHK, Tahap II and Tahap III, Zona A and Zona B are two things.
SHORTEST = 5
LONG = 8
FARTHEST = 2


@lru_cache(maxsize=10_000)
def comparable(name: str) -> str:
    """A name without what no reader tells apart: case, width, invisible characters, kinds of blanks, dashes, quotes."""
    if not name.isascii() or not name.isprintable():
        wide = unicodedata.normalize("NFKC", name.translate(SAME_MARKS))
        name = unicodedata.normalize("NFKC", "".join(map(_comparable_mark, wide)).casefold())
    return " ".join(name.split()).casefold()


def in_latin(name: str) -> str:
    """The same with the Latin letters that its letters of other alphabets look like."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFKC", name.translate(LATIN)).translate(LATIN)


def looks_like(name: str) -> str:
    """`comparable`, blind for alphabets too: a code in Cyrillic and one in Latin letters may look like each other."""
    return comparable(in_latin(name))


def _comparable_mark(mark: str) -> str:
    if mark in BLANK_MARKS:
        return ""
    if mark.isspace():
        return " "
    category = unicodedata.category(mark)
    return "" if category in INVISIBLE else "-" if category == "Pd" else mark


# A title before, as of Drs. Budi, or a degree behind, as of Budi, M.Si and Budi, SE.
TITLED = re.compile(r"(?:prof|drs?|dra|drg|ir|hj?)\.\s*\w.*", re.IGNORECASE)
DEGREE = re.compile(
    r".+,\s*(?:[ADMS]\.\s?[A-Z][A-Za-z.]*|Ph\.?\s?D\.?|A\.?Md\.?|[MS](?:E|H|M|T|IP|Si|Sos|Kom|Pd|STP|AP)\.?)(?:,.*)?"
)


def names_person(text: str) -> bool:
    """Whether it looks like the name of a person, by a title or a degree."""
    return bool(TITLED.fullmatch(text) or DEGREE.fullmatch(text))


def is_misspelling(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` with one or two letters wrong, missing, added or swapped; equal names are none."""
    one, two = comparable(typed).split(), comparable(meant).split()
    if one == two:
        return False
    if "".join(one) == "".join(two):
        return True
    if len(one) != len(two):
        return False
    return all(map(_may_mean, one, two)) and sum(map(letters_apart, one, two)) <= FARTHEST


def _may_mean(typed: str, meant: str) -> bool:
    """A word with a digit is a code or a number, and never corrected."""
    if typed == meant:
        return True
    if any(letter.isdigit() for letter in typed + meant) or max(len(typed), len(meant)) < SHORTEST:
        return False
    return letters_apart(typed, meant) <= (1 if min(len(typed), len(meant)) < LONG else FARTHEST)


def letters_apart(one: str, two: str) -> int:
    """Letters to change, add, drop or swap with their neighbour (Damerau-Levenshtein, no letter touched twice)."""
    before: list[int] = []
    above = list(range(len(two) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, other in enumerate(two, start=1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == two[column - 2] and one[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]
