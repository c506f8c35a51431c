"""Rencana: what does the plan say, and how is it mended?"""

from smartcity.domain.addresses import AddressKey
from smartcity.presentation.labels import entity_label
from smartcity.ui.components.filters import switch
from smartcity.ui.frame import show
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.imports import history
from smartcity.ui.planning import agencies, rows

AGENCY, MASTERPLAN = "agency", "masterplan"

say = show.formatter()
show.headline(say("planning.headline"), say("planning.sub"))
if current_context().is_past:
    show.note(say("planning.past"))
else:
    entity = switch(
        say("planning.part"),
        AddressKey.PART,
        {entity: entity_label(say.words, entity) for entity in (*rows.ENTITIES, AGENCY)},
    )
    if entity != MASTERPLAN and rows.is_adding():
        rows.new_row(entity)
    elif entity == AGENCY:
        agencies.agencies_form()
    else:
        rows.edit_row(entity)
    show.heading(say("planning.history"))
    history(("rencana",))
