"""Money beside work, both of one year: what a programme did of the year's work, what it spent of the year's ceiling."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from smartcity.domain.budgets import Line, Purse, purse
from smartcity.domain.kinds import CreditRule
from smartcity.domain.milestones import MilestoneFacts, verified_credit
from smartcity.domain.physical import PhysicalFacts
from smartcity.domain.plan import Programme


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

    purse: Purse
    physical: Fraction | None

    @cached_property
    def financial(self) -> Fraction | None:
        return self.purse.share

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
    found: list[Spending] = []
    budgets: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.year <= today.year:
            budgets[line.programme].append(line)
    for programme in programmes:
        mine = budgets.get(programme.code)
        if mine:
            year = max(line.year for line in mine)
            summed = purse(line for line in mine if line.year == year)
            assert summed is not None
            found.append(Spending(programme, year, Balance(summed, _work(programme, rule, year, today))))
    return tuple(found)


def _work(programme: Programme, rule: CreditRule, year: int, today: date) -> Fraction | None:
    if programme.is_physical:
        return physical_work_of_year(programme.physical, year, today)
    return work_of_year((m.facts for m in programme.milestones), rule, year, today)


def widest_first(found: Iterable[Spending]) -> tuple[Spending, ...]:
    """The largest gap first, whichever way; what has none at the end."""

    def rank(one: Spending) -> tuple[bool, Fraction, str]:
        gap = one.balance.gap
        return gap is None, -abs(gap or Fraction(0)), one.programme.code

    return tuple(sorted(found, key=rank))


@dataclass(frozen=True, slots=True)
class Joint:
    """The balance of several programmes of one year; `missing` of the `n` have no gap of their own."""

    year: int
    balance: Balance
    n: int
    missing: int


def joint(found: Sequence[Spending], lines: Iterable[Line]) -> Joint | None:
    """Of the newest year among them: money as a sum, work weighted by the ceilings of those that have a gap."""
    if not found:
        return None
    year = max(one.year for one in found)
    mine = [one for one in found if one.year == year]
    codes = {one.programme.code for one in mine}
    summed = purse(line for line in lines if line.year == year and line.programme in codes)
    assert summed is not None
    known = [one for one in mine if one.balance.gap is not None]
    return Joint(year, Balance(summed, _weighted(known)), len(mine), len(mine) - len(known))


def _weighted(known: Iterable[Spending]) -> Fraction | None:
    listed = [(Fraction(one.balance.purse.told), one.balance.physical or Fraction(0)) for one in known]
    ceiling = sum((told for told, _ in listed), Fraction(0))
    return sum((told * physical for told, physical in listed), Fraction(0)) / ceiling if ceiling else None
