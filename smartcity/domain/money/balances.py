"""Money beside work, both of one year: what a programme did of the year's work, what it spent of the year's ceiling."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from smartcity.domain.enums import CreditRule
from smartcity.domain.errors import present
from smartcity.domain.grouping import grouped
from smartcity.domain.money.budgets import BudgetTotal, Line, budget_total
from smartcity.domain.plan.milestones import MilestoneFacts, verified_credit
from smartcity.domain.plan.physical import PhysicalFacts
from smartcity.domain.plan.programmes import Programme


def work_of_year(milestones: Iterable[MilestoneFacts], rule: CreditRule, year: int, today: date) -> Fraction | None:
    """The physical share 0…1 of a year: of what is due by its end and was not done before it began, what is verified.

    A programme runs for years and its ceiling for one, so that the whole programme would be the wrong thing beside it.
    None where nothing was to be done.
    """
    mine = [m for m in milestones if m.counts_on(today) and m.due_on.year <= year and not _was_done_before(m, year)]
    weight = sum(m.weight for m in mine)
    return Fraction(sum(m.weight * verified_credit(m, rule, today) for m in mine), weight) if weight else None


def physical_work_of_year(facts: PhysicalFacts, year: int, today: date) -> Fraction | None:
    """The same of a programme measured physically: of what its curve leaves for the year, what is verified."""
    before, planned = facts.progress_on(date(year - 1, 12, 31)), facts.progress_on(date(year, 12, 31))
    now = facts.progress_on(today)
    if before is None or planned is None or now is None or planned.planned <= before.verified:
        return None
    share = (now.verified - before.verified) / (planned.planned - before.verified)
    return min(max(share, Fraction(0)), Fraction(1))


def _was_done_before(facts: MilestoneFacts, year: int) -> bool:
    return facts.done_on is not None and facts.done_on.year < year


@dataclass(frozen=True)
class Balance:
    """Money beside work of one programme, or of several. The shares are 0…1, the money's may exceed 1."""

    budget: BudgetTotal
    physical: Fraction | None

    @cached_property
    def financial(self) -> Fraction | None:
        return self.budget.share

    @cached_property
    def gap(self) -> Fraction | None:
        """Physical minus financial in percentage points: positive where the work is ahead of the money."""
        if self.physical is None or self.financial is None:
            return None
        return (self.physical - self.financial) * 100


@dataclass(frozen=True, slots=True)
class Spending:
    """The balance of one programme in a year."""

    programme: Programme
    year: int
    balance: Balance


def spendings(
    programmes: Iterable[Programme], lines: Iterable[Line], rule: CreditRule, today: date
) -> tuple[Spending, ...]:
    """Every programme that has a budget, in its newest year up to today's."""
    listed: list[Spending] = []
    budgets = grouped((line.programme, line) for line in lines if line.year <= today.year)
    for programme in programmes:
        mine = budgets.get(programme.code)
        if mine:
            year = max(line.year for line in mine)
            summed = present(budget_total(line for line in mine if line.year == year))
            listed.append(Spending(programme, year, Balance(summed, _work(programme, rule, year, today))))
    return tuple(listed)


def _work(programme: Programme, rule: CreditRule, year: int, today: date) -> Fraction | None:
    if programme.is_physical:
        return physical_work_of_year(programme.physical, year, today)
    return work_of_year((m.facts for m in programme.milestones), rule, year, today)


def widest_first(rows: Iterable[Spending]) -> tuple[Spending, ...]:
    """The largest gap first, whichever way; what has none at the end."""

    def rank(one: Spending) -> tuple[bool, Fraction, str]:
        gap = one.balance.gap
        return gap is None, -abs(gap or Fraction(0)), one.programme.code

    return tuple(sorted(rows, key=rank))


@dataclass(frozen=True, slots=True)
class CombinedSpending:
    """The balance of several programmes of one year; `missing` of the `n` have no gap of their own."""

    year: int
    balance: Balance
    n: int
    missing: int


def combined_spending(rows: Sequence[Spending], lines: Iterable[Line]) -> CombinedSpending | None:
    """Of the newest year among them: money as a sum, work weighted by the ceilings of those that have a gap."""
    if not rows:
        return None
    year = max(one.year for one in rows)
    mine = [one for one in rows if one.year == year]
    codes = {one.programme.code for one in mine}
    summed = present(budget_total(line for line in lines if line.year == year and line.programme in codes))
    with_gap = [one for one in mine if one.balance.gap is not None]
    return CombinedSpending(year, Balance(summed, _weighted(with_gap)), len(mine), len(mine) - len(with_gap))


def _weighted(rows: Iterable[Spending]) -> Fraction | None:
    listed = [(Fraction(one.balance.budget.reported_ceiling), one.balance.physical or Fraction(0)) for one in rows]
    ceiling = sum((base for base, _ in listed), Fraction(0))
    return sum((base * physical for base, physical in listed), Fraction(0)) / ceiling if ceiling else None
