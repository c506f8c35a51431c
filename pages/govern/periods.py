"""Periode: what is open, until when, and for whom is it opened again?"""

from smartcity.presentation import sentences
from smartcity.queries import locks
from smartcity.ui import show
from smartcity.ui.answers import ask, standing_on
from smartcity.ui.compliance import open_exceptions
from smartcity.ui.moment import here
from smartcity.ui.new_year import preparing
from smartcity.ui.periods import ending, excepting, moving, opening

say, plan, known = show.said(), standing_on(), ask(locks.calendar)
show.headline(sentences.periods(say, known, plan.period), say("periods.sub"))
if not here().is_past:
    preparing(plan, known)

rows = [(period, period.dates.state(plan.as_of)) for period in reversed(known.periods)]
show.table("periods", "periods", "rows", rows)
open_exceptions(known, plan.agencies)
if not here().is_past:
    opening(known)
    moving(known)
    excepting(known, plan.agencies)
    ending(known, plan.agencies)
