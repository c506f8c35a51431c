"""Names are the field's words: no retired word of the table is the name of anything of ours.

Looked at are modules, classes, functions, parameters, attributes, values of modules and import aliases. Locals only
where the word says nothing about the value it holds (`told`, `found`, `noun`: what was told?) or where the field has
another word for the thing (`ball`: blocker, `duty`: reporting task). Plain English words of the table (`one`, `here`,
`paper`) are retired as functions alone; `known`, `written`, `stage`, `block` and the like may be locals.

Columns of tables are stored names and stay; which these are is asked of the tables. No field of a frozen document is
named by a retired word: where a key of older documents is, the field has another name (store/snapshot_documents.py).
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from smartcity.store import tables
from tests.syntax import tree

ROOT = Path(__file__).parent.parent
# The left column of the table of words, and what the thing is called.
RETIRED = {
    "told Told said Said standing found kept held": "what it is: claim, update, report, row, programme",
    "ball Ball balls bola": "dependencies, Blocker, blocked_by",
    "swing Swing swings Swung": "health_changes",
    "duty Duty duties": "reporting_tasks",
    "ground Ground spot Spot stage Stage": "ReportContext, FieldRef, MilestoneState",
    "objection objections doubt Doubt doubts": "validation, Violation; Anomaly",
    "plan_nouns fact_nouns noun Noun nouns": "EntitySpec, entity; import_schema",
    "Known sees overlay": "AsOf, visible, HistoricalValues",
    "standing_on": "load_portfolio(), current_portfolio()",
    "ask known ask_now derived draw written": "cache: query, query_latest, query_uncached, derive, chart, fragment",
    "Moment moment": "RequestContext, current_context()",
    "tried perform press carry_out": "run_command, submit, on_click",
    "Drawing drawing pictures inked": "Chart, chart_data, base_figure",
    "Figures frozen thawed": "PortfolioSnapshot, to_json, from_json",
    "knock enter door": "record_attempt, sign_in, auth, login_throttle",
    "promptness openness forgery callers shelf Shelf": "tcp_nodelay, startup_checks, csrf, proxies, GzipCache",
    "kinds bands ahead texts": "enums, thresholds, due_dates, text",
    "lasting block scripted": "render_cached, render, render_script",
}
INSTEAD = {word: instead for words, instead in RETIRED.items() for word in words.split()}
AS_FUNCTIONS = {"one": "what it is", "here": "current_context()", "paper": "base_figure"}
NOR_AS_LOCALS = {
    *("told", "said", "standing", "found", "kept", "held", "ball", "balls", "swing", "swings", "duty", "duties"),
    *("spot", "objection", "objections", "doubt", "doubts", "noun", "nouns", "inked", "knock", "lasting", "shelf"),
}
# "commands/changes" is the module of requests; `changes` is the difference of two days.
RETIRED_MODULES = {"smartcity/commands/changes.py", "smartcity/commands/plan/changes.py"}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def columns() -> set[tuple[str, str]]:
    """Table class and column."""
    classes = [value for value in vars(tables).values() if hasattr(value, "__table__")]
    return {(of_table.__name__, column.key) for of_table in classes for column in of_table.__table__.columns}


def names(tree: ast.AST, owner: ast.AST | None = None) -> Iterator[tuple[str, str, int]]:
    """What is named, its name and its line; `owner` is the module, class or function around it."""
    for node in ast.iter_child_nodes(tree):
        inner = owner
        if isinstance(node, ast.ClassDef):
            yield "class", node.name, node.lineno
            inner = node
        elif isinstance(node, FUNCTIONS):
            yield "function", node.name, node.lineno
            inner = node
        elif isinstance(node, ast.arg):
            yield "parameter", node.arg, node.lineno
        elif isinstance(node, ast.alias) and node.asname:
            yield "alias", node.asname, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            kind = f"field of {owner.name}" if isinstance(owner, ast.ClassDef) else "local" if owner else "value"
            yield kind, node.id, node.lineno
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield "local", node.name, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield "attribute", node.attr, node.lineno
        yield from names(node, inner)


def is_retired(kind: str, name: str) -> bool:
    if kind == "local":
        return name in NOR_AS_LOCALS
    return name in INSTEAD or (kind == "function" and name in AS_FUNCTIONS)


def retired_names(tree: ast.AST) -> list[tuple[str, str, int]]:
    stored = {(f"field of {owner}", column) for owner, column in columns()}
    return [each for each in names(tree) if is_retired(*each[:2]) and each[:2] not in stored]


def files() -> list[Path]:
    folders = ("smartcity", "pages", "tools", "tests")
    return [ROOT / "dashboard.py", *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]


def test_no_name_is_a_retired_word() -> None:
    retired = []
    for path in files():
        place = str(path.relative_to(ROOT))
        retired += [f"{place}: module" for part in path.relative_to(ROOT).with_suffix("").parts if part in INSTEAD]
        retired += [f"{place}: module"] if place in RETIRED_MODULES else []
        retired += [
            f"{place}:{line}: {kind} {name}, but {INSTEAD.get(name) or AS_FUNCTIONS[name]}"
            for kind, name, line in retired_names(tree(path))
        ]
    assert retired == []


def template_names(source: str) -> Iterator[tuple[str, str]]:
    """What a template asks for, sets, goes through and takes; and its macros, which are functions."""
    tree = Environment(autoescape=True).parse(source)
    yield from {("local", node.name): None for node in tree.find_all(nodes.Name)}
    yield from (("function", node.name) for node in tree.find_all(nodes.Macro))


def test_no_name_in_a_template_is_a_retired_word() -> None:
    templates = sorted((ROOT / "smartcity").rglob("*.html"))
    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path in templates
        for kind, name in template_names(path.read_text())
        if is_retired(kind, name)
    ] == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("{{ told }}", 1),
        ("{% set told = 1 %}", 1),
        ("{% for told, noun in rows %}{% endfor %}", 2),
        ("{% macro one(told) %}{% endmacro %}", 2),
        ("{{ row.told }}{% for one in rows %}{% endfor %}", 0),
    ],
)
def test_every_name_of_a_template_is_looked_at(source: str, count: int) -> None:
    assert sum(is_retired(*each) for each in template_names(source)) == count


@pytest.mark.parametrize(
    "source",
    [
        "class Told: pass",
        "def told(): pass",
        "def here(): pass",
        "async def read(*, told): pass",
        "def read(**told): pass",
        "read = lambda told: told",
        "class Row:\n    told: int",
        "class Row:\n    told = 1",
        "class Row:\n    def read(self):\n        self.told = 1",
        "import row as told",
        "from row import rows as told",
        "told = 1",
        "ask = 1",
        "def read():\n    told = 1",
        "def read():\n    return [told for told in rows]",
        "def read():\n    with rows as told: pass",
        "try: pass\nexcept ValueError as told: pass",
        "def read():\n    while told := rows: pass",
    ],
)
def test_every_kind_of_name_is_looked_at(source: str) -> None:
    assert len(retired_names(ast.parse(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "def read(one, here):\n    known = [paper for paper in one]",
        "row.told(told=1)",
        "class PlanChange:\n    noun: str",
    ],
)
def test_plain_words_uses_and_columns_are_none(source: str) -> None:
    assert retired_names(ast.parse(source)) == []
