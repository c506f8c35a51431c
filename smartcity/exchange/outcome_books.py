"""One indicator for its workbook: every quarter with its target, its reading and who has looked at it."""

from smartcity.domain.outcomes import Outcome
from smartcity.exchange.columns import columns
from smartcity.exchange.figure_book import Kind, Sheet
from smartcity.telling.said import Said


def quarters(say: Said, found: Outcome) -> Sheet:
    """Newest first, as on the screen; a quarter without a reading stays, empty."""
    named = ("quarter", "quarter_reading", "quarter_target", "checked")
    rows = [
        (
            say.period(q.period),
            say.measured(q.reading) if q.reading else None,
            say.goal(q.goal) if q.goal else None,
            say("reading.verified" if q.is_verified else "reading.waiting") if q.reading else None,
            q.recorded_at.date() if q.recorded_at else None,
            q.note,
        )
        for q in reversed(found.quarters)
    ]
    texts = ((name, Kind.TEXT) for name in named)
    more = (("read_on", Kind.DAY), ("note", Kind.TEXT))
    return Sheet(say("indicator.quarters"), columns(say, *texts, *more), rows)
