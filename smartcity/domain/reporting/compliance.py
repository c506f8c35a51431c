"""Who reported when, agency by period, and what would lift an agency to its next place."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from smartcity.domain.calendar import Period, PeriodDates, reporting
from smartcity.domain.enums import Reporting
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.programmes import Agency, FormerLead, Led, Programme
from smartcity.domain.reasons import LeagueStep

REPORTED = (Reporting.ON_TIME, Reporting.LATE)
# What enters the count of times on time: what was reported, and what can be missed, after its due date.
COUNTED = (*REPORTED, Reporting.SILENT)
MOST_PERIODS = 6
# The league: who has reported stands first, who owes nothing last.
BEST_FIRST = (*REPORTED, Reporting.DRAFT, Reporting.OPEN, Reporting.SILENT, Reporting.NO_PERIOD)
WORST_FIRST = (Reporting.SILENT, Reporting.OPEN, Reporting.DRAFT, Reporting.LATE, Reporting.ON_TIME)


def owes(starts_on: date, dates: PeriodDates, today: date, *, is_done: bool) -> bool:
    """A programme owes a report when it has begun by the day the period closes, and is not wholly verified."""
    return starts_on <= min(today, dates.closes_on) and not is_done


def worst(statuses: Iterable[Reporting]) -> Reporting:
    """The standing of an agency among those of its programmes; it owes nothing where there is none."""
    present = set(statuses)
    return next((status for status in WORST_FIRST if status in present), Reporting.NO_PERIOD)


def report_agency(programme: Led, dates: PeriodDates, first: datetime | None) -> Agency:
    """Whose report of a period it is: who led when it was sent in time, else who led when the due date was over.

    So ending an agency, or moving its programme, changes only what comes after. `first` is local.
    """
    if first is not None and first.date() <= dates.closes_on:
        return programme.lead_at(first)
    return programme.lead_after(dates.closes_on)


@dataclass(frozen=True, slots=True)
class OwedReport:
    """One programme that owed a report: whose it is, and the local day of its first one; `lead` can send it now."""

    programme_id: int
    code: str
    name: str
    agency: Agency
    submitted_on: date | None
    lead: Agency | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One period and all that was owed in it, oldest programme first."""

    period: Period
    owed_reports: tuple[OwedReport, ...]


