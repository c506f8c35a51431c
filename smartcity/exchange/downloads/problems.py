"""The problem list of an import: gathered by kind on the screen, every row on a line of its own in a workbook."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.enums import Health
from smartcity.exchange.downloads.files import figure_workbook
from smartcity.exchange.workbook.problems import ProblemLine, single_lines
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.formats import Format
from smartcity.presentation.tables.table import Column, Table

# A cell of .xlsx holds no more, a sheet no more rows.
LONGEST = 32_000
MOST_ROWS = 1_000_000
_VALUE = replace(
    formats.TEXT, in_file=lambda _say, text: (text if len(text) <= LONGEST else f"{text[:LONGEST]}…") or None
)
_ROWS = replace(formats.COUNT, shown=lambda _say, rows: rows, in_file=lambda _say, rows: _number(rows), look="")


def problem_table(say: Formatter, lines: Sequence[ProblemLine], *, are_gathered: bool) -> Table[ProblemLine]:
    def column(name: str, style: Format) -> Column[ProblemLine]:
        heading, meaning = say(f"import.head.{name}"), say.words.say_or(f"import.meaning.{name}", "")
        field = {"row": "rows"}.get(name, name)
        return Column(name, style, lambda line: getattr(line, field), name=heading, meaning=meaning)

    columns = (
        replace(
            column("severity", formats.TEXT),
            value=lambda line: say("imports.warning" if line.is_warning else "imports.error"),
            shown=lambda line: _severity(say, line),
        ),
        *((column("count", formats.COUNT),) if are_gathered else ()),
        column("sheet", formats.TEXT),
        column("row", _ROWS),
        column("column", formats.TEXT),
        column("value", _VALUE),
        column("advice", formats.NAME),
    )
    return Table("problems", say("import.problems.title"), say, lines, columns)


def _number(rows: str) -> int | str | None:
    return int(rows) if rows.isdecimal() else rows or None


def _severity(say: Formatter, line: ProblemLine) -> str:
    tone, key = (Health.ATTENTION, "imports.warning") if line.is_warning else (Health.LATE, "imports.error")
    return say.chip(tone, say(key))


def problem_workbook(draft: PlanDraft, words: Words) -> bytes:
    """Errors first. Above the definitions stand the file, its errors and its warnings; no cell depends on a day."""
    say = Formatter(words, date.min, "UTC")
    table = problem_table(say, list(single_lines(draft, words))[:MOST_ROWS], are_gathered=False)
    return figure_workbook(words, table.title, _counts(draft, words), [table])


def _counts(draft: PlanDraft, words: Words) -> list[tuple[str, str]]:
    counts = {"file": draft.file_name, "errors": str(len(draft.errors)), "warnings": str(len(draft.warnings))}
    return [(words.say(f"import.problems.{name}"), count) for name, count in counts.items()]
