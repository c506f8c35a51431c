"""What is done once, however many scripts run. Per process: the database is checked, the collector is relieved.

Not in the frame: what it defines is made anew on every run, a cached function's key out of its source as well.
"""

import gc
import time

import streamlit as st

from smartcity.store.engine import current_engine
from smartcity.store.schema_version import require_current

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
