"""The front door: `streamlit run dashboard.py` serves the screens and the plain routes from one process."""

import streamlit as st

from smartcity.ui import server, style
from smartcity.web.files import sheet_route
from smartcity.web.lifespan import lifespan
from smartcity.web.middleware import middleware
from smartcity.web.openness import refuse_bad_settings, refuse_open_samples
from smartcity.web.routes import routes

refuse_bad_settings()
refuse_open_samples(server.address())
app = st.App(
    "smartcity/ui/frame.py",
    routes=[*routes(server.StreamlitProvider()), sheet_route(style.ADDRESS, style.SHEET)],
    middleware=middleware(style.ADDRESS),
    lifespan=lifespan,
)
