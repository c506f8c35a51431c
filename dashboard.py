"""The front door: `streamlit run dashboard.py` serves the screens and the plain routes from one process."""

import streamlit as st

from smartcity.ui import server
from smartcity.web.lifespan import lifespan
from smartcity.web.middleware import middleware
from smartcity.web.openness import refuse_open_samples
from smartcity.web.routes import routes

refuse_open_samples(server.address())
app = st.App(
    "smartcity/ui/frame.py", routes=routes(server.StreamlitProvider()), middleware=middleware(), lifespan=lifespan
)
