"""The rows of a report that was found whole: statement, updates, readings, evidence, proposed dates."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from smartcity.commands.reporting.evidence import evidence_row
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import stored_as
from smartcity.domain.errors import present
from smartcity.domain.indicators.readings import Entry, Typed, typed_number
from smartcity.domain.reporting.physical_reports import PhysicalEntry
from smartcity.domain.reporting.submission import ReportContext, Step, Submission
from smartcity.store import tables as t
from smartcity.store.tables.reporting import FactRow


def write_report(session: Session, actor: Actor, report: Submission, context: ReportContext, key: str) -> int:
    """Answers with the id of the statement."""
    stamp = {"recorded_at": context.at, "recorded_by": actor.name}
    return _Writer(session, context, stamp).write(report, key)


@dataclass(frozen=True, slots=True)
class _Writer:
    session: Session
    context: ReportContext
    stamp: dict[str, Any]

    def write(self, report: Submission, key: str) -> int:
        place: dict[str, Any] = {"programme_id": self.context.programme_id, "period_id": self.context.period.id}
        stated = report.stated
        obstacle_milestone = stated.pop("obstacle_milestone")
        statement = t.Statement(**self.stamp, **place, **stated, obstacle_milestone_id=obstacle_milestone)
        statement.submission_key = key
        number = self._number(statement)
        for milestone, step in report.steps.items():
            self._write_step(milestone, step, number)
        for indicator, entry in report.readings.items():
            self._write_reading(indicator, entry, number)
        self._write_physical(report.physical, number)
        return number

    def _write_step(self, milestone: int, step: Step, statement_id: int) -> None:
        if step.milestone_claim is not None:
            update = t.MilestoneUpdate(
                **self.stamp,
                milestone_id=milestone,
                claim=step.milestone_claim.claim,
                percent=step.percent,
                achieved_on=step.achieved_on,
                note=step.note or None,
                statement_id=statement_id,
            )
            number = self._number(update)
            self.session.add_all(evidence_row(proof, **self.stamp, update_id=number) for proof in step.proofs)
        if step.new_due_on is not None:
            promised = self.context.milestones[milestone].facts.due_on
            move = t.DueDateChange(
                **self.stamp,
                milestone_id=milestone,
                old_due_on=promised,
                new_due_on=step.new_due_on,
                reason=step.move_reason,
            )
            self.session.add(move)

    def _write_reading(self, indicator: int, entry: Entry, statement_id: int) -> None:
        """The city first, with the words and the evidence; then its areas."""
        where: dict[str, Any] = {
            "indicator_id": indicator,
            **stored_as(self.context.quarter, self.context.gauges[indicator].span),
        }
        stamp = {**self.stamp, **where, "statement_id": statement_id}
        city = t.Reading(**stamp, **_read(entry.city), note=entry.note or None, reason=entry.reason or None)
        city.is_not_applicable = entry.is_not_applicable
        number = self._number(city)
        self.session.add_all(evidence_row(proof, **self.stamp, reading_id=number) for proof in entry.proofs)
        self.session.add_all(t.Reading(**stamp, **_read(typed), area_id=area) for area, typed in entry.areas.items())

    def _write_physical(self, entry: PhysicalEntry, statement_id: int) -> None:
        percent = typed_number(entry.percent)
        if percent is None or self.context.physical is None:
            return
        update = t.PhysicalUpdate(
            **self.stamp,
            programme_id=self.context.programme_id,
            day=self.context.physical.day,
            percent=percent,
            note=entry.note or None,
            statement_id=statement_id,
        )
        number = self._number(update)
        self.session.add_all(evidence_row(proof, **self.stamp, physical_update_id=number) for proof in entry.proofs)

    def _number(self, row: FactRow) -> int:
        self.session.add(row)
        self.session.flush()
        return present(row.id)


def _read(typed: Typed) -> dict[str, Any]:
    return {**typed.numbers, "text": typed.text or None}
