"""The blocks of HTML, read once: everything in them escaped, people named by office, words without end breakable."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from smartcity.domain.addresses import AddressKey
from smartcity.ui.frame.formatter import office
from smartcity.ui.frame.visitor import may_open

# Longer than the words of our languages: web addresses, names of files, letters without end.
MOST_LETTERS = 30
_IN_TEXT = re.compile(rf"\S{{{MOST_LETTERS + 1},}}")
_IN_HTML = re.compile(rf"[^\s<>\"]{{{MOST_LETTERS + 1},}}")
_PIECE = re.compile(r"(?:&#?\w+;|.){1,15}")
# A place where a line may end, until it is known whether the text stands in a tag.
_BREAK = "\ue000"
_TAG_OR_BREAK = re.compile(rf"<[^>]*>|{_BREAK}")


@cache
def templates() -> Environment:
    folder = Path(__file__).parents[1] / "blocks"
    loader = FileSystemLoader(folder)
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
        finalize=_breakable,
    )
    made.filters["office"] = office
    made.globals["AddressKey"] = AddressKey
    made.tests["open_to_reader"] = may_open
    return made


def rendered(name: str, **values: object) -> str:
    """The block `blocks/<name>.html`; no word makes it wider than its window."""
    html = templates().get_template(f"{name}.html").render(**values)
    return _TAG_OR_BREAK.sub(_placed, html) if _BREAK in html else html


def _breakable(value: object) -> object:
    if not isinstance(value, str) or len(value) <= MOST_LETTERS:
        return value
    if isinstance(value, Markup):
        return Markup(_IN_HTML.sub(_pieces, value))  # noqa: S704 - is markup already; only places to break are added
    return _IN_TEXT.sub(_pieces, value)


def _pieces(word: re.Match[str]) -> str:
    return _BREAK.join(_PIECE.findall(word[0]))


def _placed(match: re.Match[str]) -> str:
    return "<wbr>" if match[0] == _BREAK else match[0].replace(_BREAK, "")
