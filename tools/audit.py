"""`make audit`: asks the public list of known flaws about everything locked, and says what it could not ask.

Ends with status 1 when a flaw is known, else with 0.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parent.parent / "requirements-dev.lock"
LONGEST_SECONDS = 300


def asked() -> tuple[list[dict[str, Any]], str]:
    """The packages as pip-audit tells of them, and what it complained about."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip"]
    try:
        run = subprocess.run(  # noqa: S603 - a fixed command on the own lock file
            [*command, "--format", "json"], capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS
        )
    except subprocess.TimeoutExpired:
        return [], f"no answer within {LONGEST_SECONDS} s"
    try:
        packages: list[dict[str, Any]] = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError):
        return [], run.stderr.strip().splitlines()[-1] if run.stderr.strip() else "no answer"
    return packages, ""


def main() -> int:
    packages, complaint = asked()
    audited = [package for package in packages if "skip_reason" not in package]
    flawed = [package for package in audited if package["vulns"]]
    for package in flawed:
        names = ", ".join(flaw["id"] for flaw in package["vulns"])
        print(f"{package['name']} {package['version']}: {names}")
    print(f"{len(audited)} packages audited, {len(flawed)} with known flaws, {len(packages) - len(audited)} not asked.")
    if not audited:
        why = complaint or packages[0]["skip_reason"]
        print(f"Nothing could be audited: the list of known flaws was not reached ({why}).")
    return 1 if flawed else 0


if __name__ == "__main__":
    sys.exit(main())
