"""From domain values to the rows of charts: which groups, in which order, under which names."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from smartcity.charts.balances import BalanceRow, balances
from smartcity.charts.distributions import DistributionRow, distributions
from smartcity.charts.drawing import Drawing
from smartcity.charts.multiples import SmallTrend, multiples
from smartcity.charts.s_curve import s_curve
from smartcity.charts.standings import StandingRow, standings
from smartcity.charts.theme import Theme
from smartcity.charts.timeline import TimelineRow, timeline
from smartcity.charts.trend import TrendPoint, trend
from smartcity.domain.balances import Spending
from smartcity.domain.balls import lateness
from smartcity.domain.curve import CurvePoint
from smartcity.domain.freshness import Freshness, of_milestone, of_outcome, of_programme
from smartcity.domain.indicators import Goal
from smartcity.domain.kinds import Calculation, Span
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import ROMAN
from smartcity.domain.plan import Milestone
from smartcity.domain.portfolio import AgencyGroup, Group, Portfolio
from smartcity.domain.quarters import Quarter
from smartcity.domain.rounding import legible
from smartcity.i18n.figures import silence_text, with_unit
from smartcity.i18n.speech import Words


def group_standings(words: Words, theme: Theme, groups: Sequence[Group], narrow: bool) -> Drawing:
    """Dimensions, sub-dimensions, or agencies with their reporting."""
    return standings(words, theme, [_standing(words, group) for group in groups], narrow=narrow)


def _standing(words: Words, group: Group) -> StandingRow:
    held_up, silent = lateness(group.programmes).held_up, group.silence
    return StandingRow(
        group.name,
        group.roll_up.progress,
        group.health,
        dict(group.roll_up.healths),
        reporting=group.reporting if isinstance(group, AgencyGroup) else None,
        age=silence_text(words, silent.count, silent.longest),
        freshness=group.freshness,
        note=words.say("chart.standings.held_up", count=held_up) if held_up else "",
    )


def agency_distributions(words: Words, theme: Theme, groups: Sequence[AgencyGroup], narrow: bool) -> Drawing:
    rows = [DistributionRow(g.name, dict(g.roll_up.healths), g.reporting) for g in groups]
    return distributions(words, theme, rows, narrow=narrow)


def curve(words: Words, theme: Theme, points: Sequence[CurvePoint], today: date) -> Drawing:
    return s_curve(words, theme, points, today)


def milestones(words: Words, theme: Theme, found: Sequence[Milestone], plan: Portfolio, narrow: bool) -> Drawing:
    """Milestones of the plan, as it stood on its day."""
    rows = [_row(milestone, of_milestone(milestone, plan.period, plan.as_of)) for milestone in found]
    return timeline(words, theme, rows, plan.as_of, narrow=narrow)


def _row(milestone: Milestone, freshness: Freshness) -> TimelineRow:
    facts = milestone.facts
    ball = milestone.held_up_by
    return TimelineRow(
        milestone.name,
        facts.starts_on,
        facts.due_on,
        facts.first_due_on,
        milestone.status,
        facts.done_on,
        waits_for=ball.name if ball else None,
        freshness=freshness,
    )


def outcome(words: Words, theme: Theme, line: Sequence[Outcome], code: str, freshness: Freshness) -> Drawing:
    """`line` is the indicator of this code with those before and after it, oldest first."""
    card = next(one.card for one in line if one.card.code == code)
    points, parts = _chained(words, line)
    is_comparable = card.calculation is Calculation.LATEST and card.baseline is not None and len(line) == 1
    baseline = float(card.baseline or 0) if is_comparable else None
    return trend(
        words,
        theme,
        points,
        name=card.name,
        unit=card.unit,
        baseline=baseline,
        freshness=freshness,
        parts=parts if len(line) > 1 else (),
    )


def _chained(words: Words, line: Sequence[Outcome]) -> tuple[list[TrendPoint], list[tuple[int, str]]]:
    """The points of all, an empty one between two, and where each begins."""
    points: list[TrendPoint] = []
    parts: list[tuple[int, str]] = []
    for one in line:
        points += [TrendPoint("", None)] if points else []
        parts.append((len(points), one.card.name))
        points += [_point(words, quarter) for quarter in one.rows]
    return points, parts


def outcome_multiples(words: Words, theme: Theme, found: Sequence[Outcome], plan: Portfolio, narrow: bool) -> Drawing:
    small = [_small(words, one, of_outcome(one, plan.period, plan.as_of)) for one in found]
    return multiples(words, theme, small, narrow=narrow)


def _small(words: Words, one: Outcome, freshness: Freshness) -> SmallTrend:
    """Value, unit and target of the number whose achievement stands beside."""
    points, found = [_point(words, quarter) for quarter in one.rows], one.to_date
    value = _number(words, found.measured.value if found.measured else None)
    goal = found.goal or Goal()
    bounds = (goal.value,) if goal.value is not None else (goal.lower, goal.upper)
    aim = [_number(words, bound) for bound in bounds if bound is not None]
    facts = {"share": words.percent(found.percent), "goal": "–".join(aim)}
    achieved = words.say("chart.multiples.achieved", **facts) if aim else words.percent(found.percent)
    told = with_unit(value, one.card.unit) if one.counted else ""
    return SmallTrend(one.card.name, one.card.unit, points, achieved, freshness, told)


def _number(words: Words, value: Fraction | None) -> str:
    return words.number(None if value is None else legible(value))


def _point(words: Words, quarter: Quarter) -> TrendPoint:
    reading, goal = quarter.measured.value, quarter.goal
    return TrendPoint(
        label=_label(words, quarter),
        value=None if reading is None else float(reading),
        target=None if goal is None or goal.value is None else float(goal.value),
        lower=None if goal is None or goal.lower is None else float(goal.lower),
        upper=None if goal is None or goal.upper is None else float(goal.upper),
        is_verified=not quarter.waits,
    )


def _label(words: Words, quarter: Quarter) -> str:
    """`II ’26`, `S1 ’26`, `2026`."""
    name = quarter.period
    if quarter.span is Span.YEAR:
        return str(name.year)
    part = ROMAN[name.number - 1] if quarter.span is Span.QUARTER else words.say("chart.half", number=name.number // 2)
    return f"{part} ’{name.year % 100:02d}"


def money_beside_work(words: Words, theme: Theme, found: Sequence[Spending], plan: Portfolio, narrow: bool) -> Drawing:
    return balances(words, theme, [_balance(one, plan) for one in found], narrow=narrow)


def _balance(one: Spending, plan: Portfolio) -> BalanceRow:
    fresh = of_programme(one.programme, plan.period, plan.as_of)
    return BalanceRow(one.programme.name, one.balance.physical, one.balance.financial, one.balance.gap, fresh)
