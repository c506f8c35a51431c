"""The front door: `streamlit run dashboard.py` serves the screens and the plain routes from one process."""

import streamlit as st

from smartcity.ui.frame import assets, header, server, sitemap
from smartcity.web.lifespan import lifespan_with
from smartcity.web.middleware import Framework, middleware
from smartcity.web.readiness import refuse_unsafe_start
from smartcity.web.routes import routes, screen_routes
from smartcity.web.static_files import immutable_route

refuse_unsafe_start(server.server_address())
own_files = [
    immutable_route(assets.STYLE_ADDRESS, assets.SHEET, "text/css"),
    immutable_route(assets.SCRIPT_ADDRESS, assets.SCRIPT, "text/javascript"),
]
screens = screen_routes(map(sitemap.address, sitemap.SCREENS), header.opening, assets.STYLE_ADDRESS)
app = st.App(
    "smartcity/ui/run.py",
    routes=[*routes(server.StreamlitProvider()), *own_files, *screens],
    middleware=middleware(Framework(server.pending_bytes, server.is_accepted_message)),
    lifespan=lifespan_with(("smartcity.ui.frame.portfolio", "smartcity.ui.components.chart_data")),
    on_script_error=server.show_failure,
)
