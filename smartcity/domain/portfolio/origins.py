"""Where a figure comes from: its formula, its inputs and the rows it was summed from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from smartcity.domain.enums import CreditRule
from smartcity.domain.plan.milestones import claimed_credit, planned_credit, verified_credit
from smartcity.domain.plan.physical import PhysicalPercent, PhysicalRow
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.ages import input_at, newest_input_at
from smartcity.domain.portfolio.portfolio import AgencyGroup, Portfolio
from smartcity.domain.reasons import Figure


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One programme or milestone: its weight and its value. `share` is None when unknown and left out.

    `told_at` is when the newest fact behind it reached us.
    """

    code: str
    name: str
    weight: Fraction
    share: Fraction | None
    input_at: datetime | None = None
    is_physical: bool = False

    @property
    def product(self) -> Fraction | None:
        return None if self.share is None else self.weight * self.share


@dataclass(frozen=True)
class Origin:
    """`total` ÷ `weights` is the figure, as a share 0…1 (a deviation: −1…1); `is_of_milestones` names the rows."""

    figure: Figure
    rule: CreditRule
    rows: tuple[SourceRow, ...]
    is_of_milestones: bool

    @property
    def weights(self) -> Fraction:
        return sum((row.weight for row in self.rows if row.share is not None), Fraction(0))

    @property
    def total(self) -> Fraction:
        return sum((row.product for row in self.rows if row.product is not None), Fraction(0))

    @property
    def share(self) -> Fraction | None:
        return self.total / self.weights if self.weights else None

    @property
    def left_out(self) -> int:
        return sum(row.share is None for row in self.rows)


def _value(figure: Figure, progress: Progress | None) -> Fraction | None:
    if progress is None:
        return None
    value: Fraction = getattr(progress, figure.value)
    return value / 100 if figure is Figure.DEVIATION else value


def origin_of_programmes(figure: Figure, rule: CreditRule, programmes: Iterable[Programme]) -> Origin:
    """A figure of a city, dimension or agency, from its programmes."""
    rows = tuple(
        SourceRow(p.code, p.name, p.weight, _value(figure, p.progress), newest_input_at(figure, p), p.is_physical)
        for p in programmes
    )
    return Origin(figure, rule, rows, is_of_milestones=False)


def origin_of_milestones(figure: Figure, plan: Portfolio, programme: Programme) -> Origin:
    """A figure of one programme, from its milestones; cancelled ones are left out."""
    rows = tuple(_milestone_row(figure, plan, milestone) for milestone in programme.milestones)
    return Origin(figure, plan.plan.rule, rows, is_of_milestones=True)


@dataclass(frozen=True)
class PhysicalOrigin:
    """A figure of a programme measured physically: the percentages that hold on the as-of day."""

    figure: Figure
    share: Fraction | None
    planned: Fraction | None
    verified: PhysicalPercent | None
    claimed: PhysicalPercent | None
    rows: tuple[PhysicalRow, ...]


def origin_of_physical(figure: Figure, plan: Portfolio, programme: Programme) -> PhysicalOrigin:
    facts, day = programme.physical, plan.as_of
    share = _value(figure, programme.progress)
    at_hand = (facts.planned_on(day), facts.verified_on(day), facts.latest_on(day))
    return PhysicalOrigin(figure, share, *at_hand, facts.rows_by(day))


def _milestone_row(figure: Figure, plan: Portfolio, milestone: Milestone) -> SourceRow:
    facts, rule = milestone.facts, plan.plan.rule
    if not facts.counts_on(plan.as_of):
        return SourceRow(milestone.code, milestone.name, facts.weight, None)
    credit = Progress(
        planned=planned_credit(facts, rule, plan.as_of),
        verified=verified_credit(facts, rule, plan.as_of),
        claimed=claimed_credit(facts, rule, plan.as_of),
    )
    return SourceRow(milestone.code, milestone.name, facts.weight, _value(figure, credit), input_at(figure, milestone))


@dataclass(frozen=True, slots=True)
class ReportingCount:
    """Agencies that owe a report in the current period, and how many of them gave all of it."""

    reported: int
    owing: int
    without: int

    @property
    def missing(self) -> int:
        return self.owing - self.reported


def reporting_count(groups: Sequence[AgencyGroup]) -> ReportingCount:
    """Agencies that owe nothing (no running programme) are named apart, not counted as reported."""
    owing = [group for group in groups if group.owing]
    return ReportingCount(
        reported=sum(group.reported == group.owing for group in owing),
        owing=len(owing),
        without=len(groups) - len(owing),
    )
