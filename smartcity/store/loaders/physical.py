"""Planned curves and physical percentages as known on a day: the facts of each programme, and their history."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from smartcity.domain.enums import Measure, Verdict
from smartcity.domain.facts.claims import Answer
from smartcity.domain.facts.history import PhysicalUpdate, Proof
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
from smartcity.store.loaders.verification import load_answers, load_evidence
from smartcity.store.loaders.visibility import AsOf, Row


def load_physical(when: AsOf, programme_ids: Ids = None) -> Mapping[int, PhysicalFacts]:
    """By programme id; programmes without curve and percentages are missing."""
    planned: defaultdict[int, list[PlannedPercent]] = defaultdict(list)
    for row in when.rows(t.PlannedPercent, *among(t.PlannedPercent.programme_id, programme_ids)):
        percent = None if row["percent"] is None else Fraction(row["percent"])
        planned[row["programme_id"]].append(PlannedPercent(row["day"], percent, when.local(row["recorded_at"])))
    reported = _reported(when, programme_ids)
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


def _reported(when: AsOf, programme_ids: Ids) -> defaultdict[int, list[PhysicalPercent]]:
    by_programme: defaultdict[int, list[PhysicalPercent]] = defaultdict(list)
    for row, answer in valid_percents(when, programme_ids):
        verified_at = answer.at if answer else None
        percent = PhysicalPercent(
            row["day"], Fraction(row["percent"]), answer is not None, when.local(row["recorded_at"]), verified_at
        )
        by_programme[row["programme_id"]].append(percent)
    return by_programme


def load_physical_context(when: AsOf, programme: Row, day: date) -> PhysicalContext | None:
    """What a report that tells how the programme stands on `day` is judged in; None where milestones measure it."""
    if programme["measure"] is not Measure.PHYSICAL:
        return None
    facts = load_physical(when, (programme["id"],))
    return PhysicalContext(facts.get(programme["id"], NOTHING_PHYSICAL), day)


def physical_updates(when: AsOf, programme_ids: Collection[int]) -> tuple[PhysicalUpdate, ...]:
    """Those of the programmes with evidence and answers, the latest day first."""
    update: Any = t.PhysicalUpdate
    rows = when.session.execute(
        _columns(update)
        .where(when.visible(update), update.programme_id.in_(programme_ids))
        .order_by(update.day.desc(), update.recorded_at.desc(), update.id.desc())
    ).all()
    ids = [row.id for row in rows]
    given = load_answers(when, t.PhysicalReview, "physical_update_id", ids)
    shown = load_evidence(when, "physical_update_id", ids)
    return tuple(_physical_update(row, given.get(row.id), shown[row.id], when) for row in rows)


def _physical_update(row: Any, answer: Answer | None, proofs: Iterable[Proof], when: AsOf) -> PhysicalUpdate:
    return PhysicalUpdate(
        id=row.id,
        programme_id=row.programme_id,
        statement_id=row.statement_id,
        day=row.day,
        percent=Fraction(row.percent),
        note=row.note,
        recorded_at=when.local(row.recorded_at),
        recorded_by=row.recorded_by,
        answer=answer,
        proofs=tuple(proofs),
    )


def _columns(table: Any) -> Any:
    return select(*table.__table__.columns)
