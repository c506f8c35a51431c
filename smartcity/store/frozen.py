"""Values kept as JSON in the log of plan changes, back as their column holds them."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Date, Integer, Numeric, Time

from smartcity.store.base import Instant


def thaw(column: Column[Any], value: Any) -> Any:
    """The value as a row of that column would carry it; None stays None."""
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    if isinstance(kind, Numeric):
        return Decimal(str(value))
    if isinstance(kind, Integer):
        return int(value)
    return value
