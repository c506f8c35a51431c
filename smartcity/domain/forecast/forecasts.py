"""Forecasts for a whole plan: every open milestone and programme, and the city at the end of the year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from smartcity.domain.forecast.slip_history import (
    ENOUGH,
    Cell,
    Forecast,
    Outlook,
    SlipHistory,
    expected_share,
    milestone_forecast,
    outlook_of,
    programme_forecast,
    slip_history,
)
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.portfolio.portfolio import Portfolio, progress_curve_of


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
        return slip_history(((_cell(p, m), m.facts) for p, m in self.plan.milestones), self.plan.as_of)

    @property
    def is_enough(self) -> bool:
        return self.history.n >= ENOUGH

    @cached_property
    def milestones(self) -> Mapping[int, Forecast]:
        """By id; those without a forecast are missing."""
        forecasts = ((m.id, milestone_forecast(self.history, _cell(p, m), m.facts, self._today)) for p, m in self._all)
        return {number: forecast for number, forecast in forecasts if forecast is not None}

    @cached_property
    def open_ids(self) -> frozenset[int]:
        """Milestones whose finish is still to come."""
        return frozenset(m.id for _, m in self._all if self._is_open(m))

    def programme(self, programme: Programme) -> Forecast | None:
        """None when all is finished, history is too short, or one of its milestones is later than any before it."""
        open_ones = [m for m in programme.milestones if m.id in self.open_ids]
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
        shares = ((float(p.weight), share_of(p)) for p in self.plan.programmes)
        return expected_share((weight, share) for weight, share in shares if share is not None)

    @property
    def _today(self) -> date:
        return self.plan.as_of

    @property
    def _all(self) -> tuple[tuple[Programme, Milestone], ...]:
        return self.plan.milestones

    def _outlook(self, programme: Programme, milestone: Milestone) -> Outlook | None:
        return outlook_of(self.history, _cell(programme, milestone), milestone.facts, self._today)

    def _is_open(self, milestone: Milestone) -> bool:
        facts = milestone.facts
        return facts.counts_on(self._today) and not (facts.postponed or facts.is_done or facts.is_claimed_done)

    def _planned(self, programme: Programme, day: date) -> float | None:
        progress = progress_curve_of(programme, self.plan.plan.rule).progress_on(day)
        return float(progress.planned) if progress else None

    def _expected(self, programme: Programme, day: date) -> float | None:
        """A milestone later than any before it is not expected this year; nobody knows when it comes."""
        if programme.is_physical:
            share = programme.physical.expected_on(day, self._today)
            return None if share is None else float(share)
        counted = [m for m in programme.milestones if m.facts.counts_on(day)]
        return expected_share((float(m.facts.weight), self._chance(programme, m, day)) for m in counted)

    def _chance(self, programme: Programme, milestone: Milestone, day: date) -> float:
        facts = milestone.facts
        if facts.is_done or facts.is_claimed_done:
            return 1.0
        outlook = self._outlook(programme, milestone)
        return outlook.chance_by(day) if outlook is not None else 0.0


def _cell(programme: Programme, milestone: Milestone) -> Cell:
    return programme.lead.code, milestone.action_plan.kind
