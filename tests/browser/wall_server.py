"""The wall's own routes served from a thread of the test, quick to stop and to start again on the same port."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from smartcity.web.routes import routes


@contextmanager
def serving(port: int) -> Iterator[str]:
    """The address, while the block lasts. The database is that of the environment, asked anew by every request."""
    config = uvicorn.Config(Starlette(routes=routes()), port=port, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server ended before it answered"
        time.sleep(0.01)
    try:
        yield f"http://localhost:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
