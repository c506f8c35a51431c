"""The theme of Streamlit's own widgets is the theme of the charts."""

import tomllib

import pytest

from smartcity.charts.theme import DARK, FONT, LIGHT, Theme
from smartcity.settings import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_widgets_and_charts_share_their_colours(theme: Theme) -> None:
    colours = CONFIG["theme"][theme.name]
    assert colours == {
        "primaryColor": theme.accent,
        "backgroundColor": theme.background,
        "secondaryBackgroundColor": theme.surface,
        "textColor": theme.ink,
        "linkColor": theme.accent,
        "borderColor": theme.line,
    }
    assert FONT in CONFIG["theme"]["font"]


def test_nothing_leaks_and_nothing_large_comes_in() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["maxUploadSize"] == 10
    assert CONFIG["server"]["address"] == "localhost"
