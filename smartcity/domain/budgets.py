"""Money beside work: ceiling and realisation of one year, summed by source, and the gap to the physical share."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from smartcity.domain.kinds import BudgetSource


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

    @property
    def newest_quarter(self) -> int | None:
        return max((quarter for quarter, _ in self.quarters), default=None)


def _share(realised: Decimal | None, ceiling: Decimal) -> Fraction | None:
    """Realised ÷ ceiling; may exceed 1. None while nothing was reported, or without a ceiling."""
    return None if realised is None or not ceiling else Fraction(realised) / Fraction(ceiling)


@dataclass(frozen=True, slots=True)
class Purse:
    """Several lines as one. `silent` lines have a ceiling and nothing reported yet: they count as unspent, by name."""

    ceiling: Decimal
    realised: Decimal | None
    lines: int
    silent: int

    @property
    def share(self) -> Fraction | None:
        return _share(self.realised, self.ceiling)

    def gap(self, physical: Fraction | None) -> Fraction | None:
        """Physical minus financial in percentage points: positive where the work is ahead of the money."""
        if physical is None or self.share is None:
            return None
        return (physical - self.share) * 100


def purse(lines: Iterable[Line]) -> Purse | None:
    """None when there is no line at all: no budget is not a budget of zero."""
    found = list(lines)
    if not found:
        return None
    told = [line.realised for line in found if line.realised is not None]
    return Purse(
        ceiling=sum((line.ceiling for line in found), Decimal(0)),
        realised=sum(told, Decimal(0)) if told else None,
        lines=len(found),
        silent=len(found) - len(told),
    )


def by_source(lines: Iterable[Line]) -> tuple[tuple[BudgetSource, Purse], ...]:
    """One purse per source that has a line, in the order of the sources."""
    found = list(lines)
    purses = ((source, purse(line for line in found if line.source is source)) for source in BudgetSource)
    return tuple((source, summed) for source, summed in purses if summed is not None)
