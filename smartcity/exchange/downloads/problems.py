"""The whole problem list of an import as a workbook: every row on a line of its own."""

from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.exchange.downloads.figure_workbook import Column, Kind, Sheet, figure_workbook
from smartcity.exchange.workbook.problems import single_lines
from smartcity.i18n.words import Words

COLUMNS = ("severity", "sheet", "row", "column", "value", "advice")
# A cell of .xlsx holds no more, a sheet no more rows.
LONGEST = 32_000
MOST_ROWS = 1_000_000


def problem_workbook(draft: PlanDraft, words: Words) -> bytes:
    """Errors first. Above the definitions stand the file, its errors and its warnings."""
    columns = tuple(
        Column(words.say(f"import.head.{name}"), words.say(f"import.meaning.{name}"), _kind(name)) for name in COLUMNS
    )
    rows = [
        (
            words.say("imports.warning" if line.is_warning else "imports.error"),
            line.sheet,
            int(line.rows) if line.rows else None,
            line.column,
            line.value if len(line.value) <= LONGEST else f"{line.value[:LONGEST]}…",
            line.advice,
        )
        for line in single_lines(draft, words)
    ][:MOST_ROWS]
    title = words.say("import.problems.title")
    return figure_workbook(words, title, _counts(draft, words), [Sheet(title, columns, rows)])


def _counts(draft: PlanDraft, words: Words) -> list[tuple[str, str]]:
    counts = {"file": draft.file_name, "errors": str(len(draft.errors)), "warnings": str(len(draft.warnings))}
    return [(words.say(f"import.problems.{name}"), count) for name, count in counts.items()]


def _kind(name: str) -> Kind:
    return Kind.NUMBER if name == "row" else Kind.TEXT
