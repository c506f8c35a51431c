"""The reporting calendar as of a day; what was due in the last periods and when it came."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from smartcity.domain.calendar import Calendar, Period
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.reporting.compliance import (
    MOST_PERIODS,
    Column,
    LedProgramme,
    OwedReport,
    owes,
    report_agency,
    shown_periods,
)
from smartcity.domain.reporting.drafts import WHOLE, DraftForm, report_of
from smartcity.queries import portfolio
from smartcity.store import tables as t
from smartcity.store.loaders import reporting
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.reporting import load_periods
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import FieldDraft, ReportDraft, Statement


def reporting_calendar(session: Session, as_of: date) -> Calendar:
    """What is locked now follows from it and the clock: see `Calendar`."""
    return reporting.calendar(AsOf.end_of(session, as_of))


Slot = tuple[int, int]
ProgrammesById = Mapping[int, LedProgramme]
FirstReports = Mapping[int, Mapping[int, datetime]]
"""By programme and period, when (locally) it was first reported."""


def columns(session: Session, as_of: date, most: int = MOST_PERIODS) -> tuple[Column, ...]:
    """Those of `periods_shown`, each as it was seen on its day."""
    first, shown = first_reports(session, as_of), periods_shown(session, as_of, most)
    programmes = {day: led_programmes(session, day) for day in {day for _, day in shown}}
    return tuple(column(period, day, programmes[day].values(), first) for period, day in shown)


def periods_shown(session: Session, as_of: date, most: int = MOST_PERIODS) -> tuple[tuple[Period, date], ...]:
    """The last periods due by `as_of` and those that are open, oldest first, each with the day it is seen on.

    The newest one is seen as on `as_of`, the others as on the day they closed.
    """
    periods = load_periods(AsOf.end_of(session, as_of))
    shown = shown_periods([period for period in periods if period.dates.opens_on <= as_of], as_of, most)
    closed = [(period, min(period.dates.closes_on, as_of)) for period in shown[:-1]]
    return (*closed, *((period, as_of) for period in shown[-1:]))


def led_programmes(session: Session, as_of: date) -> ProgrammesById:
    """Those known at the end of `as_of`, in the order they came in; none while there was no plan."""
    plan = portfolio.load_portfolio(session, as_of)
    return led_by_id(plan.programmes if plan else ())


def renew_led_programmes(
    session: Session, as_of: date, before: ProgrammesById, programme_ids: frozenset[int]
) -> ProgrammesById:
    """Those of `before`, where only programmes of these ids may have changed since."""
    by_id = {**before, **led_by_id(portfolio.load_programmes(session, as_of, programme_ids))}
    return {number: by_id[number] for number in sorted(by_id)}


def led_by_id(programmes: Iterable[Programme]) -> ProgrammesById:
    return {programme.id: LedProgramme.of(programme) for programme in programmes}


def first_reports(session: Session, as_of: date) -> FirstReports:
    """When each programme was first reported in each period."""
    return _first_reports(AsOf.end_of(session, as_of), None)


def renew_first_reports(
    session: Session, as_of: date, before: FirstReports, programme_ids: frozenset[int]
) -> FirstReports:
    """Those of `before`, where only programmes of these ids may have reported since."""
    return {**before, **_first_reports(AsOf.end_of(session, as_of), programme_ids)}


def _first_reports(when: AsOf, programme_ids: Ids) -> FirstReports:
    asked = select(Statement.programme_id, Statement.period_id, func.min(Statement.recorded_at)).where(
        when.visible(Statement), *among(Statement.programme_id, programme_ids)
    )
    rows: Any = when.execute(asked.group_by(col(Statement.programme_id), col(Statement.period_id)))
    by_programme = grouped((programme, (period, when.local(at))) for programme, period, at in rows)
    return {programme: dict(periods) for programme, periods in by_programme.items()}


def column(period: Period, day: date, programmes: Iterable[LedProgramme], first: FirstReports) -> Column:
    """The period as it is seen on `day`, on which the programmes were known like this."""
    dated = ((programme, first.get(programme.id, {}).get(period.id)) for programme in programmes)
    return Column(
        period,
        tuple(
            _owed_report(programme, period, at)
            for programme, at in dated
            if at is not None or owes(programme.starts_on, period.dates, day, is_done=programme.is_wholly_verified)
        ),
    )


def _owed_report(programme: LedProgramme, period: Period, first: datetime | None) -> OwedReport:
    agency, submitted_on = report_agency(programme, period.dates, first), first.date() if first else None
    return OwedReport(programme.id, programme.code, programme.name, agency, submitted_on, programme.lead)


def begun_reports(session: Session) -> frozenset[Slot]:
    """Programme and period of what is typed and not sent yet. Drafts leave no ledger entry: ask anew each time."""
    begun = frozenset(session.exec(select(ReportDraft.programme_id, ReportDraft.period_id)).all())
    return begun | frozenset(_being_typed(session))


def _being_typed(session: Session) -> Iterator[Slot]:
    """Reports with a text that has not left its field."""
    report = (FieldDraft.form == DraftForm.REPORT.value, FieldDraft.field != WHOLE)
    typed = select(FieldDraft.thing, FieldDraft.value).where(*report)
    things = {thing for thing, value in session.exec(typed).all() if value.get("v")}
    reports = [slot for thing in things if (slot := report_of(thing)) is not None]
    if reports:
        named = col(t.Programme.code).in_({code for code, _ in reports})
        rows = session.exec(select(t.Programme.code, t.Programme.id).where(named)).all()
        yield from ((number or 0, period) for code, number in rows for of, period in reports if of == code)
