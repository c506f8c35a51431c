"""The planned curve and the physical percentages of a programme as a sheet of figures."""

from smartcity.domain.plan import Programme
from smartcity.domain.precision import reported_in_file
from smartcity.exchange.columns import columns
from smartcity.exchange.figure_book import Kind, Sheet
from smartcity.presentation.said import Said


def physical_values(say: Said, programme: Programme) -> Sheet:
    """A row for every day of the curve and of a report; blank where nothing is planned or reported for it."""
    facts = programme.physical
    rows = [
        (
            row.day,
            reported_in_file(row.planned),
            reported_in_file(row.reported.percent if row.reported else None),
            say("reading.verified" if row.reported.is_verified else "reading.waiting") if row.reported else None,
        )
        for row in (facts.rows_by(facts.days[-1]) if facts.days else ())
    ]
    listed = (("by_day", Kind.DAY), ("planned_physical", Kind.PERCENT), ("realised_physical", Kind.PERCENT))
    return Sheet(say("physical.name"), columns(say, *listed, ("checked", Kind.TEXT)), rows)
