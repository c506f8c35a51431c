"""Somebody sent a report meanwhile: his words beside those typed here, a choice for each, nothing lost."""

from collections.abc import Collection, Mapping

import streamlit as st

from smartcity.domain.conflicts import PHYSICAL, READING, STEP, Difference, differences, reconciled, together, typed
from smartcity.domain.outcomes import Outcome
from smartcity.domain.plan import Programme
from smartcity.domain.readings import Entry
from smartcity.domain.submission import Ground, Spot, Step, Submission, settled
from smartcity.queries import told
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import show
from smartcity.ui.offices import office
from smartcity.ui.plain import plain_label
from smartcity.ui.reporting.desk import Desk

MINE, THEIRS = "mine", "theirs"


def conflict(desk: Desk, programme: Programme, ground: Ground, outcomes: Mapping[int, Outcome]) -> None:
    """Takes the place of the form until it is settled."""
    with reading(current_engine()) as session:
        others = told.since(session, programme.id, desk.period_id, desk.begun.based_on)
        begun = told.sent(session, programme.id, desk.period_id, desk.begun.based_on)
    say, last = show.said(), others[-1]
    mine, theirs = typed(settled(desk.given, ground), begun), together(others)
    found = differences(mine, theirs)
    by = office(last.by, last.at)
    facts = {"who": by, "at": say.instant(last.at)}
    show.block("conflict", title=say("report.conflict.title", **facts), count=len(found))
    names = {Spot(STEP, milestone.id): milestone.name for milestone in programme.milestones}
    names[Spot(PHYSICAL, physical=True)] = say("physical.name")
    names |= {Spot(READING, None, number): outcome.card.name for number, outcome in outcomes.items()}
    for difference in found:
        _difference(desk, difference, names, by)
    show.block("conflict_theirs", also=_also(theirs, names, {d.spot for d in found}), by=by)
    st.button(
        say("report.conflict.go"),
        type="primary",
        key="conflict-go",
        on_click=_choose,
        args=(desk, mine, theirs, [d.spot for d in found], ground.newest),
    )


Also = list[tuple[str, Step | None, Entry | None]]


def _also(theirs: Submission, names: Mapping[Spot, str], differing: Collection[Spot]) -> Also:
    """What the others said of things that are not in question."""
    steps: Also = [(names.get(Spot(STEP, n), ""), step, None) for n, step in theirs.steps.items()]
    readings: Also = [(names.get(Spot(READING, None, n), ""), None, entry) for n, entry in theirs.readings.items()]
    settled_already = {names.get(spot) for spot in differing}
    return [one for one in steps + readings if one[0] and one[0] not in settled_already]


def _difference(desk: Desk, found: Difference, names: Mapping[Spot, str], by: str) -> None:
    say, spot = show.said(), found.spot
    name = names.get(spot) or say(f"report.form.{spot.name}")
    milestones = {known.milestone: title for known, title in names.items()}
    with st.container(border=True, key=f"difference-{spot.place}-{spot.name}"):
        show.block("difference", title=name, found=found, by=by, names=milestones)
        options = {MINE: say("report.conflict.mine"), THEIRS: say("report.conflict.theirs", who=by)}
        st.segmented_control(
            plain_label(name),
            list(options),
            default=MINE,
            format_func=lambda option: plain_label(options[option]),
            key=_key(desk, spot),
            required=True,
            label_visibility="collapsed",
        )


def _key(desk: Desk, spot: Spot) -> str:
    return f"{desk.key(spot)}-choice"


def _choose(desk: Desk, mine: Submission, theirs: Submission, spots: Collection[Spot], newest: int) -> None:
    taken = {spot for spot in spots if st.session_state.get(_key(desk, spot)) == THEIRS}
    desk.rebase(reconciled(mine, theirs, taken), newest)
