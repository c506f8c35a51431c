"""The front door: `streamlit run dashboard.py` serves the screens and the plain routes from one process."""

import streamlit as st

from smartcity.web.lifespan import lifespan
from smartcity.web.middleware import middleware
from smartcity.web.routes import routes

app = st.App("smartcity/ui/frame.py", routes=routes(), middleware=middleware(), lifespan=lifespan)
