"""Words the terminal does not know, or misses; and what a verb need not read."""

import os
import subprocess
import sys

import pytest

from smartcity.i18n.words import Words
from smartcity.settings import ROOT
from tests.workbooks import command

SAY = Words("id").say


@pytest.mark.parametrize(
    ("typed", "key", "place", "name"),
    [
        ("nonsense", "terminal.usage", "", ""),
        ("import --foo", "terminal.usage", " import", ""),
        ("verify-log x", "terminal.usage", " verify-log", ""),
        ("account nonsense", "terminal.usage", " account", ""),
        ("import --undo abc", "terminal.usage.value", " import", "--undo"),
        ("import --undo 0", "terminal.usage.value", " import", "--undo"),
    ],
)
def test_what_is_not_understood_gets_one_sentence(typed: str, key: str, place: str, name: str) -> None:
    result = command(*typed.split())
    sentence = SAY(key, path=f"smartcity{place}", name=name)
    assert (result.exit_code, result.stderr.strip(), result.stdout) == (1, sentence, "")


@pytest.mark.parametrize("typed", ["", "account", "--help", "import --help"])
def test_help_is_no_failure(typed: str) -> None:
    result = command(*typed.split())
    assert (result.exit_code, result.stderr.strip()) == (0, "")
    assert "--help" in result.stdout


def test_a_verb_reads_nothing_of_the_screens(sqlite_url: str) -> None:
    """Half of a verb's start would go into the framework and its charts."""
    heavy = "{'streamlit', 'plotly', 'pandas', 'playwright'}"
    text = f"atexit.register(lambda: print(sorted({heavy} & sys.modules.keys())))"
    script = f"import atexit, sys; from smartcity.__main__ import cli; {text}; cli()(['verify-log'])"
    env = os.environ | {"SMARTCITY_DATABASE_URL": sqlite_url}
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "[]"
