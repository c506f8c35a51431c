"""One milestone: the facts known of it on a day, its credit, and its status."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from smartcity.domain.kinds import Claim, CreditRule, MilestoneStatus

SOON = timedelta(days=14)
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Said:
    """The content of one update: the claim, percent 0…100 where running, and the day it happened."""

    claim: Claim
    percent: int | None = None
    achieved_on: date | None = None


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """What is known of a milestone on the as-of day.

    `latest` is the newest update that was not returned, `verified` the newest verified one.
    """

    weight: Fraction
    starts_on: date
    due_on: date
    first_due_on: date
    latest: Said | None = None
    verified: Said | None = None
    cancelled_on: date | None = None
    postponed: bool = False
    has_obstacle: bool = False

    def counts_on(self, day: date) -> bool:
        """Cancelled milestones leave the denominator from the day of the approved cancellation."""
        return self.cancelled_on is None or day < self.cancelled_on

    @property
    def is_done(self) -> bool:
        return self.verified is not None and self.verified.claim is Claim.DONE

    @property
    def is_claimed_done(self) -> bool:
        return self.latest is not None and self.latest.claim is Claim.DONE

    @property
    def has_started(self) -> bool:
        return self.is_done or (self.latest is not None and self.latest.claim is not Claim.NOT_STARTED)

    @property
    def has_slipped(self) -> bool:
        return self.due_on > self.first_due_on


def planned_credit(facts: MilestoneFacts, rule: CreditRule, day: date) -> Fraction:
    """The share 0…1 of the milestone that should stand on `day`."""
    if facts.due_on <= day:
        return Fraction(1)
    if rule is CreditRule.COMPLETED_ONLY or facts.starts_on > day:
        return Fraction(0)
    if rule is CreditRule.HALF_ON_START:
        return HALF
    return Fraction((day - facts.starts_on).days, (facts.due_on - facts.starts_on).days)


def verified_credit(facts: MilestoneFacts, rule: CreditRule) -> Fraction:
    """The share 0…1 that stands verified. Only *done* needs a verifier; a reported start or percent counts as said."""
    if facts.is_done:
        return Fraction(1)
    return _running_credit(facts, rule)


def claimed_credit(facts: MilestoneFacts, rule: CreditRule) -> Fraction:
    """The same, counting submitted but not yet verified updates too."""
    if facts.is_claimed_done:
        return Fraction(1)
    return _running_credit(facts, rule)


def _running_credit(facts: MilestoneFacts, rule: CreditRule) -> Fraction:
    if rule is CreditRule.COMPLETED_ONLY or not facts.has_started:
        return Fraction(0)
    if rule is CreditRule.HALF_ON_START:
        return HALF
    percent = facts.latest.percent if facts.latest else None
    return Fraction(percent or 0, 100)


def milestone_status(facts: MilestoneFacts, today: date) -> MilestoneStatus:
    """The first of the statuses, in the order of the domain's text, that is true today."""
    if not facts.counts_on(today):
        return MilestoneStatus.CANCELLED
    if facts.is_done:
        return MilestoneStatus.DONE
    if facts.is_claimed_done:
        return MilestoneStatus.AWAITING_VERIFICATION
    if facts.postponed:
        return MilestoneStatus.POSTPONED
    if facts.due_on < today:
        return MilestoneStatus.LATE
    if _is_at_risk(facts, today):
        return MilestoneStatus.AT_RISK
    return MilestoneStatus.ON_TRACK if facts.has_started else MilestoneStatus.NOT_YET


def _is_at_risk(facts: MilestoneFacts, today: date) -> bool:
    should_have_started = facts.starts_on < today or facts.due_on - today <= SOON
    return facts.has_obstacle or (should_have_started and not facts.has_started)
