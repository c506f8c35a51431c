"""Every popover that asks something says a no where it was asked: inside, where nothing is hidden behind it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartcity.settings import ROOT

# What runs a command and says its no in the place where it stands.
AT_ONCE = {"run_command", "submit", "run", "_issue"}
# The report keeps its no on the desk and shows it above the form, which the discarding closes.
ELSEWHERE = {("report.py", "discard")}


def popovers() -> Iterator[tuple[Path, ast.Module, ast.FunctionDef, ast.With]]:
    for path in sorted([*ROOT.glob("smartcity/ui/**/*.py"), *ROOT.glob("pages/**/*.py")]):
        if "popover" not in (text := path.read_text()):
            continue
        module = ast.parse(text)
        for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.With) and any("popover" in ast.unparse(item) for item in node.items):
                    yield path, module, function, node


def called(node: ast.AST, module: ast.Module) -> set[str]:
    """Names of what is called in it, and in what of the same module it calls."""
    names = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    own = {one.name: one for one in module.body if isinstance(one, ast.FunctionDef)}
    inner = [called(own[name], module) for name in names & own.keys() if own[name] is not node]
    return names.union(*inner)


FOUND = [pytest.param(*one, id=f"{one[0].name}:{one[2].name}") for one in popovers()]


def test_there_are_popovers_to_look_at() -> None:
    assert len(FOUND) > 10


@pytest.mark.parametrize(("path", "module", "function", "popover"), FOUND)
def test_a_no_is_said_inside(path: Path, module: ast.Module, function: ast.FunctionDef, popover: ast.With) -> None:
    body = ast.Module(popover.body, [])
    names = called(body, module)
    asks = {name for name in names if name.endswith((".button", "form_submit_button"))}
    is_told = "refusal_slot" in names or bool(names & AT_ONCE)
    assert not asks or is_told or (path.name, function.name) in ELSEWHERE
