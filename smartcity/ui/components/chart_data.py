"""From domain values to the rows of charts: which groups, in which order, under which names."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from smartcity.charts.balances import BalanceRow, balances
from smartcity.charts.base_figure import Chart
from smartcity.charts.distributions import DistributionRow, distributions
from smartcity.charts.multiples import SmallTrend, multiples
from smartcity.charts.s_curve import s_curve
from smartcity.charts.standings import StandingRow, standings
from smartcity.charts.theme import Theme
from smartcity.charts.timeline import TimelineRow, timeline
from smartcity.charts.trend import TrendPoint, trend
from smartcity.domain.calendar import ROMAN, Period
from smartcity.domain.enums import Calculation, Span
from smartcity.domain.indicators.achievement import Goal
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.quarters import Quarter
from smartcity.domain.money.balances import Spending
from smartcity.domain.plan.blockers import lateness
from smartcity.domain.plan.curve import CurvePoint
from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.portfolio.freshness import Freshness, of_milestone, of_outcome, of_programme
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group
from smartcity.domain.rounding import legible
from smartcity.i18n.figures import silence_text, with_unit
from smartcity.i18n.words import Words


def group_standings(words: Words, theme: Theme, groups: Sequence[Group], *, narrow: bool) -> Chart:
    """Dimensions, sub-dimensions, or agencies with their reporting."""
    return standings(words, theme, [_standing_row(words, group) for group in groups], narrow=narrow)


def _standing_row(words: Words, group: Group) -> StandingRow:
    held_up, silent = lateness(group.programmes).blocked, group.silence
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


def agency_distributions(words: Words, theme: Theme, groups: Sequence[AgencyGroup], *, narrow: bool) -> Chart:
    rows = [DistributionRow(g.name, dict(g.roll_up.healths), g.reporting) for g in groups]
    return distributions(words, theme, rows, narrow=narrow)


def curve(words: Words, theme: Theme, points: Sequence[CurvePoint], today: date) -> Chart:
    return s_curve(words, theme, points, today)


def milestone_timeline(
    words: Words, theme: Theme, listed: Sequence[Milestone], period: Period | None, today: date, *, narrow: bool
) -> Chart:
    """Milestones as they stood on the day."""
    rows = [_row(milestone, of_milestone(milestone, period, today)) for milestone in listed]
    return timeline(words, theme, rows, today, narrow=narrow)


def _row(milestone: Milestone, freshness: Freshness) -> TimelineRow:
    facts = milestone.facts
    blocker = milestone.blocked_by
    return TimelineRow(
        milestone.name,
        facts.starts_on,
        facts.due_on,
        facts.first_due_on,
        milestone.status,
        facts.done_on,
        waits_for=blocker.name if blocker else None,
        freshness=freshness,
    )


def outcome_trend(words: Words, theme: Theme, line: Sequence[Outcome], code: str, freshness: Freshness) -> Chart:
    """`line` is the indicator of this code with those before and after it, oldest first."""
    card = next(other.card for other in line if other.card.code == code)
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
    for outcome_in_line in line:
        points += [TrendPoint("", None)] if points else []
        parts.append((len(points), outcome_in_line.card.name))
        points += [_point(words, quarter) for quarter in outcome_in_line.rows]
    return points, parts


def outcome_multiples(
    words: Words, theme: Theme, outcomes: Sequence[Outcome], period: Period | None, today: date, *, narrow: bool
) -> Chart:
    small = [_small(words, outcome, of_outcome(outcome, period, today)) for outcome in outcomes]
    return multiples(words, theme, small, narrow=narrow)


def _small(words: Words, outcome: Outcome, freshness: Freshness) -> SmallTrend:
    """Value, unit and target of the number whose achievement stands beside."""
    points, achievement = [_point(words, quarter) for quarter in outcome.rows], outcome.to_date
    value = _number(words, achievement.measured.value if achievement.measured else None)
    goal = achievement.goal or Goal()
    bounds = (goal.value,) if goal.value is not None else (goal.lower, goal.upper)
    aim = [_number(words, bound) for bound in bounds if bound is not None]
    facts = {"share": words.percent(achievement.percent), "goal": "–".join(aim)}
    achieved = words.say("chart.multiples.achieved", **facts) if aim else words.percent(achievement.percent)
    text = with_unit(value, outcome.card.unit) if outcome.counted else ""
    return SmallTrend(outcome.card.name, outcome.card.unit, points, achieved, freshness, text)


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


def money_balances(
    words: Words, theme: Theme, spendings: Sequence[Spending], period: Period | None, today: date, *, narrow: bool
) -> Chart:
    return balances(words, theme, [_balance(spending, period, today) for spending in spendings], narrow=narrow)


def _balance(spending: Spending, period: Period | None, today: date) -> BalanceRow:
    fresh = of_programme(spending.programme, period, today)
    return BalanceRow(
        spending.programme.name, spending.balance.physical, spending.balance.financial, spending.balance.gap, fresh
    )
