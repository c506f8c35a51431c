"""Which word of an agency a verifier may answer: the one that stands, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from smartcity.domain.kinds import Claim, CreditRule, Verdict
from smartcity.domain.milestones import DatedClaim


def needs_verdict(claim: Claim, rule: CreditRule) -> bool:
    """Whether a verifier must answer an update: done always, running wherever it counts towards progress."""
    return claim is Claim.DONE or (claim is Claim.RUNNING and rule is not CreditRule.COMPLETED_ONLY)


def awaits_verdict(claims: Sequence[DatedClaim], rule: CreditRule) -> bool:
    """Whether the newest update of a milestone waits for a verdict."""
    return bool(claims) and not claims[-1].is_verified and needs_verdict(claims[-1].claim, rule)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a claim, a reading or a proposal; of several the newest stands."""

    verdict: Verdict
    by: str
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One update of a milestone, or one reading of an indicator's period."""

    id: int
    needs_answer: bool
    answer: Answer | None = None

    @property
    def is_returned(self) -> bool:
        return self.answer is not None and self.answer.verdict is Verdict.RETURNED

    @property
    def is_verified(self) -> bool:
        return self.answer is not None and self.answer.verdict is Verdict.VERIFIED

    @property
    def is_unanswered(self) -> bool:
        return self.needs_answer and self.answer is None


def waiting(series: Sequence[Told]) -> Told | None:
    """The one that waits for an answer: the newest, if it is unanswered; what it replaced waits no more."""
    return series[-1] if series and series[-1].is_unanswered else None


def standing(series: Sequence[Told]) -> Told | None:
    """The newest that was not returned, if it is one that needed its answer."""
    newest = next((told for told in reversed(series) if not told.is_returned), None)
    return newest if newest is not None and newest.needs_answer else None


def is_superseded(series: Sequence[Told], told: Told) -> bool:
    """Whether something newer stands in its place; `series` is oldest first."""
    return any(not later.is_returned for later in series[series.index(told) + 1 :])


def answered_with(series: Sequence[Told], told: Told) -> tuple[Told, ...]:
    """Earlier claims nobody answered: who returns the newest returns them with it, or they would wait again."""
    return tuple(earlier for earlier in series[: series.index(told)] if earlier.is_unanswered)


def newest_verified(series: Sequence[Told]) -> Told | None:
    """The verified one that counts; `series` is oldest first."""
    return next((told for told in reversed(series) if told.is_verified), None)
