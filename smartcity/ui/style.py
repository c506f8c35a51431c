"""The page's own style: one stylesheet, its colours filled from the theme."""

from pathlib import Path

from smartcity.charts.theme import Theme, Tone, custom_properties

SHEET = Path(__file__).with_name("style.css").read_text()


def style(theme: Theme) -> str:
    """A `<style>` element."""
    tones = [
        *((f"health-{health.value}", tone) for health, tone in theme.health.items()),
        *((f"status-{status.value}", tone) for status, tone in theme.status.items()),
        *((f"reporting-{reporting.value}", tone) for reporting, tone in theme.reporting.items()),
    ]
    return (
        f"<style>:root{{{custom_properties(theme)}}}{''.join(_rule(name, tone) for name, tone in tones)}{SHEET}</style>"
    )


def _rule(name: str, tone: Tone) -> str:
    return f".{name}{{color:{tone.text};--fill:{tone.fill}}}"
