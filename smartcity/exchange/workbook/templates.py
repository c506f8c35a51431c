"""Workbooks to fill in: the template with its help and examples; targets and budgets of a year to come."""

from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from smartcity.domain.operations.year_setup import YearGap
from smartcity.exchange.workbook.examples import example_cells
from smartcity.exchange.workbook.layout import REQUIRED_SHEETS, SHEETS, Cell, Column, Sheet
from smartcity.exchange.workbook.official import official_rows
from smartcity.exchange.workbook.writing import (
    CellFormats,
    Rows,
    help_line,
    page_of,
    write_line,
    write_rows,
    write_workbook,
)
from smartcity.i18n.words import Words

LAST_ROW = 20_000
EXAMPLE: Mapping[str, object] = {"italic": True, "font_color": "gray"}
NOTES = ("examples", "official", "codes", "try")


def write_template(target: Path | BytesIO, words: Words, stored: Rows, zone: str) -> None:
    """With the rows already `stored`; the official dimensions where none are."""
    given = {entity: stored.get(entity) or rows for entity, rows in official_rows().items()}
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        looks, example = CellFormats(book, words), CellFormats(book, words, EXAMPLE)
        _guide(book, looks)
        for sheet in SHEETS:
            page = page_of(book, sheet, looks)
            for place, column in enumerate(sheet.columns):
                _choices(page, place, column, words)
            write_line(example, page, sheet, 1, example_cells(sheet.entity, words))
            write_rows(looks, page, sheet, {**stored, **given}, ZoneInfo(zone), first=2)


def _choices(page: Any, place: int, column: Column, words: Words) -> None:
    rule: dict[str, object] = {"input_title": column.heading[:32], "input_message": help_line(column, words)[:255]}
    if column.choices is not None:
        rule |= {"validate": "list", "source": [words.label(member) for member in column.choices]}
    elif column.cell is Cell.YES_NO:
        rule |= {"validate": "list", "source": [words.say("import.yes"), words.say("import.no")]}
    elif column.refers is not None and column.cell is Cell.CODE:
        title = next(sheet.title for sheet in SHEETS if sheet.entity == column.refers)
        rule |= {"validate": "list", "source": f"='{title}'!$A$3:$A$2000", "error_type": "warning"}
    else:
        rule |= {"validate": "any"}
    page.data_validation(2, place, LAST_ROW, place, rule)


def _guide(book: Any, looks: CellFormats) -> None:
    """In which order the sheets are filled and which are enough for a start; below, what every column holds."""
    say, page = looks.words.say, book.add_worksheet(looks.words.say("import.guide.title"))
    page.set_column(0, 1, 26)
    page.set_column(2, 2, 110)
    lines: list[tuple[str, ...]] = [tuple(say(f"import.guide.{name}") for name in ("step", "start", "what"))]
    steps = enumerate(_in_order(), start=1)
    lines += [(f"{at}. {sheet.title}", _start(sheet, looks.words), say(f"sheet.{sheet.entity}")) for at, sheet in steps]
    lines += [(), *((say(f"import.guide.note.{note}"),) for note in NOTES), ()]
    heads = {0, len(lines)}
    lines += [tuple(say(f"import.guide.{name}") for name in ("sheet", "column", "help"))]
    lines += [
        (sheet.title, column.heading, help_line(column, looks.words)) for sheet in SHEETS for column in sheet.columns
    ]
    for number, line in enumerate(lines):
        page.write_row(number, 0, line, looks.heading if number in heads else None)


def _in_order() -> list[Sheet]:
    """What is enough for a start first."""
    return sorted(SHEETS, key=lambda sheet: sheet.entity not in REQUIRED_SHEETS)


def _start(sheet: Sheet, words: Words) -> str:
    return words.say("import.guide.enough") if sheet.entity in REQUIRED_SHEETS else ""


NOUNS = ("target", "budget")


def year_rows(rows: Rows, lack: YearGap) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """`rows` of the whole plan; what the year lacks, each with the value that the year before had."""
    indicators = {outcome.card.code for outcome in lack.indicators}
    programmes = {programme.code for programme in lack.programmes}
    return {
        "target": _moved(rows.get("target", ()), "indicator", indicators, lack.year),
        "budget": _moved(rows.get("budget", ()), "programme", programmes, lack.year),
    }


def _moved(rows: Sequence[Mapping[str, Any]], name: str, codes: Collection[str], year: int) -> list[Mapping[str, Any]]:
    """The rows of the newest year that each of them has, as those of `year`."""
    mine = [row for row in rows if row[name] in codes and row["year"] < year and not row.get("is_end")]
    newest = {code: max((row["year"] for row in mine if row[name] == code), default=0) for code in codes}
    return [{**row, "year": year, "recorded_at": None} for row in mine if row["year"] == newest[row[name]]]


def year_book(rows: Rows, lack: YearGap, words: Words, zone: str) -> bytes:
    """As .xlsx, in the layout of the import."""
    content = BytesIO()
    write_workbook(content, year_rows(rows, lack), words, zone, only=NOUNS)
    return content.getvalue()
