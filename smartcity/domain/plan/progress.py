"""Progress of a programme and of groups of programmes. Shares are exact fractions 0…1, points are fractions of 100."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from smartcity.domain.enums import CreditRule, Health, OwnRating
from smartcity.domain.plan.milestones import MilestoneFacts, claimed_credit, planned_credit, verified_credit
from smartcity.domain.thresholds import DEFAULT_HEALTH, Scale


@dataclass(frozen=True, slots=True)
class Progress:
    """Planned, verified and claimed share of one thing on one day."""

    planned: Fraction
    verified: Fraction
    claimed: Fraction

    @property
    def deviation(self) -> Fraction:
        """Verified minus planned in percentage points; positive is ahead."""
        return (self.verified - self.planned) * 100

    @property
    def attainment(self) -> Fraction | None:
        """Verified ÷ planned; None while nothing is due."""
        return self.verified / self.planned if self.planned > 0 else None


def programme_progress(milestones: Iterable[MilestoneFacts], rule: CreditRule, day: date) -> Progress | None:
    """None when no milestone counts on that day: progress is then unknown, not zero."""
    counting = [facts for facts in milestones if facts.counts_on(day)]
    weights = [facts.weight for facts in counting]
    total = total_of(weights)
    if not total:
        return None
    return Progress(
        planned=weighted_sum(weights, (planned_credit(facts, rule, day) for facts in counting)) / total,
        verified=weighted_sum(weights, (verified_credit(facts, rule, day) for facts in counting)) / total,
        claimed=weighted_sum(weights, (claimed_credit(facts, rule, day) for facts in counting)) / total,
    )


def exact_sum(terms: Iterable[tuple[int, int]]) -> Fraction:
    """Σ numerator ÷ denominator over their common denominator: several times faster than adding fractions."""
    listed = list(terms)
    common = lcm(*(denominator for _, denominator in listed))
    return Fraction(sum(numerator * (common // denominator) for numerator, denominator in listed), common)


def total_of(weights: Iterable[Fraction]) -> Fraction:
    return exact_sum((weight.numerator, weight.denominator) for weight in weights)


def weighted_sum(weights: Iterable[Fraction], shares: Iterable[Fraction]) -> Fraction:
    """Σ weight × share."""
    return exact_sum(
        (weight.numerator * share.numerator, weight.denominator * share.denominator)
        for weight, share in zip(weights, shares, strict=True)
        if share
    )


def health_of(
    progress: Progress | None, scheme: Scale[Health] = DEFAULT_HEALTH, *, is_finished: bool = False
) -> Health:
    """Computed health, from verified ÷ planned through the plan's scheme; all that is finished is Selesai."""
    if progress is None:
        return Health.UNKNOWN
    if is_finished:
        return Health.DONE
    attainment = progress.attainment
    return Health.NOT_DUE if attainment is None else scheme.name_of(attainment)


_BETTER_FIRST = (Health.DONE, Health.ON_TRACK, Health.ATTENTION, Health.LATE)


def is_better(one: Health, other: Health) -> bool:
    """False where the two cannot be compared: nothing due yet, or unknown."""
    if one not in _BETTER_FIRST or other not in _BETTER_FIRST:
        return False
    return _BETTER_FIRST.index(one) < _BETTER_FIRST.index(other)


def is_semangka(own: OwnRating | None, computed: Health) -> bool:
    """Green outside, red inside: the agency rates itself better than the computed health."""
    return own is not None and is_better(Health(own.value), computed)


def rates_itself_worse(own: OwnRating | None, computed: Health) -> bool:
    """The mirror of it. On track is the best an agency can say of itself, of a finished programme too."""
    return own not in (None, OwnRating.ON_TRACK) and is_better(computed, Health(own))


@dataclass(frozen=True, slots=True)
class Part:
    """One programme as a part of a group: its weight > 0, progress (None when unknown) and health."""

    weight: Fraction
    progress: Progress | None
    health: Health


@dataclass(frozen=True, slots=True)
class RollUp:
    """A group: distribution of healths first, weighted mean second, and how many parts are unknown."""

    count: int
    unknown: int
    healths: tuple[tuple[Health, int], ...]
    progress: Progress | None

    @property
    def known_count(self) -> int:
        return self.count - self.unknown

    @property
    def is_finished(self) -> bool:
        """Every part of which something is known is finished."""
        return 0 < self.known_count == dict(self.healths).get(Health.DONE, 0)


def roll_up(parts: Sequence[Part]) -> RollUp:
    """Σ weight × value ÷ Σ weight over the parts with known progress; an empty group has no progress."""
    healths = Counter(part.health for part in parts)
    return RollUp(
        count=len(parts),
        unknown=sum(part.progress is None for part in parts),
        healths=tuple((health, healths[health]) for health in Health if healths[health]),
        progress=weighted((part.weight, part.progress) for part in parts),
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """Σ weight and Σ weight × share of parts whose progress is known."""

    weight: Fraction
    planned: Fraction
    verified: Fraction
    claimed: Fraction

    @property
    def mean(self) -> Progress | None:
        """Weighted; None where no part is known."""
        if not self.weight:
            return None
        return Progress(self.planned / self.weight, self.verified / self.weight, self.claimed / self.weight)

    def with_part(self, before: Part, after: Part) -> "Totals":
        """With a part in place of another."""
        old, new = (totals_of([(one.weight, one.progress)]) for one in (before, after))
        return Totals(
            self.weight - old.weight + new.weight,
            self.planned - old.planned + new.planned,
            self.verified - old.verified + new.verified,
            self.claimed - old.claimed + new.claimed,
        )


def totals_of(parts: Iterable[tuple[Fraction, Progress | None]]) -> Totals:
    counted = [(weight, progress) for weight, progress in parts if progress is not None]
    weights = [weight for weight, _ in counted]
    return Totals(
        weight=total_of(weights),
        planned=weighted_sum(weights, (progress.planned for _, progress in counted)),
        verified=weighted_sum(weights, (progress.verified for _, progress in counted)),
        claimed=weighted_sum(weights, (progress.claimed for _, progress in counted)),
    )


def weighted(parts: Iterable[tuple[Fraction, Progress | None]]) -> Progress | None:
    """The weighted mean of the parts whose progress is known; None where there is none. That of one part is its own."""
    listed = list(parts)
    if len(listed) == 1 and listed[0][0]:
        return listed[0][1]
    return totals_of(listed).mean
