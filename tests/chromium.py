"""Finds a real Chromium, or gets one, or fails with one sentence: screens are never left untested.

The headless shell is wanted, the same engine without a desktop's window around it: a picture costs half as much.
Where it cannot be had, a whole Chromium does as well.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SHELL = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def shell() -> str | None:
    """The path of a headless shell that is there; Playwright's own counts."""
    return shutil.which(SHELL) or _own("chromium_headless_shell-*/*/*headless[-_]shell")


def installed() -> str | None:
    """The path of a browser that is there, the shell first."""
    whole = next((path for name in WHOLE if (path := shutil.which(name))), None)
    return shell() or whole or _own("chromium-*/chrome-linux*/chrome")


def _own(pattern: str) -> str | None:
    browsers = sorted(Path.home().glob(f".cache/ms-playwright/{pattern}"))
    return str(browsers[-1]) if browsers else None


def get() -> None:
    """Debian's when we are root, for it brings the libraries along; then Playwright's own; then a whole one."""
    own, debian = [sys.executable, "-m", "playwright", "install"], ["apt-get", "install", "-y", "-qq"]
    steps = [(shell, [*own, "--only-shell", "chromium"]), (installed, [*own, "chromium"])]
    if shutil.which("apt-get") and os.geteuid() == 0:
        steps = [(shell, ["apt-get", "update", "-qq"]), (shell, [*debian, SHELL]), *steps]
        steps += [(installed, [*debian, "chromium"])]
    for is_there, command in steps:
        if is_there() is None:
            _run(command, seconds=120 if installed() else 600)


def _run(command: list[str], *, seconds: int) -> None:
    """Whatever comes of it: what is there afterwards decides. One that is only the lighter is not waited for long."""
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds)


if __name__ == "__main__":
    if shell() is None:
        get()
    if installed() is None:
        sys.exit("No Chromium was found and none could be installed; on Debian or Ubuntu: apt-get install chromium")
