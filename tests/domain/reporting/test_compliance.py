"""Who owes a report, and where an agency stands in the league of its periods: tables of boundaries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.calendar import Period, PeriodDates, PeriodName
from smartcity.domain.enums import Reporting
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.reporting.compliance import Column, OwedReport, owes, ranking, shown_periods, worst

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
    starts_on: date, today: date, *, is_done: bool, expected: bool
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


def owed_report(agency: Agency, submitted_on: date | None, number: int = 1) -> OwedReport:
    return OwedReport(number, f"P{number}", f"Program {number}", agency, submitted_on)


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
    submitted_on: date | None, today: date, *, has_draft: bool, expected: Reporting
) -> None:
    drafts = frozenset({(1, SECOND.id)}) if has_draft else frozenset[tuple[int, int]]()
    (row,) = ranking([Column(SECOND, (owed_report(DLH, submitted_on),))], [DLH], today, drafts)
    assert row.now.status is expected
    assert (row.now.reported, row.now.owing) == (int(submitted_on is not None), 1)


def test_who_has_reported_stands_first_and_nobody_is_missing() -> None:
    old = Column(FIRST, (owed_report(OLD, CLOSES), owed_report(PUPR, CLOSES, 2), owed_report(DLH, None, 3)))
    new = Column(SECOND, (owed_report(PUPR, None, 2), owed_report(DLH, CLOSES, 3)))
    rest = Agency("RSUD", "RSUD", "RSUD")
    gone = Agency("Y", "Y", "Y", OPENS)
    rows = ranking([old, new], [PUPR, rest, DLH, OLD, gone], CLOSES + ONE)
    assert [row.agency.code for row in rows] == ["DLH", "PUPR", "X", "RSUD"]
    assert [(row.on_time, row.due) for row in rows] == [(1, 2), (1, 2), (1, 1), (0, 0)]
    assert [cell.status for cell in rows[2].cells] == [Reporting.ON_TIME, Reporting.NO_PERIOD]
    assert [d.code for d in rows[1].now.waiting] == ["P2"]


def test_before_the_first_period_there_is_no_league() -> None:
    assert ranking([], [DLH], OPENS) == ()


THIRD = Period(5, PeriodName(2027, 1), PeriodDates(OPENS + 90 * ONE, CLOSES + 90 * ONE, 5))
DUE = THIRD.dates.closes_on


@pytest.mark.parametrize(
    ("today", "submitted_on", "count"),
    [
        (THIRD.dates.opens_on, None, (2, 2)),
        (DUE, None, (2, 2)),
        (DUE + ONE, None, (2, 3)),
        (THIRD.dates.last_day, None, (2, 3)),
        (THIRD.dates.locks_on, None, (2, 3)),
        (THIRD.dates.opens_on, THIRD.dates.opens_on, (3, 3)),
        (DUE, DUE, (3, 3)),
        (DUE + ONE, DUE + ONE, (2, 3)),
    ],
    ids=["opened", "due", "day after", "last of grace", "locked", "sent at once", "sent when due", "sent in grace"],
)
def test_f23_a_period_counts_once_it_can_be_missed_or_was_reported(
    today: date, submitted_on: date | None, count: tuple[int, int]
) -> None:
    columns = [Column(p, (owed_report(DLH, CLOSES),)) for p in (FIRST, SECOND)]
    (row,) = ranking([*columns, Column(THIRD, (owed_report(DLH, submitted_on),))], [DLH], today)
    assert (row.on_time, row.due) == count
    assert row.owes_any


def test_f23_a_period_that_opens_pushes_none_out_of_the_count() -> None:
    periods = [
        Period(n, PeriodName(2020 + n, 1), PeriodDates(OPENS + n * 90 * ONE, CLOSES + n * 90 * ONE)) for n in range(8)
    ]
    last = periods[-1].dates
    assert [p.id for p in shown_periods(periods, last.opens_on, 6)] == [1, 2, 3, 4, 5, 6, 7]
    assert [p.id for p in shown_periods(periods, last.closes_on, 6)] == [1, 2, 3, 4, 5, 6, 7]
    assert [p.id for p in shown_periods(periods, last.closes_on + ONE, 6)] == [2, 3, 4, 5, 6, 7]
    assert [p.id for p in shown_periods(periods, last.closes_on, 1)] == [6, 7]


@given(st.lists(st.sampled_from(("in time", "late", "never", None)), min_size=1, max_size=9), st.integers(0, 30))
def test_f23_opening_a_period_lowers_nobody(history: list[str | None], days: int) -> None:
    """Whatever was before: the count of an agency is the same the moment a further period has opened."""
    periods = [
        Period(n, PeriodName(2020 + n, 1), PeriodDates(OPENS + n * 90 * ONE, CLOSES + n * 90 * ONE, 5))
        for n in range(len(history))
    ]
    today = periods[-1].dates.closes_on + days * ONE
    opened = Period(99, PeriodName(2040, 1), PeriodDates(today, today + 20 * ONE, 5))

    def column(period: Period, what: str | None) -> Column:
        late = period.dates.closes_on + ONE
        sent = {"in time": period.dates.closes_on, "late": late if late <= today else None}.get(what or "")
        return Column(period, () if what is None else (owed_report(DLH, sent),))

    every = [column(p, what) for p, what in zip(periods, history, strict=True)] + [
        Column(opened, (owed_report(DLH, None),))
    ]

    def counted(columns: list[Column]) -> tuple[int, int]:
        shown = shown_periods([c.period for c in columns], today)
        (row,) = ranking([c for c in columns if c.period in shown], [DLH], today)
        return row.on_time, row.due

    assert counted(every) == counted(every[:-1])
