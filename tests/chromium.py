"""Finds a real Chromium, or gets one, or fails with one sentence: screens are never left untested."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """The path of a browser that is there; Playwright's own counts."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def get() -> None:
    """Playwright's own first, then Debian's when we are root."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        commands += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in commands:
        if installed() is None:
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)


if __name__ == "__main__":
    if installed() is None:
        get()
    if installed() is None:
        sys.exit("No Chromium was found and none could be installed; on Debian or Ubuntu: apt-get install chromium")
