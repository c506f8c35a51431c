"""Reporting periods: opened, moved, excepted for one agency, reminded of; always with who and why."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.contexts.current_plan import calendar
from smartcity.commands.plan import screen_edits
from smartcity.commands.plan.rules import MOST_GRACE
from smartcity.commands.plan.screen_edits import Edit
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.calendar import Calendar, Period, PeriodDates, PeriodName
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.operations.year_setup import copied_periods
from smartcity.domain.text import required_note
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf

SCREEN = "/periode"


def open_period(session: Session, actor: Actor, name: PeriodName, dates: PeriodDates, *, at: datetime) -> None:
    """Adds a period.

    Raises:
        AlreadyDone: it is there with these dates.
        Refused: it is there, overlaps another, closes before it begins, or could not be reported in time.
        Forbidden: the actor may not manage periods.
    """
    ledger.take_turn(session, actor, Act.MANAGE_PERIODS)
    schedule = calendar(session)
    there = next((period for period in schedule.periods if period.name == name), None)
    if there is not None:
        raise (AlreadyDone if there.dates == dates else Refused)("period.exists", period=name)
    if dates.closes_on < name.starts_on:
        raise Refused("period.closes_early", starts=name.starts_on)
    _still_to_lock(schedule, dates, at)
    _still_to_come(schedule, dates, at)
    rows = {"period": [_row(name, dates)]}
    screen_edits.apply_edit(session, actor, Edit(SCREEN, "period.open", f"period:{name}", rows), at=at)


def copy_year(session: Session, actor: Actor, year: int, *, at: datetime) -> int:
    """Adds the periods that the year lacks, dated as those of the year before; all or none. How many they are.

    Raises:
        AlreadyDone: nothing is lacking.
        Refused: it is not this year or the next, or the year before had no period.
        Forbidden: the actor may not manage periods.
    """
    ledger.take_turn(session, actor, Act.MANAGE_PERIODS)
    schedule = calendar(session)
    today = schedule.today(at)
    if year not in (today.year, today.year + 1):
        raise Refused("year.far", year=year)
    if not any(period.name.year == year - 1 for period in schedule.periods):
        raise Refused("year.no_model", year=year - 1)
    lacking = copied_periods(schedule.periods, year, today)
    if not lacking:
        raise AlreadyDone("year.complete", year=year)
    rows = {"period": [_row(name, dates) for name, dates in lacking]}
    screen_edits.apply_edit(session, actor, Edit(SCREEN, "year.copy", f"year:{year}", rows), at=at)
    return len(lacking)


def move_period(
    session: Session, actor: Actor, number: int, closes_on: date, grace_days: int, reason: str, *, at: datetime
) -> None:
    """Gives a period that is not locked another due date or other days of grace.

    Raises:
        Refused: it is locked or would be at once, is due on a day that is over, nothing changes, or no reason is given.
        Forbidden: the actor may not manage periods.
    """
    ledger.take_turn(session, actor, Act.MANAGE_PERIODS)
    schedule = calendar(session)
    period, why = _period(schedule, number), required_note(reason, "note.reason")
    if period.dates.is_locked(schedule.today(at)):
        raise Refused("period.locked", period=period.name, since=period.dates.locks_on)
    dates = PeriodDates(period.dates.opens_on, closes_on, grace_days)
    _still_to_lock(schedule, dates, at)
    if closes_on < period.dates.closes_on:
        _still_to_come(schedule, dates, at)
    rows = {"period": [_row(period.name, dates)]}
    screen_edits.apply_edit(session, actor, Edit(SCREEN, "period.move", f"period:{period.name}", rows, why), at=at)


def grant_exception(
    session: Session, actor: Actor, number: int, agency: str, until: date, reason: str, *, at: datetime
) -> None:
    """One agency may report in the period up to the end of `until`; a newer grant replaces an older one.

    Raises:
        AlreadyDone: it may until then.
        Refused: the period is not locked by then anyway, the day is past, the agency is unknown, or no reason is given.
        Forbidden: the actor may not grant it to this agency.
    """
    ledger.take_turn(session, actor, Act.GRANT_EXCEPTION, agency=agency)
    schedule = calendar(session)
    period, why = _period(schedule, number), required_note(reason, "note.reason")
    if until < schedule.today(at):
        raise Refused("lock.exception_past", day=until)
    if until < period.dates.locks_on:
        raise Refused("lock.exception_idle", period=period.name, day=period.dates.locks_on)
    last = datetime.combine(until + timedelta(days=1), time(), schedule.zone) - timedelta(seconds=1)
    granted = schedule.excepted(period, agency, at)
    if granted is not None and granted.until == last:
        raise AlreadyDone("lock.exception_same", period=period.name, agency=agency, day=until)
    _except(session, actor, "exception.grant", period, agency, last, why, at)


def end_exception(session: Session, actor: Actor, number: int, agency: str, reason: str, *, at: datetime) -> None:
    """Ends a running exception now.

    Raises:
        AlreadyDone: it is over.
        Refused: none was granted, or no reason is given.
        Forbidden: the actor may not grant or end it for this agency.
    """
    ledger.take_turn(session, actor, Act.GRANT_EXCEPTION, agency=agency)
    schedule = calendar(session)
    period, why = _period(schedule, number), required_note(reason, "note.reason")
    if schedule.excepted(period, agency, at) is None:
        had_one = any(e.period_id == period.id and e.agency == agency for e in schedule.exceptions)
        raise (AlreadyDone if had_one else Refused)("lock.exception_none", period=period.name, agency=agency)
    _except(session, actor, "exception.end", period, agency, at - timedelta(microseconds=1), why, at)


def _period(schedule: Calendar, number: int) -> Period:
    period = schedule.period(number)
    if period is None:
        raise Refused("period.gone")
    return period


def _still_to_lock(schedule: Calendar, dates: PeriodDates, at: datetime) -> None:
    """What would be locked at once is a slip of the pen; periods long past come with their history, by import."""
    if 0 <= dates.grace_days <= MOST_GRACE and dates.is_locked(schedule.today(at)):
        raise Refused("period.locked_at_once", day=dates.locks_on)


def _still_to_come(schedule: Calendar, dates: PeriodDates, at: datetime) -> None:
    """A due date that is over would make everybody late who had no chance to be in time."""
    if dates.opens_on <= dates.closes_on < schedule.today(at):
        raise Refused("period.due_past", day=dates.closes_on)


def _row(name: PeriodName, dates: PeriodDates) -> dict[str, Any]:
    days = {"opens_on": dates.opens_on, "closes_on": dates.closes_on, "grace_days": dates.grace_days}
    return {"kind": name.kind, "year": name.year, "number": name.number, **days}


def _except(
    session: Session, actor: Actor, action: str, period: Period, agency: str, until: datetime, why: str, at: datetime
) -> None:
    agencies = [row for row in AsOf.now(session).rows(t.Agency) if row["code"] == agency]
    if not agencies:
        raise Refused("agency.gone")
    session.add(
        t.LockException(
            period_id=period.id,
            agency_id=agencies[-1]["id"],
            until=until,
            reason=why,
            recorded_at=at,
            recorded_by=actor.name,
        )
    )
    after = {"agency": agency, "until": until.astimezone(UTC).isoformat()}
    ledger.append(session, actor, action, f"period:{period.name}", at=at, after=after, reason=why)


SENT = "reminder.sent"


def record_reminders(
    session: Session, actor: Actor, period: PeriodName, agencies: Sequence[str], *, at: datetime
) -> None:
    """Written once the letters are out."""
    require(actor, Act.REMIND)
    ledger.append(session, actor, SENT, f"period:{period}", at=at, after={"agencies": list(agencies)})
