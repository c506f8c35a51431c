"""The verifier's queue as of a day: claims, readings, physical percentages, requested changes, answers to decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.errors import present
from smartcity.domain.facts.claims import ReviewItem, awaiting_answer, needs_verdict
from smartcity.domain.facts.decisions import Decision
from smartcity.domain.facts.history import PhysicalUpdate
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.programmes import Report
from smartcity.domain.reporting.verification_queue import (
    VerificationQueue,
    WaitingClaim,
    WaitingPhysical,
    WaitingReading,
)
from smartcity.queries.decisions import readable_decisions
from smartcity.queries.indicators import Readings, open_readings, waiting_readings
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.physical import physical_updates
from smartcity.store.loaders.plan import credit_rule, load_action_plans
from smartcity.store.loaders.reporting import build_report, load_periods
from smartcity.store.loaders.verification import change_requests, load_answers, load_updates
from smartcity.store.loaders.visibility import AsOf

Cases = tuple[WaitingPhysical, ...]


def physical_queue(when: AsOf) -> tuple[Cases, Cases]:
    """Those that wait, oldest first, and those that were verified, newest first."""
    programmes = when.session.exec(select(t.PhysicalUpdate.programme_id).distinct()).all()
    series = grouped((update.programme_id, update) for update in physical_updates(when, programmes))
    open_ones = [case for one in series.values() if (case := _case(one, awaiting_answer(_oldest_first(one))))]
    verified = [case for one in series.values() for case in _verified(one)]
    return (
        tuple(sorted(open_ones, key=lambda case: case.update.recorded_at)),
        tuple(sorted(verified, key=_answered_at, reverse=True)),
    )


def _verified(newest_first: Sequence[PhysicalUpdate]) -> list[WaitingPhysical]:
    cases = (_case(newest_first, submitted) for submitted in _oldest_first(newest_first) if submitted.is_verified)
    return [case for case in cases if case is not None]


def _oldest_first(newest_first: Sequence[PhysicalUpdate]) -> list[ReviewItem]:
    return [ReviewItem(update.id, needs_answer=True, answer=update.answer) for update in reversed(newest_first)]


def _case(newest_first: Sequence[PhysicalUpdate], submitted: ReviewItem | None) -> WaitingPhysical | None:
    if submitted is None:
        return None
    place = next(place for place, update in enumerate(newest_first) if update.id == submitted.id)
    return WaitingPhysical(newest_first[place], tuple(newest_first[place + 1 :]))


def _answered_at(case: WaitingPhysical) -> float:
    return case.update.answer.at.timestamp() if case.update.answer else 0.0


@dataclass(frozen=True, slots=True)
class ClaimSeries:
    """Of one milestone: its claim that waits, and how many of its claims are verified."""

    waiting: WaitingClaim | None
    verified: int


ClaimsByMilestone = Mapping[int, ClaimSeries]


def queue(session: Session, as_of: date, reader: Actor = GUEST, *, with_verified: bool = True) -> VerificationQueue:
    """Everybody's; who may answer what is the table of rights' to say. Confidential decisions as `reader` may know.

    What was verified is a long list: left out where it is not asked for.
    """
    claims, readings = open_claims(session, as_of), open_readings(session, as_of)
    waiting = open_queue(session, as_of, reader, claims, readings)
    if not with_verified:
        return waiting
    return verified_queue(waiting, verified_claims(session, as_of), verified_measures(session, as_of))


VerifiedClaims = Mapping[int, tuple[WaitingClaim, ...]]
VerifiedMeasures = tuple[tuple[WaitingReading, ...], Cases]


def verified_queue(waiting: VerificationQueue, claims: VerifiedClaims, measures: VerifiedMeasures) -> VerificationQueue:
    """With what was verified, the newest verdict first."""
    newest = sorted((claim for listed in claims.values() for claim in listed), key=_verified_at, reverse=True)
    return replace(waiting, verified=tuple(newest), read=measures[0], physical_verified=measures[1])


def _verified_at(claim: WaitingClaim) -> datetime:
    return present(claim.update.answer).at


def verified_measures(session: Session, as_of: date) -> VerifiedMeasures:
    """Readings of indicators and physical percentages that were verified, newest first."""
    when = AsOf.end_of(session, as_of)
    return waiting_readings(when, with_verified=True)[1], physical_queue(when)[1]


def verified_claims(session: Session, as_of: date) -> VerifiedClaims:
    """By the id of each milestone of which anything was claimed, oldest first."""
    return _verified_claims(AsOf.end_of(session, as_of))


def renew_verified_claims(
    session: Session, as_of: date, before: VerifiedClaims, programme_ids: frozenset[int]
) -> VerifiedClaims:
    """Those of `before`, where only milestones of these programmes may have others since."""
    when = AsOf.end_of(session, as_of)
    return {**before, **_verified_claims(when, _milestones_of(when, programme_ids))}


def open_queue(
    session: Session, as_of: date, reader: Actor, claims: ClaimsByMilestone, readings: Readings
) -> VerificationQueue:
    """The queue without what was verified, from the answers to `open_claims` and `open_readings`."""
    when = AsOf.end_of(session, as_of)
    waiting_physical, physical_verified = physical_queue(when)
    waiting = (series.waiting for series in claims.values() if series.waiting is not None)
    return VerificationQueue(
        claims=tuple(sorted(waiting, key=lambda claim: (claim.update.recorded_at, claim.update.id))),
        verified=(),
        readings=readings[0],
        physical=waiting_physical,
        verified_count=sum(series.verified for series in claims.values()),
        read_count=readings[2],
        physical_count=len(physical_verified),
        changes=tuple(change for change in change_requests(when) if change.answer is None),
        decisions=_decisions(readable_decisions(session, as_of, reader)),
    )


def open_claims(session: Session, as_of: date) -> ClaimsByMilestone:
    """By the id of each milestone of which anything was claimed."""
    return _open_claims(AsOf.end_of(session, as_of))


def renew_open_claims(
    session: Session, as_of: date, before: ClaimsByMilestone, programme_ids: frozenset[int]
) -> ClaimsByMilestone:
    """Those of `before`, where only milestones of these programmes may have others since."""
    when = AsOf.end_of(session, as_of)
    return {**before, **_open_claims(when, _milestones_of(when, programme_ids))}


def _milestones_of(when: AsOf, programme_ids: frozenset[int]) -> list[int]:
    plans = load_action_plans(when, programme_ids)
    return [row["id"] for row in when.rows(t.Milestone, col(t.Milestone.action_plan_id).in_(plans))]


def _decisions(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those with an answer that waits, by its age."""
    waiting_ones = [(one.waiting.recorded_at, one.id, one) for one in decisions if one.waiting is not None]
    return tuple(decision for _, _, decision in sorted(waiting_ones, key=lambda one: one[:2]))


