"""Layar: which walls are there, are they alive, and what do they show?"""

import streamlit as st

from smartcity.ui import walls
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.plain_text import plain_sentence

say = show.formatter()

top, message, table = st.container(), st.container(), st.container()
show.heading(say("walls.pair"))
paired = walls.pair_form()
if paired:
    message.success(plain_sentence(say("walls.paired", name=paired)), icon=":material/tv:")
with table:
    if devices := walls.listed():
        rows = st.container()
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            device = walls.device_choice(devices)
            walls.rename(device)
            walls.revoke(device)
        with rows:
            listing(walls.wall_table())
with top:
    show.headline(*walls.headline())
    if waiting := walls.waiting_count():
        show.note(say("walls.waiting", count=waiting))
show.heading(say("walls.build"), say("walls.build.note"))
walls.address_builder()
