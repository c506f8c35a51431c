"""The problem list of an import as plain lines, for the terminal and the screen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum

from smartcity.commands.drafts import Place, PlanDraft, Problem
from smartcity.exchange.layout import SHEETS
from smartcity.words.speech import Words

MOST_VALUES = 3
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """`rows` as the file numbers them, `advice` says what is wrong and what to do."""

    sheet: str
    rows: str
    column: str
    value: str
    advice: str
    is_warning: bool


def lines(draft: PlanDraft, words: Words) -> list[Line]:
    """Errors first, in the order of the file, one by one; what is only a warning once for all rows it is true of."""
    return [_line(problem, words) for problem in draft.errors] + _gathered(draft.warnings, words)


def _line(problem: Problem, words: Words) -> Line:
    place = problem.place
    advice = _sentence(problem, words)
    value = _shown(problem.value, words)
    return Line(place.sheet, str(place.row or ""), _heading(place), value, advice, problem.is_warning)


def _sentence(problem: Problem, words: Words) -> str:
    facts = {name: words.number(fact) if isinstance(fact, Decimal) else fact for name, fact in problem.facts.items()}
    return words.say(problem.key, **facts)


def _gathered(warnings: Sequence[Problem], words: Words) -> list[Line]:
    """One per sheet, column and sentence: the rows of the file as `38–49, 60`, and the first of their values."""
    found: defaultdict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in warnings:
        found[problem.place.sheet, _heading(problem.place), _sentence(problem, words)].append(problem)
    return [
        Line(sheet, _spans(problem.place.row for problem in alike), heading, _values(alike, words), sentence, True)
        for (sheet, heading, sentence), alike in found.items()
    ]


def _spans(rows: Iterable[int | None]) -> str:
    spans: list[list[int]] = []
    for row in sorted({row for row in rows if row is not None}):
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    return ", ".join("–".join(map(str, span)) for span in spans)


def _values(alike: Sequence[Problem], words: Words) -> str:
    values = list(dict.fromkeys(_shown(problem.value, words) for problem in alike))
    return "; ".join(values[:MOST_VALUES]) + ("; …" if len(values) > MOST_VALUES else "")


def _shown(value: object, words: Words) -> str:
    text = _written(value, words)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _written(value: object, words: Words) -> str:
    """As the template asks for it: 2,5; 05/07/2023; 2026-10-20 09:30; Triwulan."""
    match value:
        case None:
            return ""
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
            return " · ".join(_written(part, words) for part in value)
        case _:
            return str(value)


def _heading(place: Place) -> str:
    """Rules know fields, people know headings."""
    columns = next((sheet.columns for sheet in SHEETS if sheet.title == place.sheet), ())
    return next((column.heading for column in columns if column.field == place.column), place.column or "")
