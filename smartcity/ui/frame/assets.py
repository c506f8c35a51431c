"""What screens are made of beside Python: templates of blocks, the stylesheet and the script."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from smartcity.charts.theme import DARK, LIGHT, PALE, Theme, declared, plain_colours, tones
from smartcity.domain.addresses import AddressKey
from smartcity.presentation.templates import environment
from smartcity.ui.frame.formatter import office
from smartcity.ui.frame.visitor import may_open

UI = Path(__file__).parents[1]
SHEETS = ("frame/style.css", "meetings/meeting.css")


def _colours(theme: Theme) -> dict[str, str]:
    text_colours = {name: tone.text for name, tone in tones(theme)}
    fills = {f"{name}-fill": tone.fill for name, tone in tones(theme)}
    return plain_colours(theme) | text_colours | fills


def _either() -> dict[str, str]:
    """Both colours under one name: where the browser knows how, they follow the page when evening turns it dark."""
    dark = _colours(DARK)
    return {name: f"light-dark({light},{dark[name]})" for name, light in _colours(LIGHT).items()}


def _stylesheet() -> str:
    plain = f":root{{--pale:{PALE};{declared(_colours(LIGHT))}}}"
    older = f"@media (prefers-color-scheme:dark){{:root{{{declared(_colours(DARK))}}}}}"
    newer = f"@supports (color:light-dark(red,red)){{:root{{{declared(_either())}}}}}"
    rules = "".join(f".{name}{{color:var(--{name});--fill:var(--{name}-fill)}}" for name, _ in tones(LIGHT))
    return plain + older + newer + rules + "".join((UI / name).read_text() for name in SHEETS)


SHEET = _stylesheet()
STYLE_ADDRESS = f"/gaya/{sha256(SHEET.encode()).hexdigest()[:12]}.css"
STYLE = f'<style>@import url("{STYLE_ADDRESS}");</style>'


SCRIPTS = ("frame/page.js", "components/tables.js", "frame/line.js", "components/typing.js", "components/photos.js")
SCRIPT = "".join((UI / name).read_text(encoding="utf-8") for name in SCRIPTS)
SCRIPT_ADDRESS = f"/skrip/{sha256(SCRIPT.encode()).hexdigest()[:12]}.js"


# Longer than the words of our languages: web addresses, names of files, letters without end.
MOST_LETTERS = 30
_IN_TEXT = re.compile(rf"\S{{{MOST_LETTERS + 1},}}")
_PIECE = re.compile(r"(?:&#?\w+;|.){1,15}")
# A place where a line may end, until it is known whether the text stands in a tag.
_BREAK = "\ue000"
# What stands for a letter is one; a word that a macro has broken already is none.
_IN_HTML = re.compile(rf"(?<![^\s<>\"{_BREAK}])(?:&#?\w+;|[^\s<>\"&{_BREAK}]){{{MOST_LETTERS + 1},}}")
_TAG_OR_BREAK = re.compile(rf"<[^>]*>|{_BREAK}")


@cache
def templates() -> Environment:
    made = environment(UI, finalize=_breakable)
    made.filters["office"] = office
    made.globals["AddressKey"] = AddressKey
    made.tests["open_to_reader"] = may_open
    return made


def rendered(name: str, **values: object) -> str:
    """The block `<name>.html` of `ui`; no word makes it wider than its window."""
    html = templates().get_template(f"{name}.html").render(**values)
    return _TAG_OR_BREAK.sub(_placed, html) if _BREAK in html else html


def macro(name: str, macro_name: str, *args: object, **values: object) -> Markup:
    """What a macro of the block makes: a part of another block."""
    module = templates().get_template(f"{name}.html").make_module(values)
    return Markup(getattr(module, macro_name)(*args))  # noqa: S704 - the template escapes what it is given


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
