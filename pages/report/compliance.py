"""Kepatuhan: who has reported?"""

from smartcity.domain.access.roles import Act
from smartcity.presentation import headlines
from smartcity.queries import compliance
from smartcity.ui.compliance import (
    awaited_names,
    league_table,
    open_exceptions,
    own_reporting,
    reminder_desk,
    reporting_league,
)
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may

plan, say, context = current_portfolio(), show.formatter(), current_context()
rows = reporting_league()

show.headline(headlines.agencies(say, plan), awaited_names(rows))
mine = own_reporting(rows)
if may(Act.REMIND) and not context.is_past:
    reminder_desk(rows)
if rows:
    show.heading(say("compliance.league"), say("compliance.sub"))
    league_table(rows, mine)
    open_exceptions(query(compliance.reporting_calendar), plan.agencies)
else:
    show.note(say("headline.agencies.no_period"))
