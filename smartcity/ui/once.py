"""What is done once per process, however many scripts run: the database is checked, the collector is relieved.

Not in the frame: what it defines is made anew on every run, a cached function's key out of its source as well.
"""

import gc

import streamlit as st

from smartcity.store.current import current_engine
from smartcity.store.migration import require_current


@st.cache_resource(show_spinner=False)
def checked(url: str) -> bool:
    """Once per process and database; what refuses is not kept and asked again."""
    require_current(current_engine())
    return bool(url)


@st.cache_resource(show_spinner=False)
def settled(path: str) -> None:
    """Once per process and screen: what it imported and answered leaves the collector's way; `path` is the key."""
    gc.collect()
    gc.freeze()
