"""What would lift an agency to its next step in the league of reporting, and where it would stand then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from smartcity.domain.compliance import Row, placed
from smartcity.domain.kinds import Reporting


class Climb(StrEnum):
    """Send on time, or at least within the grace days; ask for an exception; be on time again; stay so."""

    SEND = "send"
    SEND_LATE = "send_late"
    ASK = "ask"
    BE_ON_TIME = "be_on_time"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class NextStep:
    """`count` reports to send by the day `by`, or periods to be on time in; places count from 1."""

    climb: Climb
    count: int
    standing: Reporting
    place: int
    place_then: int
    of: int
    by: date | None = None


def next_step(rows: Sequence[Row], mine: Row, today: date, *, excepted_until: date | None = None) -> NextStep | None:
    """`rows` is the league, `mine` one of them; None where nothing was ever owed."""
    if not mine.owed:
        return None
    if mine.now.waiting:
        return _sending(rows, mine, today, excepted_until)
    behind = [place for place, cell in enumerate(mine.cells, start=1) if cell.owing and not cell.is_on_time]
    # What is reported and not due yet is one of the periods that push a slip out of the count.
    ahead = sum(cell.is_on_time and cell.period.dates.closes_on >= today for cell in mine.cells)
    if not behind or behind[-1] <= ahead:
        return _step(rows, mine, mine, Climb.KEEP, 0)
    clean = tuple(replace(cell, standing=Reporting.ON_TIME) if cell.owing else cell for cell in mine.cells)
    return _step(rows, mine, replace(mine, cells=clean), Climb.BE_ON_TIME, behind[-1] - ahead)


def _sending(rows: Sequence[Row], mine: Row, today: date, excepted_until: date | None) -> NextStep:
    """While the period is open everything given so far came on time; what a locked period still takes is late."""
    now, dates = mine.now, mine.now.period.dates
    climb: Climb = Climb.SEND
    by: date | None = dates.closes_on
    if today > dates.closes_on:
        climb, by = Climb.SEND_LATE, dates.last_day
    if dates.is_locked(today):
        climb, by = (Climb.SEND_LATE, excepted_until) if excepted_until else (Climb.ASK, None)
    reached = Reporting.ON_TIME if climb is Climb.SEND else Reporting.LATE
    then = replace(mine, cells=(*mine.cells[:-1], replace(now, standing=reached, waiting=())))
    return _step(rows, mine, then, climb, len(now.waiting), by)


def _step(rows: Sequence[Row], mine: Row, then: Row, climb: Climb, count: int, by: date | None = None) -> NextStep:
    """Where it would stand, the others staying as they are."""
    moved = placed([then if row is mine else row for row in rows])
    place, place_then = rows.index(mine) + 1, moved.index(then) + 1
    return NextStep(climb, count, then.now.standing, place, place_then, len(rows), by)