@dataclass(frozen=True, slots=True)
class LedProgramme(Led):
    """What of a programme, as it was known on a day, decides whether a report of it is owed, and whose."""

    id: int
    code: str
    name: str
    starts_on: date
    lead: Agency
    former_leads: tuple[FormerLead, ...]
    is_wholly_verified: bool

    @classmethod
    def of(cls, programme: Programme) -> "LedProgramme":
        return cls(
            programme.id,
            programme.code,
            programme.name,
            programme.starts_on,
            programme.lead,
            programme.former_leads,
            programme.is_wholly_verified,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency in one period: reported only when every programme that owed has its report."""

    period: Period
    status: Reporting
    waiting: tuple[OwedReport, ...]
    owing: int

    @property
    def reported(self) -> int:
        return self.owing - len(self.waiting)

    @property
    def is_on_time(self) -> bool:
        return self.status is Reporting.ON_TIME

    @property
    def is_counted(self) -> bool:
        return self.status in COUNTED


@dataclass(frozen=True, slots=True)
class Row:
    """One agency through the periods, oldest first."""

    agency: Agency
    cells: tuple[Cell, ...]

    @property
    def now(self) -> Cell:
        return self.cells[-1]

    @property
    def on_time(self) -> int:
        return sum(cell.is_on_time for cell in self.cells)

    @property
    def due(self) -> int:
        """In how many periods it reported, or let the due date pass."""
        return sum(cell.is_counted for cell in self.cells)

    @property
    def owes_any(self) -> bool:
        """Whether it owed anything in any of them."""
        return any(cell.owing for cell in self.cells)


def shown_periods(opened: Sequence[Period], today: date, most: int = MOST_PERIODS) -> tuple[Period, ...]:
    """The last ones past their due date, and all that are not due yet: one that opens pushes none out of the count."""
    past = [period for period in opened if period.dates.closes_on < today]
    recent = {period.id for period in past[-most:]}
    return tuple(period for period in opened if period.dates.closes_on >= today or period.id in recent)


def ranking(
    columns: Sequence[Column], agencies: Iterable[Agency], today: date, drafts: Set[tuple[int, int]] = frozenset()
) -> tuple[Row, ...]:
    """Every agency that exists, and those that ended but owed; `drafts` are (programme, period) ids not sent yet."""
    if not columns:
        return ()
    named = {report.agency.code: report.agency for column in columns for report in column.owed_reports}
    named |= {agency.code: agency for agency in agencies if agency.ended_on is None or agency.code in named}
    owed = [grouped((report.agency.code, report) for report in column.owed_reports) for column in columns]
    rows = [
        Row(agency, tuple(_cell(c.period, o.get(code, ()), today, drafts) for c, o in zip(columns, owed, strict=True)))
        for code, agency in named.items()
    ]
    return ranked(rows)


def awaited(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Who can send what is still missing in the newest period: the leads of today, with what they led since then."""
    by_sender: dict[str, Row] = {}
    for row in rows:
        for report in row.now.waiting:
            sender = report.lead or report.agency
            before = by_sender[sender.code].now.waiting if sender.code in by_sender else ()
            cell = replace(row.now, waiting=(*before, report), owing=len(before) + 1)
            by_sender[sender.code] = Row(sender, (cell,))
    return tuple(by_sender.values())


def ranked(rows: Iterable[Row]) -> tuple[Row, ...]:
    """In the order of the league."""
    return tuple(sorted(rows, key=_place))


def _cell(period: Period, reports: Sequence[OwedReport], today: date, drafts: Set[tuple[int, int]]) -> Cell:
    statuses = [
        reporting(period.dates, report.submitted_on, today, has_draft=(report.programme_id, period.id) in drafts)
        for report in reports
    ]
    waiting = tuple(report for report in reports if report.submitted_on is None)
    return Cell(period, worst(statuses), waiting, len(reports))


def _place(row: Row) -> tuple[int, int, str]:
    return BEST_FIRST.index(row.now.status), -row.on_time, row.agency.short_name


@dataclass(frozen=True, slots=True)
class NextStep:
    """`count` reports to send by the day `by`, or periods to be on time in; places count from 1."""

    kind: LeagueStep
    count: int
    status: Reporting
    place: int
    place_then: int
    of: int
    by: date | None = None


def next_step(rows: Sequence[Row], mine: Row, today: date, *, excepted_until: date | None = None) -> NextStep | None:
    """`rows` is the league, `mine` one of them; None where nothing was ever owed."""
    if not mine.owes_any:
        return None
    if mine.now.waiting:
        return _sending(rows, mine, today, excepted_until)
    behind = [place for place, cell in enumerate(mine.cells, start=1) if cell.owing and not cell.is_on_time]
    # What is reported and not due yet is one of the periods that push a slip out of the count.
    secured = sum(cell.is_on_time and cell.period.dates.closes_on >= today for cell in mine.cells)
    if not behind or behind[-1] <= secured:
        return _step(rows, mine, mine, LeagueStep.KEEP, 0)
    clean = tuple(replace(cell, status=Reporting.ON_TIME) if cell.owing else cell for cell in mine.cells)
    return _step(rows, mine, replace(mine, cells=clean), LeagueStep.BE_ON_TIME, behind[-1] - secured)


def _sending(rows: Sequence[Row], mine: Row, today: date, excepted_until: date | None) -> NextStep:
    """While the period is open everything given so far came on time; what a locked period still takes is late."""
    now, dates = mine.now, mine.now.period.dates
    kind: LeagueStep = LeagueStep.SEND
    by: date | None = dates.closes_on
    if today > dates.closes_on:
        kind, by = LeagueStep.SEND_LATE, dates.last_day
    if dates.is_locked(today):
        kind, by = (LeagueStep.SEND_LATE, excepted_until) if excepted_until else (LeagueStep.ASK, None)
    reached = Reporting.ON_TIME if kind is LeagueStep.SEND else Reporting.LATE
    then = replace(mine, cells=(*mine.cells[:-1], replace(now, status=reached, waiting=())))
    return _step(rows, mine, then, kind, len(now.waiting), by)


def _step(rows: Sequence[Row], mine: Row, then: Row, kind: LeagueStep, count: int, by: date | None = None) -> NextStep:
    """Where it would stand, the others staying as they are."""
    moved = ranked([then if row is mine else row for row in rows])
    place, place_then = rows.index(mine) + 1, moved.index(then) + 1
    return NextStep(kind, count, then.now.status, place, place_then, len(rows), by)
