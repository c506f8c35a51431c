"""Rencana: what does the plan say, and how is it mended?"""

from smartcity.presentation.fields import noun_label
from smartcity.ui import show
from smartcity.ui.filters import switch
from smartcity.ui.imports import history
from smartcity.ui.moment import here
from smartcity.ui.planning import agencies, desk

AGENCY, MASTERPLAN = "agency", "masterplan"

say = show.said()
show.headline(say("planning.headline"), say("planning.sub"))
if here().is_past:
    show.note(say("planning.past"))
else:
    noun = switch(say("planning.part"), "bagian", {noun: noun_label(say.words, noun) for noun in (*desk.NOUNS, AGENCY)})
    if noun != MASTERPLAN and desk.adds():
        desk.new_row(noun)
    elif noun == AGENCY:
        agencies.desk()
    else:
        desk.standing_row(noun)
    history(say("planning.history"), names=("rencana",))
