"""Figures as a JSON document and back: exact fractions as text, days and instants as ISO, members as values."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from cattrs import Converter

from smartcity.domain.figures import Figures


@cache
def _converter() -> Converter:
    converter = Converter()
    for number in (Fraction, Decimal):
        converter.register_unstructure_hook(number, str)
        converter.register_structure_hook(number, lambda value, kind: kind(value))
    for kind in (date, datetime):
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, lambda value, kind: kind.fromisoformat(value))
    return converter


def frozen(figures: Figures) -> dict[str, Any]:
    document: dict[str, Any] = _converter().unstructure(figures, Figures)
    return document


def thawed(document: dict[str, Any]) -> Figures:
    return _converter().structure(document, Figures)
