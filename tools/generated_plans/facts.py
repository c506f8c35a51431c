"""What happened in a generated plan: updates with reviews, moved dates, statements."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Claim, OwnRating, Role, Verdict
from tools.generated_plans import vocabulary
from tools.generated_plans.plan import LAST_NEWS, PERIODS, ZONE, Effort, Fields, Rows, Step, dates_of

DONE_SHARE, CLAIMED_SHARE, RETURNED_SHARE, MOVED_SHARE, SKIPPED_SHARE = 0.72, 0.86, 0.90, 0.06, 0.05
TROUBLED_SHARE, HELPED_SHARE = 0.25, 0.02
LONG_AGO = date(2026, 3, 31)


def rows(efforts: list[Effort], chance: Random, reports: int) -> Rows:
    updates = [row for effort in efforts for step in effort.steps for row in _updates(effort, step, chance, reports)]
    return {
        "update": updates,
        "due_date_change": [row for effort in efforts for step in effort.steps for row in _moved(effort, step, chance)],
        "statement": [row for effort in efforts for row in _statements(effort, chance)],
    }


def at(day: date, chance: Random) -> datetime:
    """Some minute of the office hours, never after the last news."""
    return datetime.combine(min(day, LAST_NEWS), time(8 + chance.randrange(7), chance.randrange(60)), ZONE)


def _updates(effort: Effort, step: Step, chance: Random, reports: int) -> Iterator[Fields]:
    if step.starts_on >= LAST_NEWS - timedelta(days=20):
        return
    half = step.starts_on + (min(step.due_on, LAST_NEWS) - step.starts_on) / 2
    for number in range(1, reports):
        day = step.starts_on + (half - step.starts_on) * number / reports
        yield _update(effort, step, Claim.RUNNING, at(day, chance), percent=number * 10 // reports)
    yield _update(effort, step, Claim.RUNNING, at(half, chance), percent=5 * chance.randrange(2, 12))
    if step.due_on < LAST_NEWS - timedelta(days=20):
        yield from _finish(effort, step, chance)


def _finish(effort: Effort, step: Step, chance: Random) -> Iterator[Fields]:
    roll = chance.random() if step.due_on > LONG_AGO else chance.random() * DONE_SHARE
    if roll > RETURNED_SHARE:
        return
    achieved = min(step.due_on + timedelta(days=chance.randrange(-20, 12)), LAST_NEWS - timedelta(days=12))
    achieved = max(achieved, step.starts_on + timedelta(days=8))
    recorded_at = at(achieved + timedelta(days=chance.randrange(1, 6)), chance)
    row = _update(effort, step, Claim.DONE, recorded_at, achieved=achieved)
    if roll <= DONE_SHARE or roll > CLAIMED_SHARE:
        row |= _review(recorded_at, Verdict.VERIFIED if roll <= DONE_SHARE else Verdict.RETURNED, chance)
    yield row


def _update(
    effort: Effort,
    step: Step,
    claim: Claim,
    recorded_at: datetime,
    *,
    percent: int | None = None,
    achieved: date | None = None,
) -> Fields:
    return {
        "milestone": step.code,
        "claim": claim,
        "percent": percent,
        "achieved_on": achieved,
        "note": None,
        "recorded_at": recorded_at,
        "recorded_by": effort.agency,
        "verdict": None,
        "reviewed_at": None,
        "reviewed_by": None,
        "review_note": None,
        "evidence_title": f"{vocabulary.EVIDENCE}: {step.name}" if claim is Claim.DONE else None,
        "evidence_url": None,
    }


def _review(recorded_at: datetime, verdict: Verdict, chance: Random) -> Fields:
    return {
        "verdict": verdict,
        "reviewed_at": recorded_at + timedelta(days=chance.randrange(1, 4)),
        "reviewed_by": Role.VERIFIER.value,
        "review_note": vocabulary.RETURN_NOTE if verdict is Verdict.RETURNED else None,
    }


def _moved(effort: Effort, step: Step, chance: Random) -> Iterator[Fields]:
    """A move proposed and not yet approved, so that the milestone's own dates stand."""
    if step.due_on > LAST_NEWS and step.starts_on < LAST_NEWS and chance.random() < MOVED_SHARE:
        yield {
            "milestone": step.code,
            "old_due_on": step.due_on,
            "new_due_on": step.due_on + timedelta(days=chance.randrange(30, 120)),
            "reason": chance.choice(vocabulary.REASONS),
            "recorded_at": at(LAST_NEWS - timedelta(days=chance.randrange(40)), chance),
            "recorded_by": effort.agency,
            "approved_by": None,
            "approved_at": None,
        }


def _statements(effort: Effort, chance: Random) -> Iterator[Fields]:
    heard = len(PERIODS) - 1 if int(effort.agency[4:]) % 5 == 0 else len(PERIODS)
    for period in PERIODS[:heard]:
        dates = dates_of(period)
        skipped = period != PERIODS[-1] and chance.random() < SKIPPED_SHARE
        if effort.starts_on <= dates.closes_on and not skipped:
            yield _statement(effort, period, at(dates.opens_on + timedelta(days=chance.randrange(20)), chance), chance)


def _statement(effort: Effort, period: PeriodName, recorded_at: datetime, chance: Random) -> Fields:
    troubled, helped = chance.random() < TROUBLED_SHARE, chance.random() < HELPED_SHARE
    return {
        "programme": effort.code,
        "year": period.year,
        "number": period.number,
        "own_rating": chance.choices(list(OwnRating), (6, 3, 1))[0],
        "happened": chance.choice(vocabulary.HAPPENED),
        "obstacle": chance.choice(vocabulary.OBSTACLES) if troubled else None,
        "next_step": chance.choice(vocabulary.NEXT_STEPS),
        "help_needed": vocabulary.HELP_NEEDED if helped else None,
        "help_from": chance.choice(vocabulary.HELP_FROM) if helped else None,
        "obstacle_milestone": chance.choice(effort.steps).code if troubled else None,
        "recorded_at": recorded_at,
        "recorded_by": effort.agency,
    }
