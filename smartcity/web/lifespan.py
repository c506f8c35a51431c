"""What happens once: heavy modules leave the collector's way before the first visitor, the worker of jobs starts and
stops, the database is left last."""

import asyncio
import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from smartcity.jobs.registry import HANDLERS
from smartcity.jobs.worker import Worker
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.web.promptness import answer_at_once

# Streamlit collects garbage after every script run; what is frozen here is not looked at again.
HEAVY = ("pandas", "plotly.graph_objects", "babel.dates", "jinja2", "smartcity.ui.answers", "smartcity.ui.pictures")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    for name in HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    answer_at_once()
    worker = Worker(HANDLERS) if settings().jobs else None
    if worker:
        worker.start()
    yield
    if worker:
        await asyncio.to_thread(worker.stop)
    current_engine().dispose()  # SQLite takes its write-ahead file into the database when the last one leaves
