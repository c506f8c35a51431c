"""The problem list and the diff of an import, as tables."""

from rich.table import Table
from rich.text import Text

from smartcity.commands.drafts import Place, PlanDraft, Problem
from smartcity.commands.plan_diff import Diff
from smartcity.exchange.layout import BY_NOUN, SHEETS
from smartcity.terminal.edge import out
from smartcity.words.speech import Words

MOST = 40


def show_problems(draft: PlanDraft, words: Words) -> None:
    """Errors first, in the order of the file."""
    listed = draft.errors + draft.warnings
    if not listed:
        return
    table = Table(*(words.say(f"import.head.{name}") for name in ("sheet", "row", "column", "value", "advice")))
    for problem in listed[:MOST]:
        style = "yellow" if problem.is_warning else "red"
        table.add_row(*(_harmless(cell) for cell in _cells(problem, words)), style=style)
    out().print(table)
    if len(listed) > MOST:
        out().print(words.say("import.more", count=len(listed) - MOST))


def _cells(problem: Problem, words: Words) -> tuple[str, ...]:
    place = problem.place
    sentence = words.say(problem.key, **problem.facts)
    if problem.is_warning:
        sentence = f"({words.say('import.warning')}) {sentence}"
    return place.sheet, str(place.row or ""), _heading(place), problem.value, sentence


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
