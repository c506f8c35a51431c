"""All programmes on one day, and the groups people ask about: city, dimension, sub-dimension, agency."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from smartcity.domain.calendar import Period
from smartcity.domain.enums import CreditRule, Health, MilestoneStatus, Reporting
from smartcity.domain.grouping import grouped
from smartcity.domain.kept_answers import once
from smartcity.domain.plan.curve import CurvePoint, ProgressCurve, SummedCurve, WeightedCurve, progress_curve
from smartcity.domain.plan.programmes import Agency, Dimension, Milestone, PlanCard, Programme, SubDimension
from smartcity.domain.plan.progress import Part, RollUp, Totals, health_of, roll_up, totals_of
from smartcity.domain.portfolio.ages import Inputs, inputs_of_programmes, inputs_of_reports
from smartcity.domain.portfolio.freshness import Freshness, Silence, of_programmes, silence_of_programmes
from smartcity.domain.reasons import Figure
from smartcity.domain.reporting.compliance import REPORTED, worst
from smartcity.domain.thresholds import Scale

Made = TypeVar("Made")


def part(programme: Programme) -> Part:
    return Part(programme.weight, programme.progress, programme.health)


def sums(programmes: Iterable[Programme]) -> RollUp:
    """The one roll-up that every screen, chart and sentence uses."""
    return roll_up([part(programme) for programme in programmes])


def progress_curve_of(programme: Programme, rule: CreditRule) -> ProgressCurve:
    """What measures the progress of a programme."""
    return progress_curve(programme.measure, programme.physical, (m.facts for m in programme.milestones), rule)


@once
def weighted_curve(programme: Programme, rule: CreditRule) -> WeightedCurve:
    return WeightedCurve(programme.weight, progress_curve_of(programme, rule))


def curve_parts(programmes: Iterable[Programme], rule: CreditRule) -> tuple[WeightedCurve, ...]:
    return tuple(weighted_curve(programme, rule) for programme in programmes)


def health_of_group(rolled: RollUp, scheme: Scale[Health]) -> Health:
    """From the ratio alone: what caps a programme does not cap its group."""
    return health_of(rolled.progress, scheme, is_finished=rolled.is_finished)


@dataclass(frozen=True)
class Group:
    """Programmes of one dimension, sub-dimension or agency."""

    code: str
    name: str
    programmes: tuple[Programme, ...]
    roll_up: RollUp
    health: Health
    freshness: Freshness
    silence: Silence

    @cached_property
    def inputs(self) -> Mapping[Figure, Inputs]:
        """How old the facts behind each of its figures are."""
        return {figure: inputs_of_programmes(figure, self.programmes) for figure in Figure}

    def count(self, status: MilestoneStatus) -> int:
        return sum(m.status is status for p in self.programmes for m in p.milestones)


@dataclass(frozen=True)
class AgencyGroup(Group):
    """An agency with its own reporting standing: reported only when every programme that owes a report has one."""

    agency: Agency
    owing: int
    reported: int
    reporting: Reporting


@dataclass(frozen=True)
class Portfolio:
    """The whole plan as known on `as_of`; `updated_at` is the newest fact in it."""

    plan: PlanCard
    as_of: date
    period: Period | None
    dimensions: tuple[Dimension, ...]
    sub_dimensions: tuple[SubDimension, ...]
    agencies: tuple[Agency, ...]
    programmes: tuple[Programme, ...]
    updated_at: datetime | None

    @property
    def active_agencies(self) -> tuple[Agency, ...]:
        """Those that have not ended."""
        return tuple(agency for agency in self.agencies if agency.ended_on is None)

    @cached_property
    def city(self) -> RollUp:
        return sums(self.programmes)

    @cached_property
    def totals(self) -> Totals:
        """What the progress of the city is the mean of."""
        return totals_of((programme.weight, programme.progress) for programme in self.programmes)

    @cached_property
    def whole(self) -> Group:
        """The city as a group of all its programmes."""
        group = self.group("", self.plan.city, self.programmes)
        return replace(group, roll_up=self.city, health=self.health)

    @cached_property
    def health(self) -> Health:
        return health_of_group(self.city, self.plan.scheme)

    @property
    def inputs(self) -> Mapping[Figure, Inputs]:
        """How old the facts behind each figure of the city are."""
        return self.whole.inputs

    @cached_property
    def reports(self) -> Inputs:
        """How old the reports are that this period's count of agencies rests on."""
        return inputs_of_reports(self.programmes)

    @cached_property
    def by_dimension(self) -> tuple[Group, ...]:
        programmes = grouped((p.dimension.code, p) for p in self.programmes)
        return tuple(self.group(d.code, d.name, tuple(programmes[d.code])) for d in self.dimensions)

    @cached_property
    def by_agency(self) -> tuple[AgencyGroup, ...]:
        """Every agency, those without a programme too: nobody disappears from a table."""
        led = grouped((p.lead.code, p) for p in self.programmes)
        owing = grouped((p.reporter.code, p) for p in self.programmes if p.must_report)
        return tuple(self._agency_group(a, tuple(led[a.code]), owing[a.code]) for a in self.agencies)

    @cached_property
    def sub_groups(self) -> Mapping[str, tuple[Group, ...]]:
        """By dimension code, its sub-dimensions in their order."""
        programmes = grouped((p.sub_dimension.code, p) for p in self.programmes)
        groups = grouped((s.dimension.code, s) for s in self.sub_dimensions)
        return {
            dimension: tuple(self.group(s.code, s.name, tuple(programmes[s.code])) for s in members)
            for dimension, members in groups.items()
        }

    @property
    def reported_at(self) -> datetime | None:
        """When the newest statement reached us."""
        return max((p.report.recorded_at for p in self.programmes if p.report), default=None)

    def by_sub_dimension(self, dimension: str) -> tuple[Group, ...]:
        return self.sub_groups.get(dimension, ())

    @cached_property
    def curve(self) -> tuple[CurvePoint, ...]:
        """The S-curve of the city."""
        return self._curve("", self.programmes)

    @cached_property
    def curves(self) -> Mapping[str, tuple[CurvePoint, ...]]:
        """By dimension code: its S-curve, from the same courses as the city's."""
        return {group.code: self.curve_of(group) for group in self.by_dimension}

    def curve_of(self, group: Group) -> tuple[CurvePoint, ...]:
        """The S-curve of a dimension."""
        return self._curve(group.code, group.programmes)

    def _curve(self, code: str, programmes: tuple[Programme, ...]) -> tuple[CurvePoint, ...]:
        parts, before = curve_parts(programmes, self.plan.rule), self._summed.get(code)
        if before is None or before.programmes != parts:
            self._summed[code] = before.renewed(parts) if before else SummedCurve(parts)
        return self._summed[code].points(self.as_of)

    @cached_property
    def _summed(self) -> dict[str, SummedCurve]:
        return {}

    @cached_property
    def weighted_curves(self) -> tuple[WeightedCurve, ...]:
        """Of each programme, in their order; every day is computed once for all groups."""
        return curve_parts(self.programmes, self.plan.rule)

    @cached_property
    def _carried(self) -> dict[Hashable, tuple[object, Any]]:
        return {}

    def carried(self, name: Hashable, facts: object, make: Callable[[], Made]) -> Made:
        """What is made of these facts; taken over from the portfolio before where they are the same."""
        before = self._carried.get(name)
        if before is None or before[0] != facts:
            before = self._carried[name] = (facts, make())
        made: Made = before[1]
        return made

    def group(self, code: str, name: str, programmes: tuple[Programme, ...]) -> Group:
        return self.carried((code, name), programmes, lambda: self._new_group(code, name, programmes))

    def _new_group(self, code: str, name: str, programmes: tuple[Programme, ...]) -> Group:
        rolled, fresh = sums(programmes), of_programmes(programmes, self.period, self.as_of)
        silent = silence_of_programmes(programmes, self.period, self.as_of)
        return Group(code, name, programmes, rolled, health_of_group(rolled, self.plan.scheme), fresh, silent)

    @cached_property
    def by_code(self) -> Mapping[str, Programme]:
        return {programme.code: programme for programme in self.programmes}

    def programme(self, code: str) -> Programme | None:
        return self.by_code.get(code)

    @cached_property
    def milestones(self) -> tuple[tuple[Programme, Milestone], ...]:
        return tuple((p, m) for p in self.programmes for m in p.milestones)

    def count(self, status: MilestoneStatus) -> int:
        return sum(m.status is status for _, m in self.milestones)

    def _agency_group(
        self, agency: Agency, programmes: tuple[Programme, ...], owing: Sequence[Programme]
    ) -> AgencyGroup:
        """`owing` are those whose report of the current period is its own."""
        group = self.group(agency.code, agency.short_name, programmes)
        standings = [p.reporting for p in owing]
        reported = [r for r in standings if r in REPORTED]
        return AgencyGroup(
            **{each.name: getattr(group, each.name) for each in fields(Group)},
            agency=agency,
            owing=len(standings),
            reported=len(reported),
            reporting=worst(standings),
        )


def newest_update(programmes: Iterable[Programme]) -> datetime | None:
    """The newest fact of any of them."""
    return max((p.last_update_at for p in programmes if p.last_update_at), default=None)


def renewed(before: Portfolio, programmes: tuple[Programme, ...]) -> Portfolio:
    """The same plan on the same day with these programmes; what is made of others only is taken over."""
    after = replace(before, programmes=programmes, updated_at=newest_update(programmes))
    after._carried.update(before._carried)
    after._summed.update(before._summed)
    return after
