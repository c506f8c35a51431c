"""How a wall is drawn: templates, the stylesheet filled from the theme, the script; and the mark of this version."""

import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from smartcity import __version__
from smartcity.charts.theme import DARK_WALL, LIGHT_WALL, PALE, Theme, custom_properties, tone_rules
from smartcity.i18n.words import NBSP
from smartcity.presentation.templates import environment

_HERE = Path(__file__).parent
SCRIPT = Markup((_HERE / "wall.js").read_text())  # noqa: S704 - a file of the product


@cache
def _templates() -> Environment:
    made = environment(_HERE / "templates")
    made.filters["together"] = lambda text: re.sub(r"(\d) ", rf"\1{NBSP}", text)
    return made


def render(name: str, **values: object) -> Markup:
    """The template filled, every value escaped."""
    return Markup(_templates().get_template(f"{name}.html").render(**values))  # noqa: S704 - the templates escape


@cache
def sheet() -> Markup:
    """Both themes: light unless the page says `gelap`."""
    dark = ':root[data-tema="gelap"]'
    colours = _colours(":root", LIGHT_WALL) + _colours(dark, DARK_WALL)
    tones = tone_rules(LIGHT_WALL) + tone_rules(DARK_WALL, f"{dark} ")
    return Markup(colours + tones + (_HERE / "wall.css").read_text())  # noqa: S704 - files and colours of the product


def _colours(root: str, theme: Theme) -> str:
    fills = f"--pale:{PALE};--done:{theme.done.fill};--silent:{theme.silent.fill};--late:{theme.late.text};"
    return f"{root}{{{custom_properties(theme)}{fills}}}"


@cache
def build() -> str:
    """Changes with every version of the page: a wall that runs for weeks loads the new one by itself."""
    files = sorted(path for path in _HERE.rglob("*") if path.suffix in (".css", ".js", ".html"))
    seal = hashlib.sha256(__version__.encode())
    for path in files:
        seal.update(path.read_bytes())
    return seal.hexdigest()[:8]
