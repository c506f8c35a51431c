"""Reporting periods, and of each programme the statement of the newest period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from smartcity.domain.periods import Period, PeriodName
from smartcity.domain.plan import Report
from smartcity.store import tables as t
from smartcity.store.loaders.calendar import periods_of
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import Statement


@dataclass(frozen=True, slots=True)
class Reported:
    """The statement of the newest period, and when (locally) the first one for the current period came."""

    newest: Report
    submitted_at: datetime | None

    @property
    def submitted_on(self) -> date | None:
        return self.submitted_at.date() if self.submitted_at else None


def periods(when: AsOf) -> tuple[Period, ...]:
    """All periods with the dates known then, oldest first."""
    return periods_of(when.rows(t.Period))


def current_period(every: tuple[Period, ...], day: date) -> Period | None:
    """The one that opened last; before the first opens there is none."""
    return max((p for p in every if p.dates.opens_on <= day), key=lambda p: p.dates.opens_on, default=None)


def reports(when: AsOf, every: tuple[Period, ...], current: Period | None) -> Mapping[int, Reported]:
    """By programme id; programmes that never reported are missing."""
    names = {period.id: period.name for period in every}
    rows = when.session.exec(
        select(Statement).where(when.visible(Statement)).order_by(col(Statement.recorded_at), col(Statement.id))
    ).all()
    found: dict[int, Reported] = {}
    for row in rows:
        if row.period_id not in names:
            continue
        before = found.get(row.programme_id)
        submitted_at = before.submitted_at if before else None
        if current is not None and row.period_id == current.id and submitted_at is None:
            submitted_at = when.local(row.recorded_at)
        told = report(row, names[row.period_id], when)
        is_older = before is not None and told.order < before.newest.order
        found[row.programme_id] = Reported(before.newest if before and is_older else told, submitted_at)
    return found


def report(row: Statement, period: PeriodName, when: AsOf) -> Report:
    """One stored statement as a frozen value."""
    return Report(
        period=period,
        recorded_at=when.local(row.recorded_at),
        own_rating=row.own_rating,
        happened=row.happened,
        obstacle=row.obstacle,
        next_step=row.next_step,
        help_needed=row.help_needed,
        help_from=row.help_from,
        obstacle_milestone=row.obstacle_milestone_id,
    )
