"""Money beside work: ceilings by source and quarter, the gap in words, the programmes where it is widest."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from smartcity.domain.money.balances import Balance, Spending, combined_spending, spendings, widest_first
from smartcity.domain.money.budgets import Line
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import of_programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.rounding import points_beside
from smartcity.i18n.figures import gap_text
from smartcity.presentation.tables import programmes as tables
from smartcity.presentation.tables.table import Table
from smartcity.ui.components import chart_data
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart
from smartcity.ui.frame.portfolio import all_budget_lines, current_portfolio, derive
from smartcity.ui.frame.request_context import current_context

MOST_ROWS = 10


def lines_of(programmes: Iterable[Programme]) -> tuple[Line, ...]:
    """Their budget lines of every year."""
    codes = {programme.code for programme in programmes}
    return tuple(line for line in all_budget_lines() if line.programme in codes)


def spent_by(programmes: Sequence[Programme]) -> tuple[Spending, ...]:
    """The widest gap first; found once per moment and programmes."""
    return derive(partial(_spent, programmes), tuple(programme.code for programme in programmes))


def _spent(programmes: Sequence[Programme], plan: Portfolio) -> tuple[Spending, ...]:
    return widest_first(spendings(programmes, lines_of(programmes), plan.plan.rule, plan.as_of))


def money_tables(programmes: Sequence[Programme]) -> list[Table[Any]]:
    """The same for the workbook of the screen."""
    say, rows = show.formatter(), list(tables.by_programme(lines_of(programmes), current_context().as_of))
    return [tables.spendings(say, spent_by(programmes)), tables.budget(say, rows)]


def programme_money(programme: Programme) -> None:
    """Every year by source and quarter; nothing where there is no budget."""
    lines = lines_of([programme])
    if not lines:
        return
    say, spent = show.formatter(), spent_by([programme])
    note = _gap_sentence(spent[0].balance, spent[0].year) if spent else None
    show.heading(say("programme.money"), note)
    _budget(lines)
    show.note(say("money.rule"))


def money_beside_work(key: str, programmes: Sequence[Programme]) -> None:
    """Their sum by source and quarter, and a row for each where the gap is widest; nothing without a budget."""
    lines = lines_of(programmes)
    spent = spent_by(programmes)
    whole = combined_spending(spent, lines)
    if whole is None:
        return
    say, year = show.formatter(), whole.year
    note = _gap_sentence(whole.balance, year)
    missing = say("money.missing", missing=whole.missing, n=whole.n) if whole.missing else None
    show.heading(say("programme.money"), " · ".join(filter(None, (note, missing))))
    _budget([line for line in lines if line.year == year])
    show.note(say("money.rule"))
    if len(spent) > 1:
        _widest_gaps(key, spent)


def _budget(lines: Sequence[Line]) -> None:
    listing(tables.budget(show.formatter(), tables.together(lines, current_context().as_of)))


def _widest_gaps(key: str, spent: Sequence[Spending]) -> None:
    say, plan, widest = show.formatter(), current_portfolio(), spent[:MOST_ROWS]
    more = say("money.widest.of", shown=len(widest), n=len(spent)) if len(spent) > len(widest) else None
    show.heading(say("money.widest"), " · ".join(filter(None, (say("money.legend"), more))))
    facts = {"spendings": widest, "period": plan.period, "today": plan.as_of, "narrow": current_context().is_narrow}
    show.chart("balances", chart(chart_data.money_balances, key, **facts))
    show.fading(of_programme(one.programme, plan.period, plan.as_of) for one in widest)


def _gap_sentence(balance: Balance, year: int) -> str:
    say = show.formatter()
    shares = {"financial": say.percent(balance.financial), "physical": say.percent(balance.physical)}
    gap = gap_text(say.words, points_beside(balance.physical, balance.financial))
    return say("money.told", year=year, gap=gap, **shares)
