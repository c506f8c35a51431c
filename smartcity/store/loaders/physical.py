"""Planned curves and physical percentages as known on a day: the facts of each programme, and their history."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Any

from smartcity.domain.enums import Measure, Verdict
from smartcity.domain.facts.claims import Answer
from smartcity.domain.facts.history import PhysicalUpdate
from smartcity.domain.grouping import grouped
from smartcity.domain.indicators.achievement import fraction
from smartcity.domain.plan.physical import (
    NOTHING_PHYSICAL,
    PhysicalFacts,
    PhysicalPercent,
    PlannedPercent,
    physical_facts,
)
from smartcity.domain.reporting.physical_reports import PhysicalContext
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.verification import answered, load_answers
from smartcity.store.loaders.visibility import AsOf, Row, value_of


def load_physical(when: AsOf, programme_ids: Ids = None) -> Mapping[int, PhysicalFacts]:
    """By programme id; programmes without curve and percentages are missing."""
    rows = when.rows(t.PlannedPercent, *among(t.PlannedPercent.programme_id, programme_ids))
    planned = grouped(
        (row["programme_id"], PlannedPercent(row["day"], fraction(row["percent"]), when.local(row["recorded_at"])))
        for row in rows
    )
    reported = grouped(_reported(when, programme_ids))
    return {number: physical_facts(planned[number], reported[number]) for number in {*planned, *reported}}


def valid_percents(when: AsOf, programme_ids: Ids = None) -> Iterator[tuple[Row, Answer | None]]:
    """Rows in the order they were recorded with the verdict on each, without those that were returned."""
    update: Any = t.PhysicalUpdate
    rows = when.in_time(update, *among(update.programme_id, programme_ids))
    ids = None if programme_ids is None else [row["id"] for row in rows]
    given = load_answers(when, t.PhysicalReview, "physical_update_id", ids) if rows else {}
    for row in rows:
        answer = given.get(row["id"])
        if answer is None or answer.verdict is not Verdict.RETURNED:
            yield row, answer


def _reported(when: AsOf, programme_ids: Ids) -> Iterator[tuple[int, PhysicalPercent]]:
    for row, answer in valid_percents(when, programme_ids):
        verified_at = answer.at if answer else None
        percent, at = Fraction(row["percent"]), when.local(row["recorded_at"])
        yield row["programme_id"], PhysicalPercent(row["day"], percent, answer is not None, at, verified_at)


def load_physical_context(when: AsOf, programme: Row, day: date) -> PhysicalContext | None:
    """What a report that tells how the programme stands on `day` is judged in; None where milestones measure it."""
    if programme["measure"] is not Measure.PHYSICAL:
        return None
    facts = load_physical(when, (programme["id"],))
    return PhysicalContext(facts.get(programme["id"], NOTHING_PHYSICAL), day)


def physical_updates(when: AsOf, programme_ids: Collection[int]) -> tuple[PhysicalUpdate, ...]:
    """Those of the programmes with evidence and answers, the latest day first."""
    rows = when.in_time(t.PhysicalUpdate, *among(t.PhysicalUpdate.programme_id, programme_ids))
    by_day = sorted(rows, key=itemgetter("day"))
    return tuple(
        value_of(PhysicalUpdate, row, when, percent=Fraction(row["percent"]), **answer)
        for row, answer in answered(when, by_day, t.PhysicalReview, "physical_update_id")
    )
