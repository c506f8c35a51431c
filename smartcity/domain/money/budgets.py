"""Money: ceilings of a year and what was realised of them, by source and quarter. Blank is not zero."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import BudgetSource
from smartcity.domain.errors import present
from smartcity.domain.grouping import grouped


@dataclass(frozen=True, slots=True)
class Line:
    """The budget of a programme (by code) in a year from one source, in rupiah; `quarters` holds what was realised in
    each reported quarter, not to date.
    """

    programme: str
    year: int
    source: BudgetSource
    ceiling: Decimal
    quarters: tuple[tuple[int, Decimal], ...] = ()

    @property
    def realised(self) -> Decimal | None:
        """To date; None while no quarter was reported."""
        return sum((amount for _, amount in self.quarters), Decimal(0)) if self.quarters else None

    @property
    def share(self) -> Fraction | None:
        return _share(self.realised, self.ceiling)


def _share(realised: Decimal | None, ceiling: Decimal) -> Fraction | None:
    """Realised ÷ ceiling; may exceed 1. None while nothing was reported, or without a ceiling."""
    return None if realised is None or not ceiling else Fraction(realised) / Fraction(ceiling)


@dataclass(frozen=True, slots=True)
class BudgetTotal:
    """Several lines as one. `silent` lines have a ceiling and nothing reported yet: they are no part of the share,
    which is of the ceilings with a realisation (`reported_ceiling`).
    """

    ceiling: Decimal
    realised: Decimal | None
    reported_ceiling: Decimal
    lines: int
    silent: int

    @property
    def share(self) -> Fraction | None:
        return _share(self.realised, self.reported_ceiling)


def budget_total(lines: Iterable[Line]) -> BudgetTotal | None:
    """None when there is no line at all: no budget is not a budget of zero."""
    listed = list(lines)
    if not listed:
        return None
    reported = [(line.ceiling, line.realised) for line in listed if line.realised is not None]
    return BudgetTotal(
        ceiling=sum((line.ceiling for line in listed), Decimal(0)),
        realised=sum((realised for _, realised in reported), Decimal(0)) if reported else None,
        reported_ceiling=sum((ceiling for ceiling, _ in reported), Decimal(0)),
        lines=len(listed),
        silent=len(listed) - len(reported),
    )


@dataclass(frozen=True, slots=True)
class Spent:
    """What was realised in one quarter; None while nobody told, and `is_due` whether somebody should have.

    `silent` lines told nothing of a quarter that is over.
    """

    quarter: int
    amount: Decimal | None
    is_due: bool
    silent: int = 0


def spent(lines: Sequence[Line], year: int, today: date) -> tuple[Spent, ...]:
    """The four quarters of lines of that year."""
    return tuple(_spent(lines, PeriodName(year, quarter), today) for quarter in range(1, 5))


def _spent(lines: Sequence[Line], quarter: PeriodName, today: date) -> Spent:
    amounts = [amount for line in lines for number, amount in line.quarters if number == quarter.number]
    is_due = quarter.ends_on < today
    amount = sum(amounts, Decimal(0)) if amounts else None
    return Spent(quarter.number, amount, is_due, len(lines) - len(amounts) if is_due else 0)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """Lines of one year from one source, or from all (`source` None), as one row of a table."""

    year: int
    source: BudgetSource | None
    total: BudgetTotal
    quarters: tuple[Spent, ...]


def budget_rows(lines: Iterable[Line], today: date) -> tuple[BudgetRow, ...]:
    """The newest year first; by source, and where there are several their sum last."""
    by_year = grouped((line.year, line) for line in lines)
    return tuple(row for year in sorted(by_year, reverse=True) for row in _budget_rows(year, by_year[year], today))


def _budget_rows(year: int, lines: Sequence[Line], today: date) -> Iterator[BudgetRow]:
    sources = [source for source in BudgetSource if any(line.source is source for line in lines)]
    for source in (*sources, *((None,) if len(sources) > 1 else ())):
        mine = [line for line in lines if source in (None, line.source)]
        yield BudgetRow(year, source, present(budget_total(mine)), spent(mine, year, today))
