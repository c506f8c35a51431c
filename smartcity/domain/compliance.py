"""Who reported when: agency × period, from what each programme owed in that period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from smartcity.domain.kinds import Reporting
from smartcity.domain.periods import Period, PeriodDates, reporting
from smartcity.domain.plan import Agency, Programme

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


def worst(standings: Iterable[Reporting]) -> Reporting:
    """The standing of an agency among those of its programmes; it owes nothing where there is none."""
    found = set(standings)
    return next((standing for standing in WORST_FIRST if standing in found), Reporting.NO_PERIOD)


def report_agency(programme: Programme, dates: PeriodDates, first: datetime | None) -> Agency:
    """Whose report of a period it is: who led when it was sent in time, else who led when the due date was over.

    So ending an agency, or moving its programme, changes only what comes after. `first` is local.
    """
    if first is not None and first.date() <= dates.closes_on:
        return programme.lead_at(first)
    return programme.lead_after(dates.closes_on)


@dataclass(frozen=True, slots=True)
class Duty:
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
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency in one period: reported only when every programme that owed has its report."""

    period: Period
    standing: Reporting
    waiting: tuple[Duty, ...]
    owing: int

    @property
    def reported(self) -> int:
        return self.owing - len(self.waiting)

    @property
    def is_on_time(self) -> bool:
        return self.standing is Reporting.ON_TIME

    @property
    def is_counted(self) -> bool:
        return self.standing in COUNTED


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
    def owed(self) -> bool:
        """Whether it owed anything in any of them."""
        return any(cell.owing for cell in self.cells)


def shown_periods(opened: Sequence[Period], today: date, most: int = MOST_PERIODS) -> tuple[Period, ...]:
    """The last ones past their due date, and all that are not due yet: one that opens pushes none out of the count."""
    past = [period for period in opened if period.dates.closes_on < today]
    kept = {period.id for period in past[-most:]}
    return tuple(period for period in opened if period.dates.closes_on >= today or period.id in kept)


def league(
    columns: Sequence[Column], agencies: Iterable[Agency], today: date, drafts: Set[tuple[int, int]] = frozenset()
) -> tuple[Row, ...]:
    """Every agency that exists, and those that ended but owed; `drafts` are (programme, period) ids not sent yet."""
    if not columns:
        return ()
    named = {duty.agency.code: duty.agency for column in columns for duty in column.duties}
    named |= {agency.code: agency for agency in agencies if agency.ended_on is None or agency.code in named}
    owed = [_by_agency(column.duties) for column in columns]
    rows = [
        Row(agency, tuple(_cell(c.period, o.get(code, ()), today, drafts) for c, o in zip(columns, owed, strict=True)))
        for code, agency in named.items()
    ]
    return placed(rows)


def awaited(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Who can send what is still missing in the newest period: the leads of today, with what they led since then."""
    found: dict[str, Row] = {}
    for row in rows:
        for duty in row.now.waiting:
            sender = duty.lead or duty.agency
            before = found[sender.code].now.waiting if sender.code in found else ()
            cell = replace(row.now, waiting=(*before, duty), owing=len(before) + 1)
            found[sender.code] = Row(sender, (cell,))
    return tuple(found.values())


def placed(rows: Iterable[Row]) -> tuple[Row, ...]:
    """In the order of the league."""
    return tuple(sorted(rows, key=_place))


def _by_agency(duties: Iterable[Duty]) -> Mapping[str, list[Duty]]:
    found: defaultdict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        found[duty.agency.code].append(duty)
    return found


def _cell(period: Period, duties: Sequence[Duty], today: date, drafts: Set[tuple[int, int]]) -> Cell:
    standings = [
        reporting(period.dates, duty.submitted_on, today, has_draft=(duty.programme_id, period.id) in drafts)
        for duty in duties
    ]
    waiting = tuple(duty for duty in duties if duty.submitted_on is None)
    return Cell(period, worst(standings), waiting, len(duties))


def _place(row: Row) -> tuple[int, int, str]:
    return BEST_FIRST.index(row.now.standing), -row.on_time, row.agency.short_name
