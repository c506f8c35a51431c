"""The problem list of an import as plain lines, gathered by kind for terminal and screen, one by one for a file."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum

from smartcity.commands.plan.import_schema import Place, PlanDraft, Problem
from smartcity.exchange.workbook.layout import SHEETS
from smartcity.i18n.words import Words

MOST_VALUES = 3
MOST_SPANS = 6
LONGEST = 60
HEADINGS: Mapping[tuple[str, str | None], str] = {
    (sheet.title, column.field): column.heading for sheet in SHEETS for column in sheet.columns
}
GroupKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """`rows` as the file numbers them, `advice` says what is wrong and what to do, `count` how often."""

    sheet: str
    rows: str
    column: str
    value: str
    advice: str
    is_warning: bool
    count: int = 1


def grouped_lines(draft: PlanDraft, words: Words, most: int = 40) -> list[ProblemLine]:
    """Errors first, in the order of the file: one line per kind, with its first rows and values.

    A kind is one sentence about one column of one sheet; where that makes more than `most` lines, about one sheet;
    where that is too many still, about the whole file.
    """
    grouped: list[ProblemLine] = []
    for kind in (_by_column, _by_sheet, _by_sentence):
        grouped = [*_gathered(draft.errors, kind, words), *_gathered(draft.warnings, kind, words)]
        if len(grouped) <= most:
            break
    return grouped


def single_lines(draft: PlanDraft, words: Words) -> Iterator[ProblemLine]:
    """Every single problem, errors first, with its value in full."""
    for problem in (*draft.errors, *draft.warnings):
        place, value = problem.place, _value_text(problem.value, words)
        row, advice = str(place.row or ""), _sentence(problem, words)
        yield ProblemLine(place.sheet, row, _heading(place), value, advice, problem.is_warning)


def _by_column(problem: Problem) -> GroupKey:
    return problem.key, problem.place.sheet, _heading(problem.place)


def _by_sheet(problem: Problem) -> GroupKey:
    return problem.key, problem.place.sheet


def _by_sentence(problem: Problem) -> GroupKey:
    return (problem.key,)


def _sentence(problem: Problem, words: Words) -> str:
    return words.say(problem.key, **{name: _fact(fact, words) for name, fact in problem.facts.items()})


def _fact(fact: object, words: Words) -> object:
    if isinstance(fact, Decimal):
        return words.number(fact)
    return words.label(fact) if isinstance(fact, StrEnum) else fact


def _gathered(problems: Sequence[Problem], kind: Callable[[Problem], GroupKey], words: Words) -> Iterator[ProblemLine]:
    groups: defaultdict[GroupKey, list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[kind(problem)].append(problem)
    for alike in groups.values():
        sheets, columns = (_first(names) for names in zip(*map(_where, alike), strict=True))
        values = _first(_shown(problem.value, words) for problem in alike)
        yield ProblemLine(sheets, _rows(alike), columns, values, _advice(alike, words), alike[0].is_warning, len(alike))


def _where(problem: Problem) -> tuple[str, str]:
    return problem.place.sheet, _heading(problem.place)


def _first(values: Iterable[str], most: int = MOST_VALUES) -> str:
    distinct = list(dict.fromkeys(filter(None, values)))
    return "; ".join(distinct[:most]) + ("; …" if len(distinct) > most else "")


def _advice(alike: Sequence[Problem], words: Words) -> str:
    """The sentence; where it differs from row to row that of the first, which then is named."""
    sentence, facts = _sentence(alike[0], words), alike[0].facts
    if all(problem.facts == facts for problem in alike):
        return sentence
    return words.say("import.likewise", sentence=sentence, row=alike[0].place.row or "")


def _rows(alike: Sequence[Problem]) -> str:
    """`38–49, 60`; with their sheet where there are several."""
    by_sheet: defaultdict[str, list[int | None]] = defaultdict(list)
    for problem in alike:
        by_sheet[problem.place.sheet].append(problem.place.row)
    if len(by_sheet) == 1:
        return _spans(next(iter(by_sheet.values())))
    return _first(f"{sheet} {_spans(rows, 2)}".strip() for sheet, rows in by_sheet.items())


def _spans(rows: Iterable[int | None], most: int = MOST_SPANS) -> str:
    spans: list[list[int]] = []
    for row in sorted({row for row in rows if row is not None}):
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    listed = ["–".join(map(str, span)) for span in spans]
    return ", ".join(listed[:most] + ["…"] * (len(listed) > most))


def _shown(value: object, words: Words) -> str:
    text = _value_text(value, words)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _value_text(value: object, words: Words) -> str:
    """As the template asks for it: 2,5; 05/07/2023; 2026-10-20 09:30; Triwulan."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60}.{minutes % 60:02d}"
        case float() | Decimal():
            return words.bare(value)
        case Enum():
            return words.label(value)
        case datetime():
            return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H.%M}"
        case tuple():
            return " · ".join(_value_text(part, words) for part in value)
        case _:
            return str(value)


def _heading(place: Place) -> str:
    """Rules know fields, people know headings."""
    return HEADINGS.get((place.sheet, place.column), place.column or "")
