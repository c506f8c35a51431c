"""Templates of HTML. Their layout is HTML's: a line break is a space within text and nothing at the edge of a block.

What only lays a template out is taken away when it is loaded, so a readable template weighs as much as a dense one.
Where nothing is to stand between two inline parts on two lines, Jinja says so: `{%-` and `-%}`.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

_BLOCKS = (
    "html|head|body|title|meta|link|header|footer|main|section|div|p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td"
    "|form|br|svg|symbol|pattern|rect|line|circle|path|use"
)
_CODE = r"{{.*?}}|{%(?:(?!%}).)*%}|{#.*?#}"
_TAG = rf"<[a-z!/](?:{_CODE}|[^>])*>"
_WHOLE = re.compile(f"{_CODE}|{_TAG}", re.S)
_STATEMENTS = re.compile(r"(?:{%(?:(?!%}).)*%}|{#.*?#})+")
_OPENS, _CLOSES = re.compile(r"{%-? (if|for|call)\b"), re.compile(r"{%-? end(if|for|call)\b")
_CONDITION = re.compile(r"({% if (?:(?!{% else|{% elif).)*)({% endif %})")
_EDGE = re.compile(rf"\s*(</?(?:{_BLOCKS})\b(?:{_CODE}|[^>])*>|{{% (?:end)?(?:macro|block|call)\b(?:(?!%}}).)*%}})\s*")


def environment(folder: Path, **options: Any) -> Environment:
    """Everything escaped, an unknown name an error."""

    def load(name: str) -> tuple[str, str, None]:
        path = folder / name
        return without_layout(path.read_text(encoding="utf-8")), str(path), None

    loader = FunctionLoader(load)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False, **options)


def without_layout(source: str) -> str:
    """Lines of statements alone leave nothing; a line that is said under a condition takes its space with it."""
    lines = _WHOLE.sub(lambda match: _in_one_line(match[0]), source).splitlines()
    return _EDGE.sub(r"\1", "".join(_joined(line.strip() for line in lines if line.strip()))).strip()


def _in_one_line(whole: str) -> str:
    """A tag or an expression; an attribute that stands under a condition takes its space with it."""
    line = re.sub(r"\s*\n\s*", " ", whole)
    if not line.startswith("<") or "{% el" in line:
        return line
    return re.sub(r"\s({% if (?:(?!%}).)*%})", r"\1 ", re.sub(r"\s+(/?>)$", r"\1", line))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Statements of a condition or loop that takes the space before it away give the space of their own lines."""
    takes_space: list[bool] = []
    for line in lines:
        if not _STATEMENTS.fullmatch(line):
            yield _with_space(line)
            continue
        opener, closer = _OPENS.match(line), _CLOSES.match(line)
        if opener:
            takes_space.append(line.startswith("{%-"))
        yield f"{line} " if line.startswith("{%-") or (takes_space and takes_space[-1]) else line
        if closer and takes_space:
            takes_space.pop()


def _with_space(line: str) -> str:
    condition = _CONDITION.fullmatch(line)
    return f"{condition[1]} {condition[2]}" if condition else f"{line} "
