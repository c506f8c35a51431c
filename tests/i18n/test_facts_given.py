"""P11 as a kind: a text is never said with a place left unfilled, neither when it runs nor as the code stands."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from smartcity.i18n.catalog import LANGUAGES, messages
from smartcity.i18n.words import Words
from smartcity.settings import ROOT
from tests.syntax import tree

FOLDERS = ("smartcity", "pages")
PLACES: Mapping[str, set[str]] = {
    key: set(re.findall(r"\{(\w+)", text)) for key, text in messages("id").items() if "{" in text
}
# Keys that are handed on to be filled by whoever receives them.
FILLED_LATER = {"label", "label_key"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_with_a_place_left_over_raises(language: str) -> None:
    say = Words(language).say  # type: ignore[arg-type]
    assert len(PLACES) > 300
    for key, names in PLACES.items():
        for given in ({}, {"nothing": 1}, dict.fromkeys(sorted(names)[1:], 1)):
            with pytest.raises(KeyError):
                say(key, **given)
        assert "{" not in say(key, **dict.fromkeys(names, 1))


def of_python() -> Iterator[tuple[str, str, set[str]]]:
    """File, key, names given: calls with a literal key and no `**`."""
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                key, names = node.args[0].value, {word.arg for word in node.keywords}
                if key in PLACES and None not in names and _says(node.func):
                    yield f"{path.name}:{node.lineno}", str(key), {name for name in names if name}


def _says(called: ast.expr) -> bool:
    """`say(…)`, `words.say(…)`, `show.said()(…)`."""
    if isinstance(called, ast.Name):
        return called.id in ("say", "s")
    if isinstance(called, ast.Attribute):
        return called.attr in ("say", "sentence")
    return isinstance(called, ast.Call)


def of_templates() -> Iterator[tuple[str, str, set[str]]]:
    parse = Environment(autoescape=True).parse
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.html")):
        for call in parse(_read(path)).find_all(nodes.Call):
            first = call.args[0] if call.args else None
            is_said = isinstance(call.node, nodes.Name) and call.node.name in ("s", "say")
            if is_said and isinstance(first, nodes.Const) and first.value in PLACES and call.dyn_kwargs is None:
                yield f"{path.name}:{call.lineno}", first.value, {word.key for word in call.kwargs}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_whoever_says_a_text_gives_all_its_facts() -> None:
    calls = [*of_python(), *of_templates()]
    assert len(calls) > 300
    assert [(place, key) for place, key, names in calls if not PLACES[key] <= names] == []
