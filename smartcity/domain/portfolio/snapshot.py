"""All computed figures of one instant as one value: what a snapshot freezes, and how it opens again.

A reopened plan answers with the figures as they were computed then, even if a rule has changed since.
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

from smartcity.domain.enums import Health, Reporting
from smartcity.domain.errors import present
from smartcity.domain.indicators.achievement import Achievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.money.budgets import Line
from smartcity.domain.plan.curve import CurvePoint
from smartcity.domain.plan.progress import RollUp
from smartcity.domain.portfolio.attention import Concern, top_concerns
from smartcity.domain.portfolio.freshness import Freshness, Silence, of_programmes, silence_of_programmes
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.domain.reasons import Reason

Value = TypeVar("Value")

# Raised by whoever changes a rule that computes a figure.
RULES = "2027.01"


@dataclass(frozen=True)
class GroupFigures:
    """A group without its programmes, which are named by code; None is what an earlier version did not freeze."""

    code: str
    name: str
    members: tuple[str, ...]
    roll_up: RollUp
    health: Health
    freshness: Freshness | None = None
    silence: Silence | None = None


@dataclass(frozen=True, kw_only=True)
class AgencyFigures(GroupFigures):
    owing: int
    reported: int
    reporting: Reporting


@dataclass(frozen=True, kw_only=True)
class DimensionFigures(GroupFigures):
    subs: tuple[GroupFigures, ...]
    curve: tuple[CurvePoint, ...]


@dataclass(frozen=True)
class ConcernFigures:
    """Programme and milestone by code."""

    programme: str
    reason: Reason
    days: int
    milestone: str | None


@dataclass(frozen=True)
class OutcomeFigures:
    outcome: Outcome
    to_date: Achievement
    of_year: Achievement
    of_end: Achievement | None = None


@dataclass(frozen=True)
class PortfolioSnapshot:
    """The facts as known (`portfolio`, `outcomes`, `budget`) and everything computed from them.

    What was frozen earlier knows no `curve` of the city and no `budget`.
    """

    portfolio: Portfolio
    city: RollUp
    health: Health
    dimensions: tuple[DimensionFigures, ...]
    agencies: tuple[AgencyFigures, ...]
    concerns: tuple[ConcernFigures, ...]
    outcomes: tuple[OutcomeFigures, ...]
    curve: tuple[CurvePoint, ...] = ()
    budget: tuple[Line, ...] | None = None

    @cached_property
    def plan(self) -> Portfolio:
        """The portfolio, answering with the frozen figures in place of today's rules."""
        plan = self.portfolio
        subs = {d.code: tuple(_group(Group, plan, sub) for sub in d.subs) for d in self.dimensions}
        return _answering(
            plan,
            city=self.city,
            health=self.health,
            by_dimension=tuple(_group(Group, plan, group) for group in self.dimensions),
            sub_groups=subs,
            curves={group.code: group.curve for group in self.dimensions},
            by_agency=tuple(_agency(plan, group) for group in self.agencies),
            curve=self.curve,
        )

    @cached_property
    def indicators(self) -> tuple[Outcome, ...]:
        return tuple(_of_document(outcome) for outcome in self.outcomes)

    @cached_property
    def needs_attention(self) -> tuple[Concern, ...]:
        return tuple(_concern(self.portfolio, concern) for concern in self.concerns)


def take_snapshot(plan: Portfolio, outcomes: Iterable[Outcome], budget: Iterable[Line]) -> PortfolioSnapshot:
    """Everything the screens show, computed now."""
    return PortfolioSnapshot(
        portfolio=plan,
        city=plan.city,
        health=plan.health,
        dimensions=tuple(_of_dimension(plan, group) for group in plan.by_dimension),
        agencies=tuple(_of_group(AgencyFigures, group) for group in plan.by_agency),
        concerns=tuple(_of_concern(concern) for concern in top_concerns(plan)),
        outcomes=tuple(OutcomeFigures(o, o.to_date, o.of_year, o.of_end) for o in outcomes),
        curve=plan.curve,
        budget=tuple(budget),
    )


def _of_group(kind: Callable[..., Value], group: Group, **more: object) -> Value:
    return kind(members=tuple(programme.code for programme in group.programmes), **_named_alike(kind, group), **more)


def _named_alike(kind: Any, value: object) -> dict[str, Any]:
    """The fields of the dataclass that the value has too."""
    return {field.name: getattr(value, field.name) for field in fields(kind) if hasattr(value, field.name)}


def _of_dimension(plan: Portfolio, group: Group) -> DimensionFigures:
    subs = tuple(_of_group(GroupFigures, sub) for sub in plan.by_sub_dimension(group.code))
    return _of_group(DimensionFigures, group, subs=subs, curve=plan.curves[group.code])


def _of_concern(concern: Concern) -> ConcernFigures:
    milestone = concern.milestone.code if concern.milestone else None
    return ConcernFigures(concern.programme.code, concern.reason, concern.days, milestone)


def _of_document(figures: OutcomeFigures) -> Outcome:
    """What was frozen earlier knows no achievement against the end of the plan."""
    answers = {"to_date": figures.to_date, "of_year": figures.of_year}
    return _answering(figures.outcome, **answers, **({"of_end": figures.of_end} if figures.of_end else {}))


def _answering(value: Value, **answers: object) -> Value:
    """A copy whose cached properties are already answered."""
    copied = copy(value)
    vars(copied).update(answers)
    return copied


def _group(kind: Callable[..., Value], plan: Portfolio, figures: GroupFigures, **more: object) -> Value:
    programmes = tuple(programme for code in figures.members if (programme := plan.programme(code)) is not None)
    aged = {
        "freshness": figures.freshness or of_programmes(programmes, plan.period, plan.as_of),
        "silence": figures.silence or silence_of_programmes(programmes, plan.period, plan.as_of),
    }
    return kind(**_named_alike(kind, figures) | aged, programmes=programmes, **more)


def _agency(plan: Portfolio, figures: AgencyFigures) -> AgencyGroup:
    agency = next(agency for agency in plan.agencies if agency.code == figures.code)
    return _group(AgencyGroup, plan, figures, agency=agency)


def _concern(plan: Portfolio, figures: ConcernFigures) -> Concern:
    programme = present(plan.programme(figures.programme))
    milestone = next((m for m in programme.milestones if m.code == figures.milestone), None)
    return Concern(programme, figures.reason, figures.days, milestone)
