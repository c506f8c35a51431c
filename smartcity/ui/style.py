"""The screens' own style: the stylesheets beside this file, their colours filled from the theme, as one file.

It goes out once per browser, under a name that changes with it; a script run sends only the name.
"""

from hashlib import sha256
from pathlib import Path

from smartcity.charts.theme import DARK, LIGHT, PALE, Theme, declared, plain_colours, tones

SHEETS = ("style.css", "meeting.css")


def _colours(theme: Theme) -> dict[str, str]:
    texts = {name: tone.text for name, tone in tones(theme)}
    fills = {f"{name}-fill": tone.fill for name, tone in tones(theme)}
    return plain_colours(theme) | texts | fills


def _either() -> dict[str, str]:
    """Both colours under one name: where the browser knows how, they follow the page when evening turns it dark."""
    dark = _colours(DARK)
    return {name: f"light-dark({light},{dark[name]})" for name, light in _colours(LIGHT).items()}


def _written() -> str:
    plain = f":root{{--pale:{PALE};{declared(_colours(LIGHT))}}}"
    older = f"@media (prefers-color-scheme:dark){{:root{{{declared(_colours(DARK))}}}}}"
    newer = f"@supports (color:light-dark(red,red)){{:root{{{declared(_either())}}}}}"
    rules = "".join(f".{name}{{color:var(--{name});--fill:var(--{name}-fill)}}" for name, _ in tones(LIGHT))
    return plain + older + newer + rules + "".join(Path(__file__).with_name(name).read_text() for name in SHEETS)


SHEET = _written()
ADDRESS = f"/gaya/{sha256(SHEET.encode()).hexdigest()[:12]}.css"
STYLE = f'<style>@import url("{ADDRESS}");</style>'
