"""Which periods may be opened next, and when they would usually open and be due."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from smartcity.domain.kinds import PeriodKind
from smartcity.domain.periods import Period, PeriodDates, PeriodName

YEARS_AHEAD = 2
PER_YEAR = {PeriodKind.QUARTER: 4, PeriodKind.MONTH: 12}
USUAL = PeriodDates(date(2026, 4, 1), date(2026, 4, 20), 5)
USUAL_END = date(2026, 3, 31)


def next_names(known: Sequence[Period], today: date) -> list[PeriodName]:
    """Names that overlap no known period and are not over for long; the kind in use first, each in order."""
    used = known[-1].name.kind if known else PeriodKind.QUARTER
    kinds = sorted(PeriodKind, key=lambda kind: kind is not used)
    names = (name for kind in kinds for name in _names(kind, today.year))
    return [name for name in names if name.ends_on >= _since(today) and not any(name.overlaps(p.name) for p in known)]


def _names(kind: PeriodKind, year: int) -> Iterator[PeriodName]:
    for ahead in range(-1, YEARS_AHEAD + 1):
        for number in range(1, PER_YEAR[kind] + 1):
            yield PeriodName(year + ahead, number, kind)


def _since(today: date) -> date:
    """The period before this one may still be opened: its reports may be due now."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=92)


def usual_dates(name: PeriodName, known: Sequence[Period]) -> PeriodDates:
    """As the period of the same name a year before, else as the newest of its kind, else 20 days and 5 of grace."""
    alike = [p for p in known if p.name.kind is name.kind]
    before = next((p for p in alike if (p.name.year, p.name.number) == (name.year - 1, name.number)), None)
    model = before or (alike[-1] if alike else None)
    dates, ends = (model.dates, model.name.ends_on) if model else (USUAL, USUAL_END)
    return PeriodDates(
        name.ends_on + (dates.opens_on - ends), name.ends_on + (dates.closes_on - ends), dates.grace_days
    )
