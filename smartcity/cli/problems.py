"""The problem list and the diff of an import, as tables."""

from rich.table import Table
from rich.text import Text

from smartcity.cli.edge import out
from smartcity.commands.drafts import PlanDraft
from smartcity.commands.plan_diff import Diff
from smartcity.exchange.layout import BY_NOUN
from smartcity.exchange.problems import lines
from smartcity.i18n.speech import Words

MOST = 20
HEADS = ("sheet", "row", "column", "value", "advice", "count")


def show_problems(draft: PlanDraft, words: Words) -> None:
    found = lines(draft, words, MOST)
    if not found:
        return
    table = Table(
        *(words.say(f"import.head.{name}") for name in ("sheet", "row", "column", "value", "advice", "count"))
    )
    for line in found[:MOST]:
        advice = f"({words.say('import.warning')}) {line.advice}" if line.is_warning else line.advice
        cells = (line.sheet, line.rows, line.column, line.value, advice, words.number(line.count, 0))
        table.add_row(*(_harmless(cell) for cell in cells), style="yellow" if line.is_warning else "red")
    out().print(table)
    if len(found) > MOST:
        out().print(words.say("import.more", count=len(found) - MOST))
    if any(line.count > 1 for line in found) or len(found) > MOST:
        out().print(words.say("import.whole_list"), markup=False)


def _harmless(typed: str) -> Text:
    """What stands in a file is neither markup nor a command to the terminal."""
    return Text("".join(letter if letter.isprintable() else " " for letter in typed))


def show_diff(diff: Diff, words: Words) -> None:
    heads = [words.say(f"import.head.{name}") for name in ("sheet", "new", "changed", "same", "wrong")]
    table = Table(*heads)
    for noun, counts in diff.counts.items():
        figures = (counts.new, counts.changed, counts.same, counts.wrong)
        if any(figures):
            table.add_row(BY_NOUN[noun].title, *(words.number(figure, 0) for figure in figures))
    if table.row_count:
        out().print(table)
