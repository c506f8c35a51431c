"""A frame from its declared columns: each with its dtype and what it takes from a row."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import pandas as pd

RowOf = TypeVar("RowOf")
TEXT, NUMBER, COUNT, FLAG, DAY, INSTANT = "str", "float64", "int64", "bool", "datetime64[us]", "instant"
Kind = str | type[StrEnum]
Columns = Mapping[str, tuple[Kind, Callable[[RowOf], Any]]]


def frame_of(columns: Columns[RowOf], rows: Iterable[RowOf], zone: str) -> pd.DataFrame:
    """One line per row; instants stand in `zone`."""
    listed = list(rows)
    return pd.DataFrame(
        {
            name: pd.Series([value(row) for row in listed], dtype=_dtype(kind, zone))
            for name, (kind, value) in columns.items()
        }
    )


def _dtype(kind: Kind, zone: str) -> Any:
    if isinstance(kind, str):
        return pd.DatetimeTZDtype("us", zone) if kind == INSTANT else kind
    return pd.CategoricalDtype([member.value for member in kind])
