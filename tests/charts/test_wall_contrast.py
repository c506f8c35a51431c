"""The wall is read from across a hall: every text stands out at least 7:1, every bar from its track."""

import pytest

from smartcity.charts.theme import DARK_WALL, LIGHT_WALL, Theme, contrast


@pytest.mark.parametrize("theme", [LIGHT_WALL, DARK_WALL], ids=lambda theme: theme.name)
def test_every_text_stands_out_seven_to_one(theme: Theme) -> None:
    tones = [*theme.health.values(), *theme.status.values(), *theme.reporting.values()]
    for text in (theme.ink, theme.muted, *(tone.text for tone in tones)):
        assert contrast(text, theme.background) >= 7, text


@pytest.mark.parametrize("theme", [LIGHT_WALL, DARK_WALL], ids=lambda theme: theme.name)
def test_the_verified_bar_and_the_planned_mark_stand_out_from_the_track(theme: Theme) -> None:
    assert contrast(theme.done.fill, theme.track) >= 3
    assert contrast(theme.ink, theme.track) >= 7
