"""Rounding, and the precision of every rendering of a figure, by name. Arithmetic is exact; what is shown is rounded.

| rendering | progress, shares | achievement | difference |
|---|---|---|---|
| screen, wall, paper, message | whole per cent | one decimal | beside its numbers: of those; alone: one decimal |
| file (workbook, table), origin | two decimals | two decimals | beside its numbers: of those; alone: two decimals |
| interface | exact | exact | exact |

Each result carries its decimals in its exponent. Unknown (None) stays unknown. Half is rounded away from zero; 100 % is
shown only where nothing remains, 0 % only where nothing is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import overload

Number = Fraction | Decimal | int | float


def exact(value: Number) -> Fraction:
    """The value itself for exact types; a float as the decimal a person reads, so 0.95 is 95/100."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """Half away from zero, as people round."""
    fraction = exact(value)
    scaled = fraction * 10**decimals
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return Decimal(-whole if fraction < 0 else whole).scaleb(-decimals)


def rounded_parts(parts: Sequence[Number], decimals: int = 0) -> list[Decimal]:
    """Each rounded so that they add up to their rounded sum: what is missing goes to the parts cut most.

    The first keeps its own rounding where another can take it, so that one part reads alike beside different ones.
    """
    step = Decimal(1).scaleb(-decimals)
    exactly = [exact(part) for part in parts]
    shown = [rounded(part, decimals) for part in exactly]
    left = int((rounded(sum(exactly, Fraction(0)), decimals) - sum(shown, Decimal(0))) / step)
    way = 1 if left > 0 else -1
    by_loss = sorted(
        range(len(shown)),
        key=lambda place: (place == 0 or not exactly[place], way * (Fraction(shown[place]) - exactly[place])),
    )
    for place in by_loss[: abs(left)]:
        shown[place] += way * step
    return shown


def legible(value: Number) -> Decimal:
    """A measured value as people read it: two decimals, below one four; the exact value stays in the export."""
    shown = rounded(value, 4 if abs(exact(value)) < 1 else 2)
    return (shown if shown or not value else rounded(value, 8)).normalize()


def achievement_percent(share: Number, edges: Sequence[Number] = (), decimals: int = 1) -> Decimal:
    """An achievement in per cent; rounding never crosses the edge of a band, 0 or 100."""
    percent = exact(share) * 100
    shown, step = rounded(percent, decimals), Decimal(1).scaleb(-decimals)
    for edge in (exact(one) for one in (0, 100, *edges)):
        if percent < edge <= shown or (edge == 0 and percent < 0 == shown):
            return shown - step
        if shown < edge <= percent or (edge == 0 and percent > 0 == shown):
            return shown + step
    return shown


def honest_percent(share: Number, decimals: int = 0) -> Decimal:
    """A share 0…1 as percent: 100 only when nothing remains, 0 only when nothing is done (99.6 → 99, 0.3 → 1)."""
    percent = exact(share) * 100
    shown = rounded(percent, decimals)
    step = Decimal(1).scaleb(-decimals)
    if 0 < percent < 100:
        return min(max(shown, step), 100 - step)
    return shown


_SHOWN, _ALONE, _IN_FILE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Points:
    """A difference in percentage points as it is shown; `sign` is that of the exact difference."""

    rounded: Decimal
    sign: int

    @property
    def is_less_than_a_step(self) -> bool:
        """Shown it would be nothing, but it is not."""
        return bool(self.sign) and not self.rounded

    @property
    def step(self) -> Decimal:
        """The smallest difference that is shown: 1 or 0.1."""
        return Decimal((0, (1,), int(self.rounded.as_tuple().exponent)))


def _sign(value: Number) -> int:
    number = exact(value)
    return (number > 0) - (number < 0)


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
    whole = sum((part.rounded for part in shown), Decimal("0.0"))
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
