"""F27: what was done before an agency ended, moved or merged stays under it; to the second of the hand-over."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from smartcity.domain.calendar import Period, PeriodDates, PeriodName
from smartcity.domain.enums import Reporting
from smartcity.domain.grouping import Count
from smartcity.domain.plan.due_dates import promise_day
from smartcity.domain.plan.programmes import Agency, FormerLead, Programme
from smartcity.domain.portfolio.agencies import promised_by, reliabilities
from smartcity.domain.reporting.compliance import Column, OwedReport, awaited, ranking, report_agency
from tests.domain.cities import DLH, PUPR, milestone, portfolio, programme
from tests.domain.plans import TODAY, done, step
from tests.plan import JAKARTA

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LAST = date(2026, 11, 20)
HANDED = datetime(2026, 11, 20, 10, tzinfo=JAKARTA)
DATES = PeriodDates(date(2026, 11, 1), date(2026, 11, 30), 10)
OLD = Agency("OLD", "Dinas Lama", "Lama", LAST)


def moved(*milestones: object, last_day: date = LAST, **fields: object) -> Programme:
    """Of the old agency until 20 November at ten, since then of PUPR."""
    former = (FormerLead(OLD, HANDED, last_day),)
    return programme(1, *milestones, lead=PUPR, former_leads=former, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "agency"),
    [
        (HANDED - SECOND, OLD),
        (HANDED, PUPR),
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=JAKARTA), PUPR),
        (datetime(2026, 12, 1, tzinfo=JAKARTA), PUPR),
        (None, PUPR),
    ],
    ids=["before", "after", "due date", "late", "not yet"],
)
def test_f27_a_report_stands_under_who_led_when_it_was_sent(first: datetime | None, agency: Agency) -> None:
    assert report_agency(moved(), DATES, first) == agency


@pytest.mark.parametrize(
    ("closes_on", "first", "agency"),
    [
        (LAST - DAY, None, OLD),
        (LAST - DAY, HANDED + DAY, OLD),
        (LAST, None, PUPR),
        (LAST, HANDED - SECOND, OLD),
    ],
    ids=["missed before", "missed before, late after", "the last hours were the other's", "sent in time"],
)
def test_f27_what_was_missed_before_the_hand_over_stays_missed_there(
    closes_on: date, first: datetime | None, agency: Agency
) -> None:
    assert report_agency(moved(), PeriodDates(date(2026, 11, 1), closes_on, 10), first) == agency


def test_f27_two_hand_overs_are_told_apart() -> None:
    later = HANDED + 5 * DAY
    formers = (FormerLead(OLD, HANDED, LAST), FormerLead(DLH, later, later.date()))
    twice = programme(1, lead=PUPR, former_leads=formers)
    assert [twice.lead_at(at) for at in (HANDED - SECOND, HANDED, later, later + SECOND)] == [OLD, DLH, PUPR, PUPR]
    assert [twice.lead_on(day) for day in (LAST, LAST + DAY, later.date(), later.date() + DAY)] == [OLD, DLH, DLH, PUPR]


def test_f27_promises_stay_with_who_kept_or_broke_them() -> None:
    """Due on the last day, the day after, and kept early by the old agency."""
    due = milestone(1, step(LAST - 60 * DAY, LAST))
    next_day = milestone(2, step(LAST - 60 * DAY, LAST + DAY))
    early = milestone(3, step(LAST - 60 * DAY, LAST + DAY, verified=done(LAST)))
    both = moved(due, next_day, early)
    assert [promise_day(one) for one in (due, next_day, early)] == [LAST, LAST + DAY, LAST]
    assert [promised_by((both, one)) for one in (due, next_day, early)] == [OLD, PUPR, OLD]
    plan = replace(portfolio(both), agencies=(OLD, PUPR))
    by_agency = {one.agency: one for one in reliabilities(plan)}
    assert (by_agency[OLD].promises, by_agency[PUPR].promises) == (Count(1, 2), Count(0, 1))
    assert by_agency[OLD].late.own == 0, "what is still open is the work of the present lead"


def test_f27_an_agency_that_ended_before_it_was_written_down_promised_nothing_afterwards() -> None:
    told_late = moved(last_day=LAST - 5 * DAY)
    assert told_late.lead_on(LAST - 5 * DAY) == OLD
    assert told_late.lead_on(LAST - 4 * DAY) == PUPR


def test_f27_the_groups_count_a_report_where_it_was_made() -> None:
    reported = moved(reported_by=OLD)
    groups = {g.agency: g for g in replace(portfolio(reported), agencies=(OLD, PUPR)).by_agency}
    assert (groups[OLD].reporting, groups[OLD].reported, groups[OLD].owing) == (Reporting.ON_TIME, 1, 1)
    assert (groups[PUPR].reporting, groups[PUPR].owing) == (Reporting.NO_PERIOD, 0)
    assert [p.code for p in groups[PUPR].programmes] == ["P1"], "it leads it all the same"


def test_f27_what_an_ended_agency_missed_is_asked_of_who_can_send_it() -> None:
    period = Period(1, PeriodName(2026, 4), DATES)
    missed = OwedReport(1, "P1", "Program 1", OLD, None, PUPR)
    own = OwedReport(2, "P2", "Program 2", PUPR, None, PUPR)
    sent = OwedReport(3, "P3", "Program 3", DLH, TODAY, DLH)
    rows = ranking([Column(period, (missed, own, sent))], (), DATES.closes_on + DAY)
    assert {row.agency.code: row.now.status for row in rows}["OLD"] is Reporting.SILENT
    (asked,) = awaited(rows)
    assert (asked.agency, {owed.code for owed in asked.now.waiting}) == (PUPR, {"P1", "P2"})
    assert asked.now.owing == 2
