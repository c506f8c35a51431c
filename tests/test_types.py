"""The types of the whole project, checked beside the other tests."""

import subprocess
import sys

from smartcity.settings import ROOT


def test_every_type_is_right() -> None:
    result = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
