"""Periods as people write them where a day is asked: a year, a month, a quarter, a half-year, from … to."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from smartcity.exchange.workbook.layout.columns import Edge

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february pebruari peb",
            "mar maret march mrt",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agst agus agustus aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov november nop nopember",
            "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}
NUMBERS = {
    word: number
    for number, words in enumerate(("1 i kesatu pertama", "2 ii kedua", "3 iii ketiga", "4 iv keempat"), start=1)
    for word in words.split()
}
YEARS = range(1990, 2101)
# Words for parts of a year, and how many months one has.
LENGTHS = {
    **dict.fromkeys(("tw", "triwulan", "trw", "triw", "kuartal", "quarter", "q"), 3),
    **dict.fromkeys(("semester", "smt", "sem", "sm", "s", "h", "half"), 6),
    **dict.fromkeys(("caturwulan", "cawu"), 4),
}
OF_YEAR = r"[\s,./-]*(?:tahun|thn|th|ta)?[\s./-]*'?"
PART = (
    r"(" + "|".join(sorted(LENGTHS, key=len, reverse=True)) + r")[\s.:-]*(?:ke\s*-?\s*)?(iv|i{1,3}|[1-4]|ke\w+|pertama)"
)
YEAR = re.compile(r"(?:(?:tahun anggaran|tahun|thn|th|ta)[\s.]*)?(\d{4})")
MONTH_YEAR = re.compile(r"(?:(?:bulan|bln)[\s.]*)?([a-z]+)" + OF_YEAR + r"(\d{4}|\d{2})")
YEAR_MONTH = re.compile(r"(\d{4})[\s./-]+([a-z]+|\d{1,2})")
NUMBER_YEAR = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})")
PART_YEAR = re.compile(PART + OF_YEAR + r"(\d{4})")
YEAR_PART = re.compile(r"(\d{4})[\s./-]*" + PART)
BETWEEN = re.compile(r"\s*(?:[-\u2013\u2014]|\bs\s*[./]\s*d\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b|\bto\b)\s*")
TWO_YEARS = re.compile(r"\b(\d{4})\s*/\s*(\d{4})\b")
END_OF, START_OF = re.compile(r"(?:pada\s+)?akhir\s+"), re.compile(r"(?:pada\s+)?awal\s+")


@dataclass(frozen=True, slots=True)
class WrittenPeriod:
    """A period by its first and its last day."""

    first: date
    last: date

    @classmethod
    def month(cls, year: int, first: int, months: int = 1) -> "WrittenPeriod":
        last = first + months - 1
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def full_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def year_of(year: int) -> WrittenPeriod:
    return WrittenPeriod(date(year, 1, 1), date(year, 12, 31))


def read_period(typed: str, edge: Edge) -> WrittenPeriod | None:
    """`edge`: the end that is asked, so that "akhir 2025" is read as an end and "awal 2025" as a start."""
    plain = (END_OF if edge is Edge.END else START_OF).sub("", typed.strip(), count=1).replace("t.w.", "tw")
    return next(_single(plain), None) or next(_range(plain), None)


def _single(typed: str) -> Iterator[WrittenPeriod]:
    for year, month, months in _months(typed):
        if full_year(year) in YEARS and 1 <= month <= 13 - months:
            yield WrittenPeriod.month(full_year(year), month, months)


def _months(typed: str) -> Iterator[tuple[int, int, int]]:
    """Year, first month and number of months of every way to read it."""
    if match := YEAR.fullmatch(typed):
        yield int(match[1]), 1, 12
    if (match := MONTH_YEAR.fullmatch(typed)) and match[1] in MONTHS:
        yield int(match[2]), MONTHS[match[1]], 1
    if match := YEAR_MONTH.fullmatch(typed):
        yield int(match[1]), MONTHS.get(match[2]) or (int(match[2]) if match[2].isdecimal() else 0), 1
    if match := NUMBER_YEAR.fullmatch(typed):
        yield int(match[2]), int(match[1]), 1
    if match := PART_YEAR.fullmatch(typed):
        yield _part(int(match[3]), match[1], match[2])
    if match := YEAR_PART.fullmatch(typed):
        yield _part(int(match[1]), match[2], match[3])


def _part(year: int, word: str, number: str) -> tuple[int, int, int]:
    months = LENGTHS[word]
    return year, (NUMBERS.get(number, 99) - 1) * months + 1, months


def _range(typed: str) -> Iterator[WrittenPeriod]:
    """From … to …, where the first may leave its year to the second, and the second its word to the first."""
    typed = TWO_YEARS.sub(r"\1-\2", typed)
    for cut in BETWEEN.finditer(typed):
        before, after = typed[: cut.start()].strip(), typed[cut.end() :].strip()
        for last in (*_single(after), *_single(f"{_word(before)} {after}")):
            for first in (*_single(before), *_single(f"{before} {last.last.year}")):
                if first.first <= last.last:
                    yield WrittenPeriod(first.first, last.last)


def _word(typed: str) -> str:
    """The word of a part of a year with which it begins: `tw` of "tw iii"."""
    first = re.match(r"[a-z]+", typed)
    return first[0] if first and first[0] in LENGTHS else ""
