"""Rencana: what does the plan say, and how is it mended?"""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.presentation.labels import entity_label
from smartcity.ui.components.filters import switch
from smartcity.ui.frame import show
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.imports import history
from smartcity.ui.planning import agencies, rows

AGENCY, MASTERPLAN = "agency", "masterplan"

say = show.formatter()


def reorganisation() -> None:
    """One agency at a time; a merger names several. One that has ended stays on the screen that ended it."""
    living = agencies.living_agencies()
    if not living:
        show.note(say("planning.nothing"))
        return
    agency = agencies.agency_chosen(living)
    if agency.code in living:
        agencies.work_note(agency)
        with st.expander(say("reorganise.rename"), icon=":material/edit:"):
            agencies.rename_form(agency)
        with st.expander(say("reorganise.end"), icon=":material/event_busy:"):
            agencies.end_form(agency, living)
    else:
        agencies.ended_note(agency)
    with st.expander(say("reorganise.merge"), icon=":material/merge:"):
        agencies.merge_form(living)


def row(entity: str, row: rows.Row | None) -> None:
    """The fields in two columns; then old and new side by side, the reason and what saves."""
    rows.fields_form(entity, row)
    if entity == "milestone" and row is not None:
        rows.proposals_note(row)
    rows.preview(entity, row)


show.headline(say("planning.headline"), say("planning.sub"))
if current_context().is_past:
    show.note(say("planning.past"))
else:
    names = {entity: entity_label(say.words, entity) for entity in (*rows.ENTITIES, AGENCY)}
    entity = switch(say("planning.part"), AddressKey.PART, names)
    if entity != MASTERPLAN and rows.is_adding():
        row(entity, None)
    elif entity == AGENCY:
        reorganisation()
    elif (chosen := rows.row_chosen(entity)) is not None:
        row(entity, chosen)
    else:
        show.note(say("planning.nothing"))
    show.heading(say("planning.history"))
    history(("rencana",))
