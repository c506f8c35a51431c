"""The row of figures that tops a screen, and where each of them comes from: formula, inputs, rule, source rows."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from markupsafe import Markup

from smartcity.domain.enums import CreditRule, Health, Measure
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.ages import Inputs
from smartcity.domain.portfolio.origins import Origin, PhysicalOrigin, origin_of_programmes, reporting_count
from smartcity.domain.portfolio.portfolio import Group, Portfolio
from smartcity.domain.reasons import Figure
from smartcity.presentation.labels import card_label
from smartcity.presentation.tables import groups
from smartcity.presentation.tables.programmes import percentages
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.frame.show import formatter, render


def origin(shown: Origin | PhysicalOrigin, inputs: Inputs) -> None:
    """A share or a deviation, down to the rows it was summed from, or to the percentages that were reported."""
    if isinstance(shown, PhysicalOrigin):
        render("components/physical_origin", origin=shown, result=_result(shown), inputs=inputs)
        listing(percentages(formatter(), shown.rows))
    else:
        render("components/origin", origin=shown, total=shown.total, result=_result(shown), inputs=inputs)
        listing(groups.sources(formatter(), shown))


def definition(entity: str, pairs: Iterable[tuple[str, object]]) -> None:
    """What a programme or an indicator is, each value under the name of its column; what is empty is left out."""
    words = formatter().words
    render("components/definition", pairs=[(card_label(words, name, entity), value) for name, value in pairs])


def _result(shown: Origin | PhysicalOrigin) -> str:
    say, share = formatter(), shown.share
    if shown.figure is Figure.DEVIATION and share is not None:
        return say.origin_points(share)
    return say.origin_percent(share)


def reporting_origin(plan: Portfolio) -> None:
    """The same for the count of agencies that have reported."""
    owing = [group for group in plan.by_agency if group.owing]
    without = reporting_count(plan.by_agency).without
    render("components/reporting_origin", without=without, inputs=plan.reports)
    listing(groups.counted(formatter(), owing))


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as it is shown; `explain` places its origin and is called only when somebody asks."""

    label: str
    value: str
    note: str | None = None
    age: str | None = None
    unit: str | None = None
    is_text: bool = False
    explain: Callable[[], None] | None = None


def explained_figures(key: str, *subject: Hashable, make: Callable[[], Sequence[ShownFigure]]) -> None:
    """One block for the whole row, since each element of a page costs every run a message; below it their origins.

    What `make` gives must follow from the moment, `key` and `subject`.
    """
    show.render_cached("components/figures", key, *subject, make=lambda: {"figures": make()})
    with st.popover(
        show.formatter()("origin.question"), type="tertiary", key=f"why-{key}", on_change="rerun"
    ) as popover:
        if popover.open:
            _origins(key, [figure for figure in make() if figure.explain is not None])


def _origins(key: str, row: Sequence[ShownFigure]) -> None:
    asked = st.segmented_control(
        show.formatter()("origin.which"),
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
    by = show.formatter()("physical.measure", measure=show.formatter().words.label(measure)) if measure else ""
    below = Markup("<br>").join(filter(None, (by, silence)))
    explained_figures(key, code, make=lambda: _progress_row(progress, health, origin_of, inputs, below, cap))


def group_figures(key: str, group: Group, rule: CreditRule) -> None:
    """The same of a dimension or an agency."""

    def origin_of(figure: Figure) -> Origin | PhysicalOrigin:
        return origin_of_programmes(figure, rule, group.programmes)

    silence = show.formatter().silence(group.silence)
    progress_figures(key, group.code, group.roll_up.progress, group.health, origin_of, group.inputs, silence)


def _progress_row(
    progress: Progress | None,
    health: Health,
    origin_of: Callable[[Figure], Origin | PhysicalOrigin],
    inputs: Mapping[Figure, Inputs],
    below: str,
    cap: str,
) -> list[ShownFigure]:
    say = show.formatter()

    def progress_figure(figure: Figure, label: str, value: str, note: str | None = None) -> ShownFigure:
        age = below if figure is Figure.VERIFIED else None
        is_text = figure is Figure.DEVIATION
        return ShownFigure(say(label), value, note, age, is_text=is_text, explain=partial(_explain, figure))

    def _explain(figure: Figure) -> None:
        origin(origin_of(figure), inputs[figure])

    verified, claimed, planned = (
        (progress.verified, progress.claimed, progress.planned) if progress else (None, None, None)
    )
    beside = Markup('{} <span class="muted">{}</span>').format(say.chip(health), cap or say.due(progress))
    return [
        progress_figure(Figure.VERIFIED, "overview.verified", say.percent(verified), beside),
        progress_figure(Figure.CLAIMED, "programme.claimed", say.percent(claimed), say("programme.claimed.note")),
        progress_figure(Figure.PLANNED, "overview.planned", say.percent(planned)),
        progress_figure(Figure.DEVIATION, "overview.deviation", say.deviation(progress)),
    ]
