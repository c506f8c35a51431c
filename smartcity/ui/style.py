"""The page's own style: one stylesheet, its colours filled from the theme."""

from pathlib import Path

from smartcity.charts.theme import Theme, custom_properties, tone_rules

SHEET = Path(__file__).with_name("style.css").read_text()


def style(theme: Theme) -> str:
    """A `<style>` element."""
    return f"<style>:root{{{custom_properties(theme)}}}{tone_rules(theme)}{SHEET}</style>"
