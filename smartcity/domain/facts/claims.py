"""Claims and verdicts: which claim counts, which one a verifier may answer, what a verified answer adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from smartcity.domain.enums import Claim, CreditRule, Verdict
from smartcity.domain.plan.milestones import DatedClaim, MilestoneClaim


@dataclass(frozen=True, slots=True)
class Claims:
    """`said_at` is when the newest update that stands was recorded, `verified_at` when the newest verified one was.

    `dated` are all updates that were not returned, each with the day from which it counts.
    """

    latest: MilestoneClaim | None = None
    verified: MilestoneClaim | None = None
    said_at: datetime | None = None
    verified_at: datetime | None = None
    dated: tuple[DatedClaim, ...] = ()

    def after(self, claim: MilestoneClaim, verdict: Verdict | None, at: datetime, as_of: date) -> "Claims":
        """When one more update, newer than all before, has come; `at` in the city's zone."""
        if verdict is Verdict.RETURNED:
            return self
        is_verified = verdict is Verdict.VERIFIED
        claims = (*self.dated, dated(claim, at.date(), as_of, is_verified=is_verified))
        if is_verified:
            return Claims(claim, claim, at, at, claims)
        return Claims(claim, self.verified, at, self.verified_at, claims)


def dated(claim: MilestoneClaim, recorded_on: date, as_of: date, *, is_verified: bool = False) -> DatedClaim:
    """An update with the day from which it counts. A day after the as-of day is cut off there: it is not yet known."""
    happened_on = claim.achieved_on if claim.claim is Claim.DONE and claim.achieved_on else recorded_on
    return DatedClaim(claim.claim, claim.percent, min(happened_on, as_of), is_verified)


NO_CLAIMS = Claims()


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


class Answerable:
    """What a verifier answers; `answer` is None as long as nobody did."""

    __slots__ = ()
    answer: Answer | None

    @property
    def is_returned(self) -> bool:
        return self.answer is not None and self.answer.verdict is Verdict.RETURNED

    @property
    def is_verified(self) -> bool:
        return self.answer is not None and self.answer.verdict is Verdict.VERIFIED


@dataclass(frozen=True, slots=True)
class ReviewItem(Answerable):
    """One update of a milestone, or one reading of an indicator's period."""

    id: int
    needs_answer: bool
    answer: Answer | None = None

    @property
    def is_unanswered(self) -> bool:
        return self.needs_answer and self.answer is None


def awaiting_answer(series: Sequence[ReviewItem]) -> ReviewItem | None:
    """The one that waits for an answer: the newest, if it is unanswered; what it replaced waits no more."""
    return series[-1] if series and series[-1].is_unanswered else None


def is_superseded(series: Sequence[ReviewItem], item: ReviewItem) -> bool:
    """Whether something newer stands in its place; `series` is oldest first."""
    return any(not later.is_returned for later in series[series.index(item) + 1 :])


def answered_with(series: Sequence[ReviewItem], item: ReviewItem) -> tuple[ReviewItem, ...]:
    """Earlier claims nobody answered: who returns the newest returns them with it, or they would wait again."""
    return tuple(earlier for earlier in series[: series.index(item)] if earlier.is_unanswered)


def newest_verified(series: Sequence[ReviewItem]) -> ReviewItem | None:
    """The verified one that counts; `series` is oldest first."""
    return next((item for item in reversed(series) if item.is_verified), None)


def with_answer(followed: str, text: str) -> str:
    """The answer last, once."""
    if without_answer(followed, text) != followed:
        return followed
    return "\n".join(part for part in (followed, text) if part)


def without_answer(followed: str, text: str) -> str:
    """What stood there before the answer, where it is the last of whole lines."""
    return "" if followed == text else followed.removesuffix(f"\n{text}")
