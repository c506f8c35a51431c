"""A dashboard on a database of one's own, which can be stopped and started again."""

import os
import subprocess
import sys

from smartcity.settings import ROOT
from tests.browser.conftest import free_port, wait_for


class Server:
    """Serves `url` from the moment it is made."""

    def __init__(self, url: str) -> None:
        self.url, self.port = url, free_port()
        self.site = f"http://localhost:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        env = os.environ | {"SMARTCITY_DATABASE_URL": self.url}
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet)
        wait_for(f"{self.site}/sehat", self.process)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
