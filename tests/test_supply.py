"""What is installed is what was locked: every requirement at its version, every package with its hashes."""

import re
from importlib.metadata import version

import pytest
from packaging.markers import Marker

from smartcity.settings import ROOT

LOCKED = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, str]:
    """Version by package, for this platform; a line of the file that is none of a package with hashes fails."""
    text = (ROOT / file).read_text()
    assert LOCKED.sub("", text).strip() == ""
    matches = LOCKED.findall(text)
    return {normal(name): number for name, number, marker, _ in matches if not marker or Marker(marker).evaluate()}


def wanted(file: str) -> dict[str, str]:
    lines = [line for line in (ROOT / file).read_text().splitlines() if "==" in line]
    return {normal(line.split("==")[0].split("[")[0]): line.split("==")[1] for line in lines}


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_every_requirement_is_locked_at_its_version(kind: str) -> None:
    assert wanted(f"{kind}.txt").items() <= locked(f"{kind}.lock").items()


def test_development_is_locked_on_top_of_the_runtime() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_what_is_installed_is_what_is_locked() -> None:
    versions = locked("requirements-dev.lock")
    assert {name: version(name) for name in versions} == versions


def test_every_package_of_the_runtime_has_a_licence() -> None:
    lines = (ROOT / "docs" / "licences.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]
    assert {name: number for name, number, _ in rows} == locked("requirements.lock")
    assert all(licence and licence != "UNKNOWN" for *_, licence in rows)
