"""The row of figures that tops every card: verified, planned, deviation, each with its origin."""

from collections.abc import Callable

import streamlit as st

from smartcity.domain.kinds import Health
from smartcity.domain.origins import Figure, Origin
from smartcity.domain.progress import Progress
from smartcity.ui import show
from smartcity.ui.explain import why


def progress_figures(key: str, progress: Progress | None, health: Health, origin: Callable[[Figure], Origin]) -> None:
    """Four figures; unknown progress is a dash in each."""
    say = show.said()
    with st.container(key="figures"):
        verified, claimed, planned, deviation = st.columns(4, gap="medium")
    with verified:
        show.figure(say("overview.verified"), say.percent(progress.verified if progress else None))
        why(f"{key}-verified", lambda: origin(Figure.VERIFIED))
    with claimed:
        share = say.percent(progress.claimed if progress else None)
        show.figure(say("programme.claimed"), share, note=say("programme.claimed.note"))
        why(f"{key}-claimed", lambda: origin(Figure.CLAIMED))
    with planned:
        show.figure(say("overview.planned"), say.percent(progress.planned if progress else None))
        why(f"{key}-planned", lambda: origin(Figure.PLANNED))
    with deviation:
        chip = say.chip(health)
        show.figure(say("overview.deviation"), say.deviation(progress), note=chip, is_text=True)
        why(f"{key}-deviation", lambda: origin(Figure.DEVIATION))
