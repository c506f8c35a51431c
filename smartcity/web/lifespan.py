"""What happens once, before the first visitor: heavy modules are imported and taken out of the collector's way."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

# Streamlit collects garbage after every script run; what is frozen here is not looked at again.
HEAVY = ("pandas", "plotly.graph_objects", "babel.dates", "jinja2", "smartcity.ui.answers", "smartcity.ui.pictures")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    for name in HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    yield
