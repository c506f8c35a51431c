"""Money behind the screens, for their workbooks: every line with its quarters, every programme beside its work."""

from collections.abc import Iterable
from datetime import date

from smartcity.domain.balances import Spending
from smartcity.domain.budgets import Line, spent
from smartcity.domain.precision import points_beside_in_file, progress_in_file
from smartcity.exchange.columns import columns
from smartcity.exchange.figure_book import Kind, Sheet
from smartcity.presentation.said import Said

QUARTERS = tuple((f"spent_{number}", Kind.RUPIAH) for number in range(1, 5))


def lines(say: Said, found: Iterable[Line], today: date) -> Sheet:
    """A quarter that nobody told of is an empty cell."""
    named = (("code", Kind.TEXT), ("year", Kind.NUMBER), ("source", Kind.TEXT), ("ceiling", Kind.RUPIAH))
    sums = (("realised", Kind.RUPIAH), ("financial", Kind.PERCENT))
    rows = [
        (
            line.programme,
            line.year,
            say.words.label(line.source),
            line.ceiling,
            *(quarter.amount for quarter in spent([line], line.year, today)),
            line.realised,
            progress_in_file(line.share),
        )
        for line in found
    ]
    return Sheet(say("programme.money"), columns(say, *named, *QUARTERS, *sums), rows)


def balances(say: Said, found: Iterable[Spending]) -> Sheet:
    named = (("code", Kind.TEXT), ("programme", Kind.TEXT), ("agency", Kind.TEXT), ("year", Kind.NUMBER))
    sums = (("ceiling", Kind.RUPIAH), ("realised", Kind.RUPIAH), ("financial", Kind.PERCENT))
    rows = [
        (
            one.programme.code,
            one.programme.name,
            one.programme.lead.short_name,
            one.year,
            one.balance.purse.ceiling,
            one.balance.purse.realised,
            progress_in_file(one.balance.financial),
            progress_in_file(one.balance.physical),
            points_beside_in_file(one.balance.physical, one.balance.financial),
        )
        for one in found
    ]
    work = (("physical", Kind.PERCENT), ("gap", Kind.POINTS))
    return Sheet(say("money.sheet"), columns(say, *named, *sums, *work), rows)
