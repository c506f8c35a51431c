"""Who has reported, in shape, word and colour."""

from smartcity.charts.drawing import inked
from smartcity.charts.theme import Theme
from smartcity.domain.kinds import Reporting
from smartcity.i18n.speech import Words


def reported(words: Words, theme: Theme, reporting: Reporting | None) -> str:
    """Nothing for None."""
    if reporting is None:
        return ""
    tone = theme.reporting[reporting]
    return inked(f"{tone.mark} {words.label(reporting)}", tone.text)
