"""Format codes of cells: which section a number takes, how it is scaled, and what people see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache

from smartcity.domain.errors import present

TOKENS = re.compile(
    r"""(?P<literal>"[^"]*"?|\\.|_.)|(?P<fill>\*.)|(?P<elapsed>\[(?:h+|m+|s+)\])|(?P<bracket>\[[^\]]*\])"""
    r"""|(?P<general>General|Standard)|(?P<half>AM/PM|A/P)|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+|e+|b{2,})"""
    r"""|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<end>;)|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
TESTS = {
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
# Words that multiply the number beside them, in a cell, its format or its heading.
SCALED = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "triliun": 12}
SCALE_WORD = re.compile(r"\b(?:" + "|".join(SCALED) + r")(?=(?:an)?\b)", re.IGNORECASE)
# General shows at most eleven digits.
WIDEST = Decimal(10) ** 11
Part = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """One of up to four; `parts` are pairs of a kind and its text."""

    parts: tuple[Part, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, *wanted: str) -> bool:
        return any(kind in wanted for kind, _text in self.parts)

    @cached_property
    def is_day(self) -> bool:
        return self.has("date", "elapsed")

    @property
    def literal(self) -> str:
        return "".join(text for kind, text in self.parts if kind == "literal")

    @cached_property
    def day_parts(self) -> frozenset[str]:
        """Of y, m, d, h and s those that are shown; an m beside hours or seconds is minutes and left out."""
        marks = [text[0].casefold() for kind, text in self.parts if kind == "date"]
        shown = {"y" if mark in "eb" else mark for mark in marks if mark != "m"}
        months = [
            at
            for at, mark in enumerate(marks)
            if mark == "m" and "h" not in marks[max(at - 1, 0) : at] and "s" not in marks[at + 1 : at + 2]
        ]
        return frozenset(shown | ({"m"} if months else set()))

    @cached_property
    def is_parted(self) -> bool:
        """Whether literals stand between the digits, as in `00\\.00\\.0000`; a stroke makes a fraction of them."""
        digits = [at for at, (kind, _text) in enumerate(self.parts) if kind == "digit"]
        between = [part for part in self.parts[digits[0] : digits[-1]] if part[0] == "literal"] if digits else []
        return bool(between) and "/" not in self.literal and not self.has("exponent")

    def scale(self) -> int:
        """By how many powers of ten people see the number larger: 2 for a bare %, -3 for a comma after the digits."""
        marks = [kind for kind, _text in self.parts if kind in ("digit", "comma", "point", "percent")]
        percents = marks.count("percent")
        numbers = [kind for kind in marks if kind != "percent"]
        whole = numbers[: numbers.index("point")] if "point" in numbers else numbers
        commas = _trailing(whole) + (_trailing(numbers) if "point" in numbers else 0)
        return 2 * percents - 3 * commas

    def places(self) -> int:
        marks = [kind for kind, _text in self.parts if kind in ("digit", "point", "exponent")]
        marks = marks[: marks.index("exponent")] if "exponent" in marks else marks
        return marks[marks.index("point") :].count("digit") if "point" in marks else 0


def _trailing(marks: list[str]) -> int:
    if "digit" not in marks:
        return 0
    return len(marks) - 1 - max(at for at, kind in enumerate(marks) if kind == "digit")


@dataclass(frozen=True, slots=True)
class Format:
    sections: tuple[Section, ...]

    def of(self, value: Decimal) -> tuple[Section, bool]:
        """The section this number takes, and whether its minus sign is left to the section."""
        numeric = self.sections[:3]
        if any(section.condition for section in numeric):
            return self._by_condition(numeric, value)
        if value < 0 and len(numeric) > 1:
            return numeric[1], True
        if value == 0 and len(numeric) > 2:
            return numeric[2], False
        return numeric[0], False

    def _by_condition(self, numeric: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
        for place, section in enumerate(numeric):
            test = section.condition
            if test is None and place == 1 and len(numeric) == 3:
                test = ("<", Decimal(0))
            if test is None or TESTS[test[0]](value, test[1]):
                return section, test is not None and test[0] in ("<", "<=") and test[1] <= 0
        return numeric[-1], False


@lru_cache(maxsize=1000)
def parsed(code: str) -> Format:
    sections: list[Section] = [Section(())]
    for kind, text in _parts(code):
        last = sections[-1]
        if kind == "end":
            sections.append(Section(()))
        elif kind == "condition":
            match = present(CONDITION.fullmatch(text))
            sections[-1] = Section(last.parts, (match[1], Decimal(match[2])))
        else:
            sections[-1] = Section((*last.parts, (kind, text)), last.condition)
    return Format(tuple(sections))


def _parts(code: str) -> Iterator[Part]:
    for match in TOKENS.finditer(code):
        kind, text = match.lastgroup or "", match[0]
        if kind == "literal":
            yield "literal", " " if text[0] == "_" else text.strip('"') if text[0] == '"' else text[1:]
        elif kind == "bracket":
            inside = text[1:-1]
            if CONDITION.fullmatch(inside):
                yield "condition", inside
            elif currency := CURRENCY.fullmatch(inside):
                yield "literal", currency[1]
        elif kind == "other":
            yield "literal", text
        elif kind != "fill":
            yield kind, text


def displayed_text(value: Decimal, section: Section, *, is_signed: bool) -> str:
    """The number as people see it, with a decimal point; `is_signed`: the section has the minus sign in it."""
    if not section.has("digit", "general", "text"):
        return section.literal.strip()
    size = abs(value)
    sign = "-" if value < 0 and not is_signed else ""
    if section.is_parted:
        return (sign + _among(section, size)).strip()
    number = general(size) if section.has("general", "text") else _digits(size, section)
    return (sign + _around(section, number)).strip()


def _around(section: Section, number: str) -> str:
    """The literals around the number, which stands in place of the first digit."""
    result, is_written = "", False
    for kind, text in section.parts:
        if kind == "literal":
            result += text
        elif kind == "percent":
            result += "%"
        elif kind in ("digit", "general", "text", "point") and not is_written:
            result, is_written = result + number, True
    return result


def _among(section: Section, size: Decimal) -> str:
    """The digits each in their place, from the last to the first, which takes all that are left."""
    places = section.places()
    scaled = size.scaleb(section.scale()).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = f"{scaled:f}".replace(".", "")
    digits = digits.lstrip("0").rjust(places, "0")
    first = next(at for at, (kind, _text) in enumerate(section.parts) if kind == "digit")
    pieces: list[str] = []
    for at, (kind, text) in reversed([*enumerate(section.parts)]):
        if kind == "digit":
            taken, digits = (digits, "") if at == first else (digits[-1:], digits[:-1])
            pieces.append(taken or ("0" if text == "0" else ""))
        elif kind in ("literal", "point", "percent"):
            pieces.append(text)
    return "".join(reversed(pieces))


def _digits(size: Decimal, section: Section) -> str:
    if section.has("exponent"):
        return f"{size:.{section.places()}E}"
    before = [part for part in section.parts if part[0] in ("digit", "comma", "point")]
    point = next((at for at, part in enumerate(before) if part[0] == "point"), len(before))
    after = [text for kind, text in before[point:] if kind == "digit"]
    scaled = size.scaleb(section.scale()).quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    whole, _, places = f"{scaled:f}".partition(".")
    least = sum(text == "0" for kind, text in before[:point] if kind == "digit")
    whole = (whole if whole != "0" or least else "").zfill(least)
    if _is_grouped(before[:point]):
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    fixed = after.count("0")
    places = places[:fixed] + places[fixed:].rstrip("0")
    return f"{whole}.{places}" if places else whole


def _is_grouped(before: list[Part]) -> bool:
    marks = [kind for kind, _text in before]
    return any(marks[at - 1 : at + 2] == ["digit", "comma", "digit"] for at in range(1, len(marks)))


def general(size: Decimal) -> str:
    """Eleven digits at most; beyond them, as `1.98501E+17`."""
    if size >= WIDEST or (size and size < Decimal("0.0001")):
        return f"{size:.5E}"
    return f"{size:.10f}".rstrip("0").rstrip(".") if size != size.to_integral_value() else f"{size:.0f}"
