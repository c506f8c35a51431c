"""The precision of every rendering of a figure, by name. Arithmetic is exact; only what is shown goes through here.

| rendering | progress, shares | achievement | difference |
|---|---|---|---|
| screen, wall, paper, message | whole per cent | one decimal | beside its numbers: of those; alone: one decimal |
| file (workbook, table), origin | two decimals | two decimals | beside its numbers: of those; alone: two decimals |
| interface | exact | exact | exact |

Each result carries its decimals in its exponent. Unknown (None) stays unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import overload

from smartcity.domain.rounding import Number, achievement_percent, exact, honest_percent, rounded, rounded_parts

_SHOWN, _ALONE, _IN_FILE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Points:
    """A difference in percentage points as it is shown; `sign` is that of the exact difference."""

    shown: Decimal
    sign: int

    @property
    def is_less_than_a_step(self) -> bool:
        """Shown it would be nothing, but it is not."""
        return bool(self.sign) and not self.shown

    @property
    def step(self) -> Decimal:
        """The smallest difference that is shown: 1 or 0.1."""
        return Decimal((0, (1,), int(self.shown.as_tuple().exponent)))


def _sign(value: Number) -> int:
    found = exact(value)
    return (found > 0) - (found < 0)


@overload
def progress_shown(share: Number) -> Decimal: ...
@overload
def progress_shown(share: None) -> None: ...
@overload
def progress_shown(share: Number | None) -> Decimal | None: ...
def progress_shown(share: Number | None) -> Decimal | None:
    """A share 0…1 in whole per cent: 100 only when nothing remains, 0 only when nothing is done."""
    return None if share is None else honest_percent(share, _SHOWN)


@overload
def progress_in_file(share: Number) -> Decimal: ...
@overload
def progress_in_file(share: None) -> None: ...
@overload
def progress_in_file(share: Number | None) -> Decimal | None: ...
def progress_in_file(share: Number | None) -> Decimal | None:
    """The same in files and origins: per cent with two decimals."""
    return None if share is None else honest_percent(share, _IN_FILE)


def achievement_shown(share: Number | None, edges: Sequence[Number] = ()) -> Decimal | None:
    """An achievement in per cent, one decimal, never across the edge of a predicate, 0 or 100."""
    return None if share is None else achievement_percent(share, edges, _ALONE)


def achievement_in_file(share: Number | None, edges: Sequence[Number] = ()) -> Decimal | None:
    """The same with two decimals."""
    return None if share is None else achievement_percent(share, edges, _IN_FILE)


def points_beside(share: Number | None, other: Number | None) -> Points | None:
    """The difference of two shares where both stand beside it in whole per cent: that of the numbers shown."""
    if share is None or other is None:
        return None
    shown = honest_percent(share, _SHOWN) - honest_percent(other, _SHOWN)
    return Points(shown, _sign(exact(share) - exact(other)))


@overload
def points_beside_in_file(share: Number, other: Number) -> Decimal: ...
@overload
def points_beside_in_file(share: Number | None, other: Number | None) -> Decimal | None: ...
def points_beside_in_file(share: Number | None, other: Number | None) -> Decimal | None:
    """The same where both stand in the row with two decimals."""
    if share is None or other is None:
        return None
    return honest_percent(share, _IN_FILE) - honest_percent(other, _IN_FILE)


def points_alone(points: Number) -> Points:
    """A difference without its two numbers, given in points: one decimal."""
    return Points(rounded(points, _ALONE), _sign(points))


def points_in_file(points: Number) -> Decimal:
    return rounded(points, _IN_FILE)


def parts_alone(parts: Sequence[Number]) -> tuple[Points, list[Points]]:
    """A difference alone and its parts, given in points: as shown, the parts add up to the whole."""
    shown = [Points(part, _sign(points)) for part, points in zip(rounded_parts(parts, _ALONE), parts, strict=True)]
    whole = sum((part.shown for part in shown), Decimal("0.0"))
    return Points(whole, _sign(sum((exact(part) for part in parts), Fraction(0)))), shown


def parts_in_file(parts: Sequence[Number]) -> tuple[Decimal, ...]:
    """The whole and its parts with two decimals; they add up."""
    shown = rounded_parts(parts, _IN_FILE)
    return (sum(shown, Decimal("0.00")), *shown)


def as_reported(percent: Number | None) -> Decimal | None:
    """A percentage that somebody planned or reported: as typed, at most two decimals, unlimited above."""
    if percent is None:
        return None
    shown = rounded(percent, _IN_FILE).normalize()
    return shown if shown.as_tuple().exponent in (-1, -2) else rounded(percent, 0)


def reported_in_file(percent: Number | None) -> Decimal | None:
    return None if percent is None else rounded(percent, _IN_FILE)


def weight_shown(weight: Number) -> Decimal:
    return rounded(weight, _IN_FILE).normalize()


def weight_in_file(weight: Number) -> Decimal:
    return rounded(weight, 4)


def days_shown(days: Number) -> Decimal:
    """A mean of days, in whole days."""
    return rounded(days, 0)
