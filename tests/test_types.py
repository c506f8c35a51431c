"""The types of the whole project, checked beside the other tests."""

import subprocess
import sys

from smartcity.settings import ROOT


def test_every_type_is_right() -> None:
    found = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
