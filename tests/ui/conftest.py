"""What every visit of a screen shares."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from smartcity.settings import settings
from smartcity.ui.frame import cache, portfolio, server
from tests.copies import original_of
from tests.plan import build


@pytest.fixture
def miniature(engine: Engine, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The miniature plan, which the settings name, with a folder for evidence."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "bukti"))
    build(engine)
    return engine


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Streamlit looks through all installed packages at every `AppTest`; they stay the same during a run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            manifest_scanner, "scan_component_manifests", functools.cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def scripts_compiled_once() -> Iterator[None]:
    """Each `AppTest` compiles the frame and its page anew; a server does it once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(local_script_runner, "ScriptCache", functools.cache(ScriptCache))
        yield


@pytest.fixture(scope="session", autouse=True)
def copies_answered_once() -> Iterator[None]:
    """What one copy of a database answered, the next one need not; questions of the present, each does."""

    with pytest.MonkeyPatch.context() as patched:
        for module in (cache, portfolio):
            patched.setattr(module, "database", lambda: original_of(settings().database_url))
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_to_paint() -> Iterator[None]:
    """No browser waits for its first words here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(server, "_TO_PAINT", 0)
        yield


@pytest.fixture(scope="session", autouse=True)
def runs_waited_for() -> Iterator[None]:
    """`AppTest` looks a thousand times a second whether a run has ended, and keeps it from running; this waits."""

    def wait(runner: LocalScriptRunner, timeout: float) -> None:
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        if not runner.script_stopped():
            runner.request_stop()
            raise RuntimeError(f"The run took more than {timeout} s")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield
