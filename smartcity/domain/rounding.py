"""The arithmetic of rounding, which never rounds into a lie; how many decimals a figure has is said in `precision`."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

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
