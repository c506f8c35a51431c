"""Money beside work: ceilings by source and quarter, the gap in words, the programmes where it is widest."""

from collections.abc import Iterable, Sequence
from functools import partial

from smartcity.domain.balances import Balance, Spending, joint, spendings, widest_first
from smartcity.domain.budgets import Line, accounts
from smartcity.domain.freshness import of_programme as age_of
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.precision import points_beside
from smartcity.exchange import money_books
from smartcity.exchange.figure_book import Sheet
from smartcity.i18n.figures import gap_text
from smartcity.ui import pictures, show
from smartcity.ui.answers import all_budget_lines, derived, draw, standing_on
from smartcity.ui.moment import here

MOST_ROWS = 10


def lines_of(programmes: Iterable[Programme]) -> tuple[Line, ...]:
    """Their budget lines of every year."""
    codes = {programme.code for programme in programmes}
    return tuple(line for line in all_budget_lines() if line.programme in codes)


def spent_by(programmes: Sequence[Programme]) -> tuple[Spending, ...]:
    """The widest gap first; found once per moment and programmes."""
    return derived(partial(_spent, programmes), tuple(programme.code for programme in programmes))


def _spent(programmes: Sequence[Programme], plan: Portfolio) -> tuple[Spending, ...]:
    return widest_first(spendings(programmes, lines_of(programmes), plan.plan.rule, plan.as_of))


def sheets(programmes: Sequence[Programme]) -> list[Sheet]:
    """The same for the workbook of the screen."""
    lines, say = lines_of(programmes), show.said()
    return [money_books.balances(say, spent_by(programmes)), money_books.lines(say, lines, here().as_of)]


def of_programme(programme: Programme) -> None:
    """Every year by source and quarter; nothing where there is no budget."""
    lines = lines_of([programme])
    if not lines:
        return
    say, found = show.said(), spent_by([programme])
    note = _told(found[0].balance, found[0].year) if found else None
    show.heading(say("programme.money"), note)
    show.block("money", accounts=accounts(lines, here().as_of))
    show.note(say("money.rule"))


def of_programmes(key: str, programmes: Sequence[Programme]) -> None:
    """Their sum by source and quarter, and a row for each where the gap is widest; nothing without a budget."""
    lines = lines_of(programmes)
    found = spent_by(programmes)
    whole = joint(found, lines)
    if whole is None:
        return
    say, year = show.said(), whole.year
    note = _told(whole.balance, year)
    missing = say("money.missing", missing=whole.missing, n=whole.n) if whole.missing else None
    show.heading(say("programme.money"), " · ".join(filter(None, (note, missing))))
    show.block("money", accounts=accounts([line for line in lines if line.year == year], here().as_of))
    show.note(say("money.rule"))
    if len(found) > 1:
        widest = found[:MOST_ROWS]
        more = say("money.widest.of", shown=len(widest), n=len(found)) if len(found) > len(widest) else None
        show.heading(say("money.widest"), " · ".join(filter(None, (say("money.legend"), more))))
        plan = standing_on()
        facts = {"found": widest, "plan": plan, "narrow": here().is_narrow}
        show.chart("balances", draw(pictures.money_beside_work, key, **facts))
        show.fading(age_of(one.programme, plan.period, plan.as_of) for one in widest)


def _told(balance: Balance, year: int) -> str:
    say = show.said()
    shares = {"financial": say.percent(balance.financial), "physical": say.percent(balance.physical)}
    gap = gap_text(say.words, points_beside(balance.physical, balance.financial))
    return say("money.told", year=year, gap=gap, **shares)
