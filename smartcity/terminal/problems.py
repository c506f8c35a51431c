"""The problem list and the diff of an import, as tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.table import Table
from rich.text import Text

from smartcity.commands.drafts import Place, PlanDraft, Problem
from smartcity.commands.plan_diff import Diff
from smartcity.exchange.layout import BY_NOUN, SHEETS
from smartcity.terminal.edge import out
from smartcity.words.speech import Words

MOST = 40
MOST_VALUES = 3


def show_problems(draft: PlanDraft, words: Words) -> None:
    """Errors first, in the order of the file, one by one; what is only a warning once for all rows it is true of."""
    cells = [_cells(problem, words) for problem in draft.errors] + _gathered(draft.warnings, words)
    if not cells:
        return
    table = Table(*(words.say(f"import.head.{name}") for name in ("sheet", "row", "column", "value", "advice")))
    for number, row in enumerate(cells[:MOST]):
        style = "red" if number < len(draft.errors) else "yellow"
        table.add_row(*(_harmless(cell) for cell in row), style=style)
    out().print(table)
    if len(cells) > MOST:
        out().print(words.say("import.more", count=len(cells) - MOST))


def _cells(problem: Problem, words: Words) -> tuple[str, ...]:
    place = problem.place
    return place.sheet, str(place.row or ""), _heading(place), problem.value, _sentence(problem, words)


def _sentence(problem: Problem, words: Words) -> str:
    facts = {name: words.number(fact) if isinstance(fact, Decimal) else fact for name, fact in problem.facts.items()}
    sentence = words.say(problem.key, **facts)
    return f"({words.say('import.warning')}) {sentence}" if problem.is_warning else sentence


def _gathered(warnings: Sequence[Problem], words: Words) -> list[tuple[str, ...]]:
    """A row per sheet, column and sentence: the rows of the file as `38–49, 60`, and the first of their values."""
    found: defaultdict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in warnings:
        found[problem.place.sheet, _heading(problem.place), _sentence(problem, words)].append(problem)
    return [
        (sheet, _spans(problem.place.row for problem in alike), heading, _values(alike), sentence)
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


def _values(alike: Sequence[Problem]) -> str:
    values = list(dict.fromkeys(problem.value for problem in alike))
    return "; ".join(values[:MOST_VALUES]) + ("; …" if len(values) > MOST_VALUES else "")


def _harmless(typed: str) -> Text:
    """What stands in a file is neither markup nor a command to the terminal."""
    return Text("".join(letter if letter.isprintable() else " " for letter in typed))


def _heading(place: Place) -> str:
    """Rules know fields, people know headings."""
    columns = next((sheet.columns for sheet in SHEETS if sheet.title == place.sheet), ())
    return next((column.heading for column in columns if column.field == place.column), place.column or "")


def show_diff(diff: Diff, words: Words) -> None:
    heads = [words.say(f"import.head.{name}") for name in ("sheet", "new", "changed", "same", "wrong")]
    table = Table(*heads)
    for noun, counts in diff.counts.items():
        figures = (counts.new, counts.changed, counts.same, counts.wrong)
        if any(figures):
            table.add_row(BY_NOUN[noun].title, *(words.number(figure, 0) for figure in figures))
    if table.row_count:
        out().print(table)
