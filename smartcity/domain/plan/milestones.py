"""One milestone: the facts known of it on a day, its credit, and its status."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from smartcity.domain.enums import Claim, CreditRule, MilestoneStatus

SOON = timedelta(days=14)
NOTHING, HALF, ALL = Fraction(0), Fraction(1, 2), Fraction(1)


@dataclass(frozen=True, slots=True)
class MilestoneClaim:
    """The content of one update: the claim, percent 0…100 where running, and the day it happened."""

    claim: Claim
    percent: int | None = None
    achieved_on: date | None = None


@dataclass(frozen=True, slots=True)
class DatedClaim:
    """An update that was not returned, and the day from which it counts.

    Done counts from the day it was achieved; without one, and while running, from the local day of the update.
    """

    claim: Claim
    percent: int | None
    counts_from: date
    is_verified: bool


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """What is known of a milestone on the as-of day.

    `latest` is the newest update that was not returned, `verified` the newest verified one; `claims` are all that were
    not returned, in the order in which they came, and None in what was frozen before rules 2027.01.
    """

    weight: Fraction
    starts_on: date
    due_on: date
    first_due_on: date
    latest: MilestoneClaim | None = None
    verified: MilestoneClaim | None = None
    cancelled_on: date | None = None
    postponed: bool = False
    has_obstacle: bool = False
    claims: tuple[DatedClaim, ...] | None = None
    start_is_estimated: bool = False

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
    def done_on(self) -> date | None:
        """The day from which it counts as done; None while no verifier confirmed it."""
        if not self.is_done or self.verified is None:
            return None
        newest = self._newest(date.max, verified_only=True)
        return newest.counts_from if newest else self.verified.achieved_on

    @property
    def claimed_done_on(self) -> date | None:
        """The day from which it is claimed to be done; None while it is not."""
        if not self.is_claimed_done or self.latest is None:
            return None
        return self.claims[-1].counts_from if self.claims else self.latest.achieved_on

    def is_done_by(self, day: date) -> bool:
        """Whether it counts as verified done on a day."""
        if self.claims is None:
            return self.is_done
        newest = self._newest(day, verified_only=True)
        return newest is not None and newest.claim is Claim.DONE

    def _newest(self, day: date, *, verified_only: bool = False) -> DatedClaim | None:
        """The newest of the claims that count on a day."""
        for claim in reversed(self.claims or ()):
            if claim.counts_from <= day and (claim.is_verified or not verified_only):
                return claim
        return None


def with_claims(facts: MilestoneFacts) -> MilestoneFacts:
    """Facts frozen before rules 2027.01 as today's rules count them: a claim without a day counts from the start."""
    if facts.claims is not None:
        return facts
    states = dict.fromkeys((facts.verified, facts.latest))
    claims = tuple(
        DatedClaim(claim.claim, claim.percent, claim.achieved_on or facts.starts_on, claim == facts.verified)
        for claim in states
        if claim is not None
    )
    return replace(facts, claims=claims)


def estimated_start(programme_starts_on: date, due_on: date) -> date:
    """The start of a milestone of which the plan names none: that of its programme, and never after it is due."""
    return min(programme_starts_on, due_on)


def planned_credit(facts: MilestoneFacts, rule: CreditRule, day: date) -> Fraction:
    """The share 0…1 of the milestone that should stand on `day`."""
    if facts.due_on <= day:
        return ALL
    if rule is CreditRule.COMPLETED_ONLY or facts.starts_on > day:
        return NOTHING
    if rule is CreditRule.HALF_ON_START:
        return HALF
    return Fraction((day - facts.starts_on).days, (facts.due_on - facts.starts_on).days)


def verified_credit(facts: MilestoneFacts, rule: CreditRule, day: date) -> Fraction:
    """The share 0…1 that was verified by `day`; a running milestone waits for a verdict like one that is done."""
    if facts.claims is None:
        return _credit_before_2027(facts, rule, is_done=facts.is_done)
    return _credit_of(facts._newest(day, verified_only=True), rule)


def claimed_credit(facts: MilestoneFacts, rule: CreditRule, day: date) -> Fraction:
    """The share last claimed by `day`, verified or not; never below what is verified."""
    if facts.claims is None:
        return _credit_before_2027(facts, rule, is_done=facts.is_claimed_done)
    newest = facts._newest(day)
    claimed = _credit_of(newest, rule)
    return claimed if newest is None or newest.is_verified else max(claimed, verified_credit(facts, rule, day))


def _credit_of(claim: DatedClaim | None, rule: CreditRule) -> Fraction:
    if claim is None:
        return NOTHING
    return _credit(claim.claim, claim.percent, rule)


def _credit(claim: Claim, percent: int | None, rule: CreditRule) -> Fraction:
    if claim is Claim.DONE:
        return ALL
    if claim is Claim.NOT_STARTED or rule is CreditRule.COMPLETED_ONLY:
        return NOTHING
    return HALF if rule is CreditRule.HALF_ON_START else Fraction(percent or 0, 100)


def _credit_before_2027(facts: MilestoneFacts, rule: CreditRule, *, is_done: bool) -> Fraction:
    """Rules 2026.12 counted a running share as verified when it was reported."""
    if is_done:
        return ALL
    running = facts.has_started and facts.latest is not None
    return _credit(Claim.RUNNING, facts.latest.percent, rule) if running and facts.latest else NOTHING


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
    is_due_soon = facts.due_on - today <= SOON
    should_have_started = facts.starts_on < today or (facts.starts_on == today and is_due_soon)
    return facts.has_obstacle or (should_have_started and not facts.has_started)
