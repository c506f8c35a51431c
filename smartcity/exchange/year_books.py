"""Targets and budgets of a year to come, to be filled in: sheets of the import with the last figures that are known."""

from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from typing import Any

from smartcity.domain.new_year import YearLack
from smartcity.exchange.writing import Rows, write_workbook
from smartcity.i18n.speech import Words

NOUNS = ("target", "budget")


def year_rows(rows: Rows, lack: YearLack) -> Mapping[str, Sequence[Mapping[str, Any]]]:
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


def year_book(rows: Rows, lack: YearLack, words: Words, zone: str) -> bytes:
    """As .xlsx, in the layout of the import."""
    content = BytesIO()
    write_workbook(content, year_rows(rows, lack), words, zone, only=NOUNS)
    return content.getvalue()
