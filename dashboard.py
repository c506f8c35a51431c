"""The front door: `streamlit run dashboard.py` serves the screens and the plain routes from one process."""

import streamlit as st

from smartcity.ui import download, failure, script, server, style
from smartcity.web.files import lasting_route
from smartcity.web.lifespan import lifespan
from smartcity.web.middleware import Framework, middleware
from smartcity.web.openness import refuse_bad_settings, refuse_open_hosts, refuse_open_samples
from smartcity.web.routes import routes

refuse_bad_settings()
refuse_open_samples(server.address())
refuse_open_hosts(server.address())
own_files = [
    lasting_route(style.ADDRESS, style.SHEET, "text/css"),
    lasting_route(script.ADDRESS, script.SCRIPT, "text/javascript"),
]
app = st.App(
    "smartcity/ui/frame.py",
    routes=[*routes(server.StreamlitProvider(), download.OFFERS), *own_files],
    middleware=middleware(Framework(server.StreamlitUploads(), server.is_taken_message), style.ADDRESS),
    lifespan=lifespan,
    on_script_error=failure.say_sorry,
)
