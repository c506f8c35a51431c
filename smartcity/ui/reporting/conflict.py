"""Somebody sent a report meanwhile: his words beside those typed here, a choice for each, nothing lost."""

from collections.abc import Collection, Mapping

import streamlit as st

from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.readings import Entry
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.reporting.conflicts import (
    PHYSICAL,
    READING,
    STEP,
    Difference,
    combined,
    differences,
    reconciled,
    typed,
)
from smartcity.domain.reporting.submission import FieldRef, ReportContext, Step, Submission, settled
from smartcity.queries import submissions
from smartcity.store.engine import current_engine, reading
from smartcity.ui.frame import show
from smartcity.ui.frame.formatter import office
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.reporting.open_report import OpenReport

MINE, THEIRS = "mine", "theirs"


def _names(programme: Programme, outcomes: Mapping[int, Outcome]) -> dict[FieldRef, str]:
    """Of the parts of the report that are told one by one."""
    names = {FieldRef(STEP, milestone.id): milestone.name for milestone in programme.milestones}
    names[FieldRef(PHYSICAL, physical=True)] = show.formatter()("physical.name")
    return names | {FieldRef(READING, None, number): outcome.card.name for number, outcome in outcomes.items()}


def conflict(desk: OpenReport, programme: Programme, context: ReportContext, outcomes: Mapping[int, Outcome]) -> None:
    """Takes the place of the form until it is settled."""
    with reading(current_engine()) as session:
        others = submissions.statements_since(session, programme.id, desk.period_id, desk.begun.based_on)
        begun = submissions.submitted_report(session, programme.id, desk.period_id, desk.begun.based_on)
    say, last = show.formatter(), others[-1]
    mine, theirs = typed(settled(desk.given, context), begun), combined(others)
    differing = differences(mine, theirs)
    by = office(last.by, last.at)
    facts = {"who": by, "at": say.instant(last.at)}
    show.render("reporting/conflict", title=say("reporting.conflict", **facts), count=len(differing))
    names = _names(programme, outcomes)
    for difference in differing:
        _difference(desk, difference, names, by)
    if also := _also(theirs, names, {d.ref for d in differing}):
        show.render("reporting/conflict_also", also=also, by=by)
    st.button(
        say("report.conflict.go"),
        type="primary",
        key="conflict-go",
        on_click=_choose,
        args=(desk, mine, theirs, [d.ref for d in differing], context.newest),
    )


Also = list[tuple[str, Step | None, Entry | None]]


def _also(theirs: Submission, names: Mapping[FieldRef, str], differing: Collection[FieldRef]) -> Also:
    """What the others said of things that are not in question."""
    steps: Also = [(names.get(FieldRef(STEP, n), ""), step, None) for n, step in theirs.steps.items()]
    readings: Also = [(names.get(FieldRef(READING, None, n), ""), None, entry) for n, entry in theirs.readings.items()]
    settled_already = {names.get(ref) for ref in differing}
    return [one for one in steps + readings if one[0] and one[0] not in settled_already]


def _difference(desk: OpenReport, difference: Difference, names: Mapping[FieldRef, str], by: str) -> None:
    say, ref = show.formatter(), difference.ref
    name = names.get(ref) or say(f"report.form.{ref.name}")
    milestones = {named_ref.milestone: title for named_ref, title in names.items()}
    with st.container(border=True, key=f"difference-{ref.place}-{ref.name}"):
        show.render("reporting/difference", title=name, difference=difference, by=by, names=milestones)
        options = {MINE: say("report.conflict.mine"), THEIRS: say("report.conflict.theirs", who=by)}
        st.segmented_control(
            plain_label(name),
            list(options),
            default=MINE,
            format_func=lambda option: plain_label(options[option]),
            key=_key(desk, ref),
            required=True,
            label_visibility="collapsed",
        )


def _key(desk: OpenReport, ref: FieldRef) -> str:
    return f"{desk.key(ref)}-choice"


def _choose(desk: OpenReport, mine: Submission, theirs: Submission, refs: Collection[FieldRef], newest: int) -> None:
    theirs_chosen = {ref for ref in refs if st.session_state.get(_key(desk, ref)) == THEIRS}
    desk.rebase(reconciled(mine, theirs, theirs_chosen), newest)
