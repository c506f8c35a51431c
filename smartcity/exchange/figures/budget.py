"""Ceilings and realisation as keys of the document, in rupiah as text so that no digit is lost."""

from decimal import Decimal
from typing import Any

from smartcity.domain.budgets import Line
from smartcity.exchange.figures.shares import number


def rupiah(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def budget_keys(line: Line) -> dict[str, Any]:
    """One ceiling; `share` is realised ÷ ceiling and may exceed 1, None while no quarter was reported."""
    return {
        "programme": line.programme,
        "year": line.year,
        "source": line.source.value,
        "ceiling": rupiah(line.ceiling),
        "realised": rupiah(line.realised),
        "share": number(line.share),
        "quarters": {str(quarter): rupiah(amount) for quarter, amount in line.quarters},
    }
