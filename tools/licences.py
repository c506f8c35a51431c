"""`make licences`: writes docs/licences.md, a line for every package that the product needs at run time."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAD = """# Licences

What `requirements.lock` installs, with the licence each package states of itself. Written by `make licences`.

| package | version | licence |
|---|---|---|
"""


def locked() -> set[str]:
    """The names in the lock file, as pip normalises them."""
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    matches = (re.match(r"([A-Za-z0-9._-]+)==", line) for line in lines)
    return {normal(match[1]) for match in matches if match}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(python: str) -> None:
    command = [sys.executable, "-m", "piplicenses", "--python", python, "--format", "json", "--with-system"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - typed by whoever runs it
    packages = json.loads(listed.stdout)
    names = locked()
    rows = sorted((normal(p["Name"]), p["Version"], p["License"]) for p in packages if normal(p["Name"]) in names)
    table = "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in rows)
    (ROOT / "docs" / "licences.md").write_text(HEAD + table)


if __name__ == "__main__":
    main(sys.argv[1])
