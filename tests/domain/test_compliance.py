"""Who owes a report, and where an agency stands in the league of its periods: tables of boundaries."""

from datetime import date, timedelta

import pytest

from smartcity.domain.compliance import Column, Duty, league, owes, worst
from smartcity.domain.kinds import Reporting
from smartcity.domain.periods import Period, PeriodDates, PeriodName
from smartcity.domain.plan import Agency

OPENS, CLOSES = date(2026, 10, 1), date(2026, 10, 20)
DATES = PeriodDates(OPENS, CLOSES, 5)
FIRST, SECOND = (Period(number, PeriodName(2026, number), DATES) for number in (3, 4))
DLH, PUPR, OLD = Agency("DLH", "DLH", "DLH"), Agency("PUPR", "PUPR", "PUPR"), Agency("X", "X", "X", OPENS)
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "today", "is_done", "expected"),
    [
        (CLOSES, CLOSES, False, True),
        (CLOSES, CLOSES - ONE, False, False),
        (CLOSES + ONE, CLOSES + ONE, False, False),
        (CLOSES, CLOSES + 30 * ONE, False, True),
        (OPENS, OPENS, True, False),
    ],
)
def test_a_programme_owes_when_it_has_begun_by_the_closing_day(
    starts_on: date, today: date, is_done: bool, expected: bool
) -> None:
    assert owes(starts_on, DATES, today, is_done=is_done) is expected


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ([], Reporting.NO_PERIOD),
        ([Reporting.ON_TIME], Reporting.ON_TIME),
        ([Reporting.ON_TIME, Reporting.LATE], Reporting.LATE),
        ([Reporting.ON_TIME, Reporting.DRAFT], Reporting.DRAFT),
        ([Reporting.DRAFT, Reporting.OPEN], Reporting.OPEN),
        ([Reporting.OPEN, Reporting.SILENT], Reporting.SILENT),
    ],
)
def test_an_agency_stands_where_its_slowest_programme_stands(standings: list[Reporting], expected: Reporting) -> None:
    assert worst(standings) is expected


def duty(agency: Agency, submitted_on: date | None, number: int = 1) -> Duty:
    return Duty(number, f"P{number}", f"Program {number}", agency, submitted_on)


@pytest.mark.parametrize(
    ("submitted_on", "today", "has_draft", "expected"),
    [
        (None, CLOSES, False, Reporting.OPEN),
        (None, CLOSES, True, Reporting.DRAFT),
        (None, CLOSES + ONE, True, Reporting.SILENT),
        (CLOSES, CLOSES + ONE, False, Reporting.ON_TIME),
        (CLOSES + ONE, CLOSES + ONE, False, Reporting.LATE),
    ],
)
def test_a_cell_tells_the_day_against_the_closing_day(
    submitted_on: date | None, today: date, has_draft: bool, expected: Reporting
) -> None:
    drafts = frozenset({(1, SECOND.id)}) if has_draft else frozenset[tuple[int, int]]()
    (row,) = league([Column(SECOND, (duty(DLH, submitted_on),))], [DLH], today, drafts)
    assert row.now.standing is expected
    assert (row.now.reported, row.now.owing) == (int(submitted_on is not None), 1)


def test_who_has_reported_stands_first_and_nobody_is_missing() -> None:
    old = Column(FIRST, (duty(OLD, CLOSES), duty(PUPR, CLOSES, 2), duty(DLH, None, 3)))
    new = Column(SECOND, (duty(PUPR, None, 2), duty(DLH, CLOSES, 3)))
    rest = Agency("RSUD", "RSUD", "RSUD")
    gone = Agency("Y", "Y", "Y", OPENS)
    rows = league([old, new], [PUPR, rest, DLH, OLD, gone], CLOSES + ONE)
    assert [row.agency.code for row in rows] == ["DLH", "PUPR", "X", "RSUD"]
    assert [(row.on_time, row.due) for row in rows] == [(1, 2), (1, 2), (1, 1), (0, 0)]
    assert [cell.standing for cell in rows[2].cells] == [Reporting.ON_TIME, Reporting.NO_PERIOD]
    assert [d.code for d in rows[1].now.waiting] == ["P2"]


def test_before_the_first_period_there_is_no_league() -> None:
    assert league([], [DLH], OPENS) == ()
