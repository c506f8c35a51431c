"""How Streamlit's server is set up: what the plain routes need to know of it, without knowing Streamlit."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from streamlit import config
from streamlit.auth_util import get_secrets_auth_section
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME


def address() -> str | None:
    """Where it listens; None is everywhere."""
    found = config.get_option("server.address")
    return str(found) if found else None


class StreamlitProvider:
    """The city's own identity provider, as `[auth]` in Streamlit's secrets names it."""

    cookie = USER_COOKIE_NAME

    def is_set_up(self) -> bool:
        return bool(get_secrets_auth_section())

    def claims(self, request: Request) -> Mapping[str, object] | None:
        """What the provider said of whoever holds this cookie, which Streamlit signed; None without one."""
        value = _get_cookie_value_from_request(request, self.cookie)
        return json.loads(value) if value else None
