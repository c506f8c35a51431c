"""One indicator for its workbook: every quarter with its target and its reading, for the city and by area."""

from smartcity.domain.outcomes import Outcome
from smartcity.exchange.columns import columns
from smartcity.exchange.figure_book import Kind, Sheet
from smartcity.presentation.said import Said


def quarters(say: Said, found: Outcome) -> Sheet:
    """Newest first, as on the screen; a quarter without a reading stays, empty."""
    named = ("quarter", "quarter_reading", "quarter_target", "checked")
    rows = [
        (
            say.covered(q.period, q.span),
            say.measured(q.reading) if q.reading else None,
            say.goal(q.goal) if q.goal else None,
            say("reading.verified" if q.is_verified else "reading.waiting") if q.reading else None,
            q.recorded_at.date() if q.recorded_at else None,
            q.note,
            q.reason,
        )
        for q in reversed(found.rows)
    ]
    texts = ((name, Kind.TEXT) for name in named)
    more = (("read_on", Kind.DAY), ("note", Kind.TEXT), ("reading_reason", Kind.TEXT))
    return Sheet(say("indicator.quarters"), columns(say, *texts, *more), rows)


def areas(say: Said, found: Outcome) -> Sheet:
    """What was read in each area, quarter by quarter."""
    named = ("area", "quarter", "quarter_reading", "checked")
    rows = [
        (
            part.area,
            say.covered(part.period, part.span),
            say.measured(part.reading),
            say("reading.verified" if part.is_verified else "reading.waiting"),
        )
        for part in found.areas
    ]
    return Sheet(say("indicator.areas"), columns(say, *((name, Kind.TEXT) for name in named)), rows)
