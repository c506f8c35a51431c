"""Reporting periods with their exceptions, and of each programme the statement of the newest period."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from smartcity.domain.calendar import Calendar, LockException, Period, PeriodDates, PeriodName
from smartcity.domain.enums import PeriodKind
from smartcity.domain.plan.programmes import Report
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.visibility import AsOf, value_of
from smartcity.store.tables import Batch, Statement

Row = Mapping[str, Any]


def calendar(when: AsOf) -> Calendar:
    """What is locked follows from it and the clock: see `Calendar`."""
    codes = {row["id"]: row["code"] for row in when.rows(t.Agency)}
    return build_calendar(when.rows(t.Period), when.rows(t.LockException), codes, when.zone)


def build_calendar(
    periods: Iterable[Row], exceptions: Iterable[Row], agencies: Mapping[int, str], zone: ZoneInfo
) -> Calendar:
    """`agencies` are codes by id; exceptions of agencies or periods that are not there are left out."""
    every = build_periods(periods)
    ids = {period.id for period in every}
    relevant = (row for row in exceptions if row["period_id"] in ids and row["agency_id"] in agencies)
    return Calendar(every, tuple(_exception(row, agencies, zone) for row in relevant), zone)


def build_periods(rows: Iterable[Row]) -> tuple[Period, ...]:
    """In the order in which they open."""
    return tuple(sorted((_period(row) for row in rows), key=lambda period: period.dates.opens_on))


def _period(row: Row) -> Period:
    name = PeriodName(row["year"], row["number"], PeriodKind(row["kind"]))
    return Period(row["id"], name, PeriodDates(row["opens_on"], row["closes_on"], row["grace_days"]))


def _exception(row: Row, agencies: Mapping[int, str], zone: ZoneInfo) -> LockException:
    return LockException(
        period_id=row["period_id"],
        agency=agencies[row["agency_id"]],
        until=row["until"].astimezone(zone),
        reason=row["reason"],
        granted_by=row["recorded_by"],
        granted_at=row["recorded_at"].astimezone(zone),
    )


@dataclass(frozen=True, slots=True)
class NewestReport:
    """The statement of the newest period, and when (locally) the first one for the current period came."""

    newest: Report
    submitted_at: datetime | None

    @property
    def submitted_on(self) -> date | None:
        return self.submitted_at.date() if self.submitted_at else None


def load_periods(when: AsOf) -> tuple[Period, ...]:
    """All periods with the dates known then, oldest first."""
    return build_periods(when.rows(t.Period))


def imported_since(when: AsOf) -> Mapping[int, datetime]:
    """By period id, when it came here: the instant of its import, not the one its file claims."""
    instants = dict(when.session.exec(select(Batch.id, Batch.recorded_at)).all())
    return {row["id"]: instants[row["batch_id"]] for row in when.rows(t.Period)}


def current_period(every: tuple[Period, ...], day: date) -> Period | None:
    """The one that opened last; before the first opens there is none."""
    return max((p for p in every if p.dates.opens_on <= day), key=lambda p: p.dates.opens_on, default=None)


def load_reports(
    when: AsOf, every: tuple[Period, ...], current: Period | None, programme_ids: Ids = None
) -> Mapping[int, NewestReport]:
    """By programme id; programmes that never reported are missing."""
    names = {period.id: period.name for period in every}
    newest: dict[int, tuple[date, int]] = {}
    first: dict[int, datetime] = {}
    for number, programme, period, at in when.columns(
        Statement, ("id", "programme_id", "period_id", "recorded_at"), *among(Statement.programme_id, programme_ids)
    ):
        if period not in names:
            continue
        if current is not None and period == current.id:
            first.setdefault(programme, at)
        if programme not in newest or names[period].ends_on >= newest[programme][0]:
            newest[programme] = names[period].ends_on, number
    return _newest_reports(when, names, [number for _, number in newest.values()], first)


def _newest_reports(
    when: AsOf, names: Mapping[int, PeriodName], statement_ids: Collection[int], first: Mapping[int, datetime]
) -> Mapping[int, NewestReport]:
    """`first` are the instants of the first statements of the current period, by programme id."""
    rows = when.session.exec(select(Statement).where(col(Statement.id).in_(statement_ids)))
    return {
        row.programme_id: NewestReport(
            build_report(row, names[row.period_id], when),
            when.local(first[row.programme_id]) if row.programme_id in first else None,
        )
        for row in rows
    }


def newest_statement(when: AsOf, programme_id: int) -> int:
    """Its id; 0 while the programme never reported."""
    return when.session.exec(select(func.max(Statement.id)).where(Statement.programme_id == programme_id)).one() or 0


def build_report(row: Statement, period: PeriodName, when: AsOf) -> Report:
    """One stored statement as a frozen value."""
    return value_of(Report, vars(row), when, period=period, obstacle_milestone=row.obstacle_milestone_id)
