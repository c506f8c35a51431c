"""The row of figures that tops a screen, and the one door under it that tells where each of them comes from."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from markupsafe import Markup

from smartcity.domain.ages import Inputs
from smartcity.domain.kinds import Health, Measure
from smartcity.domain.origins import Origin, PhysicalOrigin
from smartcity.domain.progress import Figure, Progress
from smartcity.ui import show
from smartcity.ui.explain import origin
from smartcity.ui.plain import plain_label


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it is shown; `explain` places its origin and is called only when somebody asks."""

    label: str
    value: str
    note: str | None = None
    age: str | None = None
    unit: str | None = None
    is_text: bool = False
    explain: Callable[[], None] | None = None


def explained_figures(key: str, *subject: Hashable, make: Callable[[], Sequence[Told]]) -> None:
    """One block for the whole row, since each element of a page costs every run a message; below it their origins.

    What `make` gives must follow from the moment, `key` and `subject`.
    """
    show.lasting("figures", key, *subject, make=lambda: {"figures": make()})
    with st.popover(show.said()("origin.question"), type="tertiary", key=f"why-{key}", on_change="rerun") as door:
        if door.open:
            _origins(key, [told for told in make() if told.explain is not None])


def _origins(key: str, row: Sequence[Told]) -> None:
    asked = st.segmented_control(
        show.said()("origin.which"),
        range(len(row)),
        format_func=lambda number: plain_label(row[number].label),
        default=0,
        required=True,
        key=f"which-{key}",
        label_visibility="collapsed",
    )
    explain = row[asked or 0].explain
    if explain is not None:
        explain()


def progress_figures(
    key: str,
    code: str,
    progress: Progress | None,
    health: Health,
    origin_of: Callable[[Figure], Origin | PhysicalOrigin],
    inputs: Mapping[Figure, Inputs],
    silence: str,
    cap: str = "",
    measure: Measure | None = None,
) -> None:
    """Verified, claimed, planned and their deviation of what `code` names; unknown progress is a dash in each.

    Under the first stand its health, what decides it (the planned share, or `cap`), the `measure` of a programme, and
    `silence` past the cadence.
    """
    by = show.said()("physical.measure", measure=show.said().words.label(measure)) if measure else ""
    below = Markup("<br>").join(filter(None, (by, silence)))
    explained_figures(key, code, make=lambda: _progress_row(progress, health, origin_of, inputs, below, cap))


def _progress_row(
    progress: Progress | None,
    health: Health,
    origin_of: Callable[[Figure], Origin | PhysicalOrigin],
    inputs: Mapping[Figure, Inputs],
    below: str,
    cap: str,
) -> list[Told]:
    say = show.said()

    def told(figure: Figure, label: str, value: str, note: str | None = None) -> Told:
        age = below if figure is Figure.VERIFIED else None
        is_text = figure is Figure.DEVIATION
        return Told(say(label), value, note, age, is_text=is_text, explain=partial(_explain, figure))

    def _explain(figure: Figure) -> None:
        origin(origin_of(figure), inputs[figure])

    verified, claimed, planned = (
        (progress.verified, progress.claimed, progress.planned) if progress else (None, None, None)
    )
    beside = Markup('{} <span class="muted">{}</span>').format(say.chip(health), cap or say.due(progress))
    return [
        told(Figure.VERIFIED, "overview.verified", say.percent(verified), beside),
        told(Figure.CLAIMED, "programme.claimed", say.percent(claimed), say("programme.claimed.note")),
        told(Figure.PLANNED, "overview.planned", say.percent(planned)),
        told(Figure.DEVIATION, "overview.deviation", say.deviation(progress)),
    ]
