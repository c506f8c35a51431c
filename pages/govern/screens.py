"""Layar: which walls are there, are they alive, and what do they show?"""

import streamlit as st

from smartcity.ui import walls
from smartcity.ui.frame import show

say = show.formatter()
top, message_place, table = st.container(), st.container(), st.container()

paired = walls.pair_form()
if paired:
    with message_place:
        walls.paired_note(paired)
with table:
    walls.wall_desk(walls.listed())
with top:
    walls.headline(walls.listed())
walls.address_builder()
