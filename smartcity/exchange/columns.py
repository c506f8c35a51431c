"""Columns of a screen's workbook by the key of their words: heading and meaning come from the catalogs."""

from smartcity.exchange.figure_book import Column, Kind
from smartcity.presentation.said import Said


def columns(say: Said, *named: tuple[str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(say(f"column.{name}"), say(f"meaning.{name}"), kind) for name, kind in named)
