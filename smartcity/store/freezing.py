"""Figures as a JSON document and back: exact fractions as text, days and instants as ISO, members as values."""

from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from cattrs import Converter

from smartcity.domain.figures import Figures


@cache
def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, lambda value, _kind: Fraction(value))
    for kind in (date, datetime):
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, lambda value, kind: kind.fromisoformat(value))
    return converter


def frozen(figures: Figures) -> dict[str, Any]:
    document: dict[str, Any] = _converter().unstructure(figures, Figures)
    return document


def thawed(document: dict[str, Any]) -> Figures:
    return _converter().structure(document, Figures)
