"""The screens' stylesheet and script, each one file under an address that changes with its content."""

from hashlib import sha256
from pathlib import Path

from smartcity.charts.theme import DARK, LIGHT, PALE, Theme, declared, plain_colours, tones

SHEETS = ("style.css", "meeting.css")


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
    return plain + older + newer + rules + "".join((Path(__file__).parents[1] / name).read_text() for name in SHEETS)


SHEET = _stylesheet()
STYLE_ADDRESS = f"/gaya/{sha256(SHEET.encode()).hexdigest()[:12]}.css"
STYLE = f'<style>@import url("{STYLE_ADDRESS}");</style>'


SCRIPTS = ("page.js", "line.js", "typing.js", "photos.js")
SCRIPT = "".join((Path(__file__).parents[1] / name).read_text(encoding="utf-8") for name in SCRIPTS)
SCRIPT_ADDRESS = f"/skrip/{sha256(SCRIPT.encode()).hexdigest()[:12]}.js"
