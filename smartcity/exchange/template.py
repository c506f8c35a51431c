"""The workbook to begin with: an order of work, a line of help and lists to choose from per column, example rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from smartcity.exchange.examples import example_cells
from smartcity.exchange.layout import REQUIRED_SHEETS, SHEETS, Cell, Column, Sheet
from smartcity.exchange.official import official_rows
from smartcity.exchange.writing import Looks, Rows, help_line, page_of, write_line, write_rows
from smartcity.i18n.speech import Words

LAST_ROW = 20_000
EXAMPLE: Mapping[str, object] = {"italic": True, "font_color": "gray"}
NOTES = ("examples", "official", "codes", "try")


def write_template(path: Path, words: Words, known: Rows, zone: str) -> None:
    """With the rows already `known`; the official dimensions where none are."""
    given = {noun: known.get(noun) or rows for noun, rows in official_rows().items()}
    with xlsxwriter.Workbook(path) as book:
        looks, example = Looks(book, words), Looks(book, words, EXAMPLE)
        _guide(book, looks)
        for sheet in SHEETS:
            page = page_of(book, sheet, looks)
            for place, column in enumerate(sheet.columns):
                _choices(page, place, column, words)
            write_line(example, page, sheet, 1, example_cells(sheet.noun, words))
            write_rows(looks, page, sheet, {**known, **given}, ZoneInfo(zone), first=2)


def _choices(page: Any, place: int, column: Column, words: Words) -> None:
    rule: dict[str, object] = {"input_title": column.heading[:32], "input_message": help_line(column, words)[:255]}
    if column.choices is not None:
        rule |= {"validate": "list", "source": [words.label(member) for member in column.choices]}
    elif column.cell is Cell.YES_NO:
        rule |= {"validate": "list", "source": [words.say("import.yes"), words.say("import.no")]}
    elif column.refers is not None and column.cell is Cell.CODE and column.field != "code":
        title = next(sheet.title for sheet in SHEETS if sheet.noun == column.refers)
        rule |= {"validate": "list", "source": f"='{title}'!$A$3:$A$2000", "error_type": "warning"}
    else:
        rule |= {"validate": "any"}
    page.data_validation(2, place, LAST_ROW, place, rule)


def _guide(book: Any, looks: Looks) -> None:
    """In which order the sheets are filled and which are enough for a start; below, what every column holds."""
    say, page = looks.words.say, book.add_worksheet(looks.words.say("import.guide.title"))
    page.set_column(0, 1, 26)
    page.set_column(2, 2, 110)
    lines: list[tuple[str, ...]] = [tuple(say(f"import.guide.{name}") for name in ("step", "start", "what"))]
    steps = enumerate(_in_order(), start=1)
    lines += [(f"{at}. {sheet.title}", _start(sheet, looks.words), say(f"sheet.{sheet.noun}")) for at, sheet in steps]
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
    return sorted(SHEETS, key=lambda sheet: sheet.noun not in REQUIRED_SHEETS)


def _start(sheet: Sheet, words: Words) -> str:
    return words.say("import.guide.enough") if sheet.noun in REQUIRED_SHEETS else ""
