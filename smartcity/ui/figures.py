"""The row of figures that tops every card: verified, planned, deviation, each with its origin."""

from collections.abc import Callable, Mapping

import streamlit as st

from smartcity.domain.ages import Inputs
from smartcity.domain.kinds import Health
from smartcity.domain.origins import Origin
from smartcity.domain.progress import Figure, Progress
from smartcity.ui import show
from smartcity.ui.explain import why


def progress_figures(
    key: str,
    progress: Progress | None,
    health: Health,
    origin: Callable[[Figure], Origin],
    inputs: Mapping[Figure, Inputs],
) -> None:
    """Four figures; unknown progress is a dash in each."""
    say = show.said()
    with st.container(key="figures"):
        verified, claimed, planned, deviation = st.columns(4, gap="medium")
    with verified:
        share = say.percent(progress.verified if progress else None)
        show.figure(say("overview.verified"), share, age=say.ages(inputs[Figure.VERIFIED]))
        why(f"{key}-verified", lambda: origin(Figure.VERIFIED), inputs[Figure.VERIFIED])
    with claimed:
        share, age = say.percent(progress.claimed if progress else None), say.ages(inputs[Figure.CLAIMED])
        show.figure(say("programme.claimed"), share, note=say("programme.claimed.note"), age=age)
        why(f"{key}-claimed", lambda: origin(Figure.CLAIMED), inputs[Figure.CLAIMED])
    with planned:
        share, age = say.percent(progress.planned if progress else None), say.ages(inputs[Figure.PLANNED], "promises")
        show.figure(say("overview.planned"), share, age=age)
        why(f"{key}-planned", lambda: origin(Figure.PLANNED), inputs[Figure.PLANNED])
    with deviation:
        chip, age = say.chip(health), say.ages(inputs[Figure.DEVIATION])
        show.figure(say("overview.deviation"), say.deviation(progress), note=chip, age=age, is_text=True)
        why(f"{key}-deviation", lambda: origin(Figure.DEVIATION), inputs[Figure.DEVIATION])
