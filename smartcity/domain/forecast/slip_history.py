"""Forecast of a milestone from how this city's milestones have slipped. The method is described in docs/method.md."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from smartcity.domain.enums import ActionKind
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.milestones import MilestoneFacts

ENOUGH = 8
LIKELY, LATE = 0.5, 0.8
Cell = tuple[str, ActionKind]


@dataclass(frozen=True, slots=True)
class Slip:
    """Days from the promise that stood to the finish; while `is_open`, only that it is more than `days`."""

    days: int
    is_open: bool = False


@dataclass(frozen=True)
class Distribution:
    """Share of milestones finished within so many days of their promise: `shares[i]` by `days[i]`, both rising to 1."""

    days: tuple[int, ...]
    shares: tuple[float, ...]

    def share_by(self, days: int) -> float:
        place = bisect_right(self.days, days)
        return self.shares[place - 1] if place else 0.0

    def share_between(self, after: int, days: int) -> float:
        """The chance to finish by `days`, knowing that it took longer than `after`; 0 where nothing ever did."""
        left = 1 - self.share_by(after)
        return max(self.share_by(days) - self.share_by(after), 0.0) / left if left > 0 else 0.0

    def quantile(self, share: float, *, after: int) -> int | None:
        """The days by which `share` of those that took longer than `after` had finished; None where none ever did."""
        passed = self.share_by(after)
        if passed >= 1:
            return None
        wanted = passed + share * (1 - passed)
        return self.days[min(bisect_left(self.shares, wanted - 1e-12), len(self.days) - 1)]


def distribution(slips: Iterable[Slip]) -> Distribution:
    """Kaplan and Meier's estimate, so that milestones still open count for as long as they have lasted.

    The longest slip closes the scale even while it is open (Efron): beyond it nothing is known.
    """
    ordered = sorted(slips, key=lambda slip: slip.days)
    days: list[int] = []
    shares: list[float] = []
    at_risk, surviving = len(ordered), 1.0
    for length, group in groupby(ordered, key=lambda slip: slip.days):
        together = list(group)
        finished = sum(not slip.is_open for slip in together)
        if at_risk == len(together):
            finished = at_risk
        if finished:
            surviving *= 1 - finished / at_risk
            days.append(length)
            shares.append(1 - surviving)
        at_risk -= len(together)
    return Distribution(tuple(days), tuple(shares))


def slip_of(facts: MilestoneFacts, today: date) -> Slip | None:
    """None for what was cancelled or postponed: it says nothing of how long things take."""
    if not facts.counts_on(today) or facts.postponed:
        return None
    finished = _finished_on(facts)
    if finished is not None:
        return Slip((finished - facts.due_on).days)
    return Slip((today - facts.due_on).days, is_open=True)


def _finished_on(facts: MilestoneFacts) -> date | None:
    """A claim that waits for its verifier counts as finished: the forecast is of the work, not of the checking."""
    return facts.done_on if facts.is_done else facts.claimed_done_on


@dataclass(frozen=True)
class SlipHistory:
    """Slips by (agency code, kind of action plan)."""

    slips: Mapping[Cell, tuple[Slip, ...]]

    @cached_property
    def n(self) -> int:
        """Finished milestones in the whole city; open ones do not make it enough."""
        return sum(_finished(slips) for slips in self.slips.values())

    @cached_property
    def city(self) -> Distribution:
        return distribution(slip for slips in self.slips.values() for slip in slips)

    def n_of(self, cell: Cell) -> int:
        return _finished(self.slips.get(cell, ()))

    def of(self, cell: Cell) -> Distribution | None:
        """The cell's own history, shrunk towards the city's by `ENOUGH` imagined milestones; None below `ENOUGH`."""
        if self.n < ENOUGH:
            return None
        if cell not in self._cached:
            self._cached[cell] = self._shrunk(cell)
        return self._cached[cell]

    @cached_property
    def _cached(self) -> dict[Cell, Distribution]:
        return {}

    def _shrunk(self, cell: Cell) -> Distribution:
        n = self.n_of(cell)
        if not n:
            return self.city
        own, days = distribution(self.slips[cell]), sorted({*self.city.days, *distribution(self.slips[cell]).days})
        weight = n / (n + ENOUGH)
        return Distribution(
            tuple(days), tuple(weight * own.share_by(d) + (1 - weight) * self.city.share_by(d) for d in days)
        )


def _finished(slips: Sequence[Slip]) -> int:
    return sum(not slip.is_open for slip in slips)


def history_of(slips: Iterable[tuple[Cell, Slip]]) -> SlipHistory:
    return SlipHistory({cell: tuple(listed) for cell, listed in grouped(slips).items()})


@dataclass(frozen=True, slots=True)
class Outlook:
    """One open milestone as the history sees it: chances by day, counted from its promise."""

    due_on: date
    today: date
    history: Distribution

    @property
    def _after(self) -> int:
        return (self.today - self.due_on).days

    def chance_by(self, day: date) -> float:
        return self.history.share_between(self._after, (day - self.due_on).days)

    def day_of(self, share: float) -> date | None:
        days = self.history.quantile(share, after=self._after)
        return None if days is None else self.due_on + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Finished by `likely` in half of the cases, by `late` in four of five; `n` finished cases of its own kind."""

    likely: date
    late: date
    n: int


def milestone_forecast(history: SlipHistory, cell: Cell, facts: MilestoneFacts, today: date) -> Forecast | None:
    """None for what is finished, cancelled or postponed, while history is too short, or longer than any in it."""
    outlook = outlook_of(history, cell, facts, today)
    return None if outlook is None else _range([outlook], history.n_of(cell))


def outlook_of(history: SlipHistory, cell: Cell, facts: MilestoneFacts, today: date) -> Outlook | None:
    slip, estimate = slip_of(facts, today), history.of(cell)
    if slip is None or not slip.is_open or estimate is None:
        return None
    return Outlook(facts.due_on, today, estimate)


def programme_forecast(outlooks: Sequence[Outlook], n: int) -> Forecast | None:
    """The day by which all of them are finished, each taken as independent of the others."""
    return _range(outlooks, n) if outlooks else None


def _range(outlooks: Sequence[Outlook], n: int) -> Forecast | None:
    likely, late = _all_done(outlooks, LIKELY), _all_done(outlooks, LATE)
    return None if likely is None or late is None else Forecast(likely, late, n)


def _all_done(outlooks: Sequence[Outlook], share: float) -> date | None:
    """The first day on which the chance that all are finished reaches `share`."""
    ends = [outlook.day_of(1.0) for outlook in outlooks]
    if any(end is None for end in ends):
        return None
    earliest = outlooks[0].today + timedelta(days=1)
    last = max(end for end in ends if end is not None)
    span = range(max((last - earliest).days, 0) + 1)
    place = bisect_left(span, share - 1e-12, key=lambda days: _chance(outlooks, earliest + timedelta(days=days)))
    return earliest + timedelta(days=place) if place in span else last


def _chance(outlooks: Sequence[Outlook], day: date) -> float:
    chance = 1.0
    for outlook in outlooks:
        chance *= outlook.chance_by(day)
    return chance


def expected_share(parts: Iterable[tuple[float, float]]) -> float | None:
    """Σ weight × chance ÷ Σ weight; None when there is nothing."""
    listed = list(parts)
    total = sum(weight for weight, _ in listed)
    return sum(weight * chance for weight, chance in listed) / total if total else None