def _series(when: AsOf, milestone_ids: Ids = None) -> Mapping[int, Sequence[ReviewItem]]:
    """By milestone its claims, oldest first."""
    update: Any = t.MilestoneUpdate
    rule = credit_rule(when)
    rows = when.columns(update, ("id", "milestone_id", "claim"), *among(update.milestone_id, milestone_ids))
    ids = None if milestone_ids is None else [row.id for row in rows]
    given = load_answers(when, t.UpdateReview, "update_id", ids)
    return grouped(
        (row.milestone_id, ReviewItem(row.id, needs_verdict(row.claim, rule), given.get(row.id))) for row in rows
    )


def _open_claims(when: AsOf, milestone_ids: Ids = None) -> dict[int, ClaimSeries]:
    series = _series(when, milestone_ids)
    waiting = {number: case.id for number, items in series.items() if (case := awaiting_answer(items))}
    claims = _claims(when, waiting)
    return {
        number: ClaimSeries(
            claims[waiting[number]] if number in waiting else None,
            sum(item.is_verified and item.answer is not None for item in items),
        )
        for number, items in series.items()
    }


def _verified_claims(when: AsOf, milestone_ids: Ids = None) -> VerifiedClaims:
    verified = {
        number: [item.id for item in items if item.is_verified and item.answer]
        for number, items in _series(when, milestone_ids).items()
    }
    claims = _claims(when, [number for number, listed in verified.items() if listed])
    return {number: tuple(claims[one] for one in listed) for number, listed in verified.items()}


def _claims(when: AsOf, milestone_ids: Collection[int]) -> Mapping[int, WaitingClaim]:
    """Every claim of these milestones by its id, each with those before it."""
    updates_by_milestone = grouped((one.milestone_id, one) for one in load_updates(when, milestone_ids))
    reports = _reports(when, [one.statement_id for listed in updates_by_milestone.values() for one in listed])
    return {
        update.id: WaitingClaim(update, tuple(newest_first[at:]), reports.get(update.statement_id))
        for newest_first in updates_by_milestone.values()
        for at, update in enumerate(newest_first, start=1)
    }


def _reports(when: AsOf, ids: Collection[int | None]) -> Mapping[int | None, Report]:
    names = {period.id: period.name for period in load_periods(when)}
    statement: Any = t.Statement
    wanted = [number for number in ids if number is not None]
    rows = when.execute(select(statement).where(when.visible(statement), statement.id.in_(wanted))).scalars()
    return {row.id: build_report(row, names[row.period_id], when) for row in rows if row.period_id in names}
