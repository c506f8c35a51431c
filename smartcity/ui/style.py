"""The page's own style: one stylesheet, its colours filled from the theme."""

from pathlib import Path

from smartcity.charts.theme import Theme, Tone

SHEET = Path(__file__).with_name("style.css").read_text()


def style(theme: Theme) -> str:
    """A `<style>` element."""
    plain = ("ground", "surface", "ink", "muted", "line", "track", "accent")
    colours = "".join(f"--{name}:{getattr(theme, name)};" for name in plain)
    tones = [
        *((f"health-{health.value}", tone) for health, tone in theme.health.items()),
        *((f"status-{status.value}", tone) for status, tone in theme.status.items()),
        *((f"reporting-{reporting.value}", tone) for reporting, tone in theme.reporting.items()),
    ]
    return f"<style>:root{{{colours}}}{''.join(_rule(name, tone) for name, tone in tones)}{SHEET}</style>"


def _rule(name: str, tone: Tone) -> str:
    return f".{name}{{color:{tone.text};--fill:{tone.fill}}}"
