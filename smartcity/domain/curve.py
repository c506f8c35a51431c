"""The S-curve: planned against verified share, by the day things happened (`achieved_on`), not the day we learnt it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from smartcity.domain.kinds import CreditRule
from smartcity.domain.milestones import MilestoneFacts, planned_credit


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Shares 0…1 on a day; `verified` is None after the as-of day."""

    day: date
    planned: Fraction
    verified: Fraction | None


@dataclass(frozen=True, slots=True)
class Weighted:
    """A programme of the group: its weight and its milestones."""

    weight: Fraction
    milestones: tuple[MilestoneFacts, ...]


def month_ends(first: date, last: date) -> list[date]:
    """The last day of every month that touches first…last."""
    ends, year, month = [], first.year, first.month
    while (year, month) <= (last.year, last.month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        ends.append(date(year, month, 1) - timedelta(days=1))
    return ends


def s_curve(programmes: Sequence[Weighted], rule: CreditRule, today: date) -> tuple[CurvePoint, ...]:
    """Month ends from the first start to the last due date, and today; () when there is nothing to draw."""
    milestones = [facts for programme in programmes for facts in programme.milestones]
    if not milestones:
        return ()
    first, last = min(m.starts_on for m in milestones), max(m.due_on for m in milestones)
    days = sorted({*month_ends(first, last), *([today] if first <= today <= last else [])})
    return tuple(_point(programmes, rule, day, today) for day in days)


def _point(programmes: Sequence[Weighted], rule: CreditRule, day: date, today: date) -> CurvePoint:
    total = planned = verified = Fraction(0)
    for programme in programmes:
        counting = [facts for facts in programme.milestones if facts.counts_on(day)]
        weight = sum((facts.weight for facts in counting), Fraction(0))
        if not weight:
            continue
        total += programme.weight
        scale = programme.weight / weight
        planned += scale * sum((f.weight * planned_credit(f, rule, day) for f in counting), Fraction(0))
        verified += scale * sum((f.weight for f in counting if _was_done(f, day)), Fraction(0))
    if not total:
        return CurvePoint(day, Fraction(0), None)
    return CurvePoint(day, planned / total, verified / total if day <= today else None)


def _was_done(facts: MilestoneFacts, day: date) -> bool:
    said = facts.verified
    return facts.is_done and said is not None and said.achieved_on is not None and said.achieved_on <= day
