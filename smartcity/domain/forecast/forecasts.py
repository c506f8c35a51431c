"""Forecasts for a whole plan: every open milestone and programme, and the city at the end of the year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from smartcity.domain.forecast.slip_history import (
    ENOUGH,
    Cell,
    Forecast,
    Outlook,
    Slip,
    SlipHistory,
    expected_share,
    history_of,
    milestone_forecast,
    outlook_of,
    programme_forecast,
    slip_of,
)
from smartcity.domain.kept_answers import once
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.portfolio.portfolio import Portfolio, weighted_curve

# The chance that is certain, or what it follows from: the kind of milestone and the day it is promised for.
Prospect = float | tuple[Cell, date]


@dataclass(frozen=True, slots=True)
class YearEnd:
    """Shares 0…1 on the last day of the year: what the plan promises, and what is to be expected."""

    day: date
    planned: float
    expected: float


@dataclass(frozen=True)
class Forecasts:
    """Computed from one portfolio; the same portfolio gives the same forecasts."""

    plan: Portfolio

    @cached_property
    def history(self) -> SlipHistory:
        """That of the portfolio before, where nothing slipped since."""
        slips = tuple(_slips(programme, self._today) for programme in self.plan.programmes)
        return self.plan.carried("slips", slips, lambda: history_of(slip for listed in slips for slip in listed))

    @property
    def is_enough(self) -> bool:
        return self.history.n >= ENOUGH

    def milestone(self, programme: Programme, milestone: Milestone) -> Forecast | None:
        if milestone.id not in self._ends:
            cell = _cell(programme, milestone)
            self._ends[milestone.id] = milestone_forecast(self.history, cell, milestone.facts, self._today)
        return self._ends[milestone.id]

    @cached_property
    def _ends(self) -> dict[int, Forecast | None]:
        return {}

    def is_open(self, milestone: Milestone) -> bool:
        """Whether its finish is still to come."""
        facts = milestone.facts
        return facts.counts_on(self._today) and not (facts.postponed or facts.is_done or facts.is_claimed_done)

    def programme(self, programme: Programme) -> Forecast | None:
        """None when all is finished, history is too short, or one of its milestones is later than any before it."""
        open_ones = [m for m in programme.milestones if self.is_open(m)]
        outlooks = [self._outlook(programme, m) for m in open_ones]
        if any(outlook is None for outlook in outlooks):
            return None
        n = sum(self.history.n_of(cell) for cell in {_cell(programme, m) for m in open_ones})
        return programme_forecast([outlook for outlook in outlooks if outlook is not None], n)

    @cached_property
    def year_end(self) -> YearEnd | None:
        """None while history is too short or nothing is known of the plan's progress."""
        day = date(self._today.year, 12, 31)
        planned = self._weighed(lambda programme: self._planned(programme, day))
        expected = self._weighed(lambda programme: self._expected(programme, day))
        if not self.is_enough or planned is None or expected is None:
            return None
        return YearEnd(day, planned, expected)

    def _weighed(self, share_of: Callable[[Programme], float | None]) -> float | None:
        shares = ((_weight(p), share_of(p)) for p in self.plan.programmes)
        return expected_share((weight, share) for weight, share in shares if share is not None)

    @property
    def _today(self) -> date:
        return self.plan.as_of

    def _outlook(self, programme: Programme, milestone: Milestone) -> Outlook | None:
        return outlook_of(self.history, _cell(programme, milestone), milestone.facts, self._today)

    def _planned(self, programme: Programme, day: date) -> float | None:
        progress = weighted_curve(programme, self.plan.plan.rule).progress_on(day)
        return float(progress.planned) if progress else None

    def _expected(self, programme: Programme, day: date) -> float | None:
        """A milestone later than any before it is not expected this year; nobody knows when it comes."""
        if programme.is_physical:
            share = programme.physical.expected_on(day, self._today)
            return None if share is None else float(share)
        before: tuple[SlipHistory, float | None] | None = programme.made_of_it.get((Forecasts, day))
        if before is None or before[0] is not self.history:
            prospects = _prospects(programme, day, self._today)
            expected = expected_share((weight, self._chance(prospect, day)) for weight, prospect in prospects)
            before = programme.made_of_it[Forecasts, day] = (self.history, expected)
        return before[1]

    def _chance(self, prospect: Prospect, day: date) -> float:
        if isinstance(prospect, float):
            return prospect
        if (prospect, day) not in self._chances:
            history = self.history.of(prospect[0])
            self._chances[prospect, day] = Outlook(prospect[1], self._today, history).chance_by(day) if history else 0.0
        return self._chances[prospect, day]

    @cached_property
    def _chances(self) -> dict[tuple[tuple[Cell, date], date], float]:
        """Milestones of one kind that are promised for one day share theirs."""
        return {}


@once
def _weight(programme: Programme) -> float:
    return float(programme.weight)


@once
def _slips(programme: Programme, today: date) -> tuple[tuple[Cell, Slip], ...]:
    slips = ((_cell(programme, m), slip_of(m.facts, today)) for m in programme.milestones)
    return tuple((cell, slip) for cell, slip in slips if slip is not None)


@once
def _prospects(programme: Programme, day: date, today: date) -> tuple[tuple[float, Prospect], ...]:
    """Weight and prospect of the milestones that count on the day."""
    counted = (m for m in programme.milestones if m.facts.counts_on(day))
    return tuple((float(m.facts.weight), _prospect(programme, m, today)) for m in counted)


def _prospect(programme: Programme, milestone: Milestone, today: date) -> Prospect:
    facts = milestone.facts
    if facts.is_done or facts.is_claimed_done:
        return 1.0
    return 0.0 if facts.postponed or not facts.counts_on(today) else (_cell(programme, milestone), facts.due_on)


def _cell(programme: Programme, milestone: Milestone) -> Cell:
    return programme.lead.code, milestone.action_plan.kind
