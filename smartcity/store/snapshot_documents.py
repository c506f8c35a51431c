"""Figures as a JSON document and back: exact fractions as text, days and instants as ISO, members as values."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, get_origin

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot
from smartcity.domain.thresholds import Scale

# Fields that bear another name in documents: documents of every version keep the first one.
_KEYS: dict[type, dict[str, str]] = {Milestone: {"blockers": "balls"}, Scale: {"levels": "bands"}}


@cache
def _converter() -> Converter:
    converter = Converter()
    for number in (Fraction, Decimal):
        converter.register_unstructure_hook(number, str)
        converter.register_structure_hook(number, lambda value, kind: kind(value))
    for kind in (date, datetime):
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, lambda value, kind: kind.fromisoformat(value))
    for owner, keys in _KEYS.items():
        _rename(converter, owner, {field: override(rename=key) for field, key in keys.items()})
    return converter


def _rename(converter: Converter, owner: type, keys: dict[str, Any]) -> None:
    def is_meant(asked: Any) -> bool:
        return owner in (asked, get_origin(asked))

    converter.register_unstructure_hook_factory(
        is_meant, lambda asked: make_dict_unstructure_fn(asked, converter, **keys)
    )
    converter.register_structure_hook_factory(is_meant, lambda asked: make_dict_structure_fn(asked, converter, **keys))


def to_json(figures: PortfolioSnapshot) -> dict[str, Any]:
    document: dict[str, Any] = _converter().unstructure(figures, PortfolioSnapshot)
    return document


def from_json(document: dict[str, Any]) -> PortfolioSnapshot:
    return _converter().structure(document, PortfolioSnapshot)
