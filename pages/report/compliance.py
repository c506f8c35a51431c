"""Kepatuhan: who has reported?"""

from smartcity.domain.roles import Act
from smartcity.presentation import sentences
from smartcity.queries import locks
from smartcity.ui import show
from smartcity.ui.actor import may
from smartcity.ui.answers import ask, standing_on
from smartcity.ui.compliance import matrix, open_exceptions, own, reminder_desk, standings, waiting
from smartcity.ui.moment import here

plan, say, moment = standing_on(), show.said(), here()
rows = standings()

show.headline(sentences.agencies(say, plan), waiting(rows))
mine = own(rows)
if may(Act.REMIND) and not moment.is_past:
    reminder_desk(rows)
if rows:
    show.heading(say("compliance.league"), say("compliance.sub"))
    matrix(rows, mine)
    open_exceptions(ask(locks.calendar), plan.agencies)
else:
    show.note(say("compliance.none"))
