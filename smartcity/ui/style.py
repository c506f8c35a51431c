"""The page's own style: the stylesheets beside this file, their colours filled from the theme."""

from functools import cache
from pathlib import Path

from smartcity.charts.theme import DARK, LIGHT, Theme, declared, plain_colours, tones

SHEETS = ("style.css", "meeting.css")
SHEET = "".join(Path(__file__).with_name(name).read_text() for name in SHEETS)
CAN_FOLLOW = "@supports (color:light-dark(red,red))"


@cache
def style(theme: Theme) -> str:
    """A `<style>` element in the colours the run began with.

    Where the browser knows how, they follow the page itself: no run begins when evening turns a phone dark.
    """
    rules = "".join(f".{name}{{color:var(--{name});--fill:var(--{name}-fill)}}" for name, _ in tones(theme))
    following = f"{CAN_FOLLOW}{{:root{{{declared(_either())}}}}}"
    return f"<style>:root{{{declared(_colours(theme))}}}{following}{rules}{SHEET}</style>"


def _colours(theme: Theme) -> dict[str, str]:
    texts = {name: tone.text for name, tone in tones(theme)}
    fills = {f"{name}-fill": tone.fill for name, tone in tones(theme)}
    return plain_colours(theme) | texts | fills


def _either() -> dict[str, str]:
    dark = _colours(DARK)
    return {name: f"light-dark({light},{dark[name]})" for name, light in _colours(LIGHT).items()}
