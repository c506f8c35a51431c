"""Words the terminal does not know, or misses."""

import pytest

from smartcity.i18n.speech import Words
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
        ("generate", "terminal.usage.value", " generate", "URL"),
    ],
)
def test_what_is_not_understood_gets_one_sentence(typed: str, key: str, place: str, name: str) -> None:
    result = command(*typed.split())
    told = SAY(key, path=f"smartcity{place}", name=name)
    assert (result.exit_code, result.stderr.strip(), result.stdout) == (1, told, "")


@pytest.mark.parametrize("typed", ["", "account", "--help", "import --help"])
def test_help_is_no_failure(typed: str) -> None:
    result = command(*typed.split())
    assert (result.exit_code, result.stderr.strip()) == (0, "")
    assert "--help" in result.stdout
