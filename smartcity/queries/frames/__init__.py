"""Tidy tables for analysis, as known at the end of a day: pandas' only place. docs/analysis.md shows a notebook.

Each table has its columns and dtypes without a single row, too. In the docstrings *day* is a local day, datetime64[us];
*instant* is datetime64[us] in the plan's zone; *category* holds the words of the code (`on_track`, `late`), all of
them whether they occur or not. Shares are the nearest doubles of exact fractions, 0…1, never rounded; unknown is NaN or
NaT, never 0. Whatever has a status has it from the domain.
"""

from smartcity.queries.frames.facts import readings, updates
from smartcity.queries.frames.months import agency_months, dimension_months
from smartcity.queries.frames.plan import milestones, programmes

__all__ = ["agency_months", "dimension_months", "milestones", "programmes", "readings", "updates"]
