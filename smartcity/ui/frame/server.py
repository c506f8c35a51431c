"""Streamlit's server: what the plain routes need of it, what a reader sees where a run fails, words before charts."""

import gc
import json
import time
from collections.abc import Mapping

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.requests import Request
from streamlit import config, runtime
from streamlit.auth_util import get_secrets_auth_section
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from smartcity.domain.errors import instance_of
from smartcity.i18n.words import Words
from smartcity.store.engine import current_engine
from smartcity.store.schema_version import require_current
from smartcity.ui.frame.request_context import language_of_address


def server_address() -> str | None:
    """Where it listens; None is everywhere."""
    configured = config.get_option("server.address")
    return str(configured) if configured else None


class StreamlitProvider:
    """The city's own identity provider, as `[auth]` in Streamlit's secrets names it."""

    cookie = USER_COOKIE_NAME

    def is_set_up(self) -> bool:
        return bool(get_secrets_auth_section())

    def claims(self, request: Request) -> Mapping[str, object] | None:
        """What the provider said of whoever holds this cookie, which Streamlit signed; None without one."""
        value = _get_cookie_value_from_request(request, self.cookie)
        return json.loads(value) if value else None


def pending_bytes() -> Mapping[str, int]:
    """Of the files that browsers have sent, by session."""
    if not runtime.exists():
        return {}
    manager = instance_of(MemoryUploadedFileManager, runtime.get_instance().uploaded_file_mgr)
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(manager.file_storage.items())
    }


IGNORED_MESSAGES = {"clear_cache"}


def is_accepted_message(content: bytes) -> bool:
    """Clearing the caches of all from one browser is not taken; what cannot be read the framework refuses itself."""
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except DecodeError:
        return True
    return message.WhichOneof("type") not in IGNORED_MESSAGES


def show_failure(_error: Exception) -> bool:
    """In place of the framework's page of exceptions; what no screen of ours sends ends here too."""
    st.error(Words(language_of_address()).say("frame.failed"), icon=":material/error:")
    return True


# Two frames: long enough for a browser to paint what it has.
_TO_PAINT = 0.03
_HAVE_WORDS = "have_words"


@st.cache_resource(show_spinner=False)
def check_database(url: str) -> bool:
    """Once per process and database; what refuses is not kept and asked again."""
    require_current(current_engine())
    return bool(url)


@st.cache_resource(show_spinner=False)
def freeze_objects(path: str) -> None:  # noqa: ARG001 - Streamlit keys its cache by `path`
    """Once per process and screen: what it imported and answered leaves the collector's way; `path` is the key."""
    gc.collect()
    gc.freeze()


def wait_for_paint() -> None:
    """Once per session: a browser paints the words of a page it opens before the first chart keeps it busy."""
    if _HAVE_WORDS not in st.session_state:
        st.session_state[_HAVE_WORDS] = True
        time.sleep(_TO_PAINT)
