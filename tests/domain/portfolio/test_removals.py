"""F22 for progress: without one update, or without its verdict, no share and no health is better than with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from smartcity.domain.enums import Claim, CreditRule, Health, Measure
from smartcity.domain.facts.claims import dated
from smartcity.domain.plan.curve import assess
from smartcity.domain.plan.milestones import MilestoneClaim, MilestoneFacts, verified_credit
from smartcity.domain.plan.physical import PhysicalPercent, PlannedPercent, physical_facts
from smartcity.domain.plan.programmes import Agency, Programme
from smartcity.domain.plan.progress import is_better
from smartcity.domain.portfolio.portfolio import Group, Portfolio, progress_curve_of
from tests.domain.cities import DLH, PLAN, PUPR, milestone, portfolio, programme
from tests.domain.plans import TODAY, step

BEGAN = date(2026, 1, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Update:
    """Told `days` after the begin; `percent` 100 is done."""

    days: int
    percent: int
    is_verified: bool

    @property
    def day(self) -> date:
        return BEGAN + timedelta(days=self.days)


@dataclass(frozen=True)
class Work:
    """The updates of one milestone, or the physical percentages of one programme, and the day by which it is due."""

    due_on: date
    weight: int
    updates: tuple[Update, ...]

    @property
    def claims(self) -> tuple[MilestoneClaim, ...]:
        return tuple(
            MilestoneClaim(Claim.DONE, None, u.day) if u.percent == 100 else MilestoneClaim(Claim.RUNNING, u.percent)
            for u in self.updates
        )

    @property
    def facts(self) -> MilestoneFacts:
        pairs = list(zip(self.claims, self.updates, strict=True))
        verified = [claim for claim, update in pairs if update.is_verified]
        claims = tuple(dated(claim, u.day, TODAY, is_verified=u.is_verified) for claim, u in pairs)
        fields: dict[str, Any] = {"latest": self.claims[-1] if pairs else None, "claims": claims}
        return step(BEGAN, self.due_on, self.weight, verified=verified[-1] if verified else None, **fields)

    def without_one_fact(self) -> Iterator["Work"]:
        for place, update in enumerate(self.updates):
            before, after = self.updates[:place], self.updates[place + 1 :]
            yield replace(self, updates=(*before, *after))
            yield replace(self, updates=(*before, replace(update, is_verified=False), *after))


@dataclass(frozen=True)
class Plan:
    """Two programmes of milestones, of two agencies, and a physical one."""

    rule: CreditRule
    milestones: tuple[tuple[Work, ...], ...]
    physical: Work

    def without_one_fact(self) -> Iterator["Plan"]:
        yield from (replace(self, physical=less) for less in self.physical.without_one_fact())
        for number, works in enumerate(self.milestones):
            for place, work in enumerate(works):
                for less in work.without_one_fact():
                    changed = (*works[:place], less, *works[place + 1 :])
                    all_of_it = (*self.milestones[:number], changed, *self.milestones[number + 1 :])
                    yield replace(self, milestones=all_of_it)

    @property
    def portfolio(self) -> Portfolio:
        card = replace(PLAN, rule=self.rule, overdue_cap=True)
        steps = [tuple(milestone(n, work.facts) for n, work in enumerate(works)) for works in self.milestones]
        programmes = [programme(n, *of, lead=lead) for n, (of, lead) in enumerate(zip(steps, (DLH, PUPR), strict=True))]
        return replace(portfolio(*(self._assessed(p) for p in (*programmes, self._physical(PUPR)))), plan=card)

    def _physical(self, lead: Agency) -> Programme:
        curve = [
            PlannedPercent(BEGAN + 60 * ONE_DAY, Fraction(30)),
            PlannedPercent(self.physical.due_on, Fraction(100)),
        ]
        percents = [PhysicalPercent(u.day, Fraction(u.percent), u.is_verified) for u in self.physical.updates]
        weight = Fraction(self.physical.weight)
        return programme(
            9, lead=lead, measure=Measure.PHYSICAL, physical=physical_facts(curve, percents), weight=weight
        )

    def _assessed(self, programme: Programme) -> Programme:
        assessed = assess(progress_curve_of(programme, self.rule), TODAY, PLAN.scheme, overdue_cap=True)
        return replace(programme, progress=assessed.progress, health=assessed.health)


@st.composite
def works(choose: st.DrawFn) -> Work:
    """Each update tells no less than those before it; a correction downwards is no progress that could be missing."""
    days = sorted(choose(st.lists(st.integers(0, 300), max_size=4, unique=True)))
    percents = sorted(choose(st.lists(st.sampled_from((0, 40, 96, 100)), min_size=len(days), max_size=len(days))))
    updates = tuple(Update(day, percent, choose(st.booleans())) for day, percent in zip(days, percents, strict=True))
    return Work(BEGAN + choose(st.integers(61, 500)) * ONE_DAY, choose(st.integers(1, 30)), updates)


some = st.lists(works(), min_size=1, max_size=3).map(tuple)
plans = st.builds(Plan, st.sampled_from(CreditRule), st.tuples(some, some), works())


def rated(plan: Portfolio) -> dict[str, tuple[Any, Health]]:
    """Progress and health of the city, and of each dimension, sub-dimension, agency and programme."""
    groups: list[Group] = [plan.whole, *plan.by_dimension, *plan.by_sub_dimension("GV"), *plan.by_agency]
    rated_groups = {f"group {place}": (group.roll_up.progress, group.health) for place, group in enumerate(groups)}
    return rated_groups | {f"programme {p.code}": (p.progress, p.health) for p in plan.programmes}


@settings(max_examples=40, deadline=None)
@given(plans)
def test_f22_no_progress_and_no_health_gets_better_without_an_update_or_its_verdict(plan: Plan) -> None:
    before = rated(plan.portfolio)
    for less in plan.without_one_fact():
        for name, (progress, health) in rated(less.portfolio).items():
            was, was_health = before[name]
            assert progress.verified <= was.verified, name
            assert progress.claimed <= was.claimed, name
            assert progress.planned == was.planned, name
            assert not is_better(health, was_health), name


@given(works(), st.sampled_from(CreditRule), st.integers(0, 400))
def test_f22_nor_on_any_earlier_day_of_the_curve(work: Work, rule: CreditRule, days: int) -> None:
    day = BEGAN + timedelta(days=days)
    for less in work.without_one_fact():
        assert verified_credit(less.facts, rule, day) <= verified_credit(work.facts, rule, day)
