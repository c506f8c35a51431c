"""The physical percentage of the form: what was reported last and is planned, the field, its reason and evidence."""

import streamlit as st

from smartcity.domain.history import History, PhysicalUpdate
from smartcity.domain.physical_reports import PhysicalGround, asks_why_physical
from smartcity.domain.submission import Ground, Spot, Submission
from smartcity.ui import show
from smartcity.ui.reporting.fields import Form
from smartcity.ui.reporting.proofs import proofs

PERCENT, NOTE, PROOFS = (Spot(name, physical=True) for name in ("percent", "note", "proofs"))


def physical_card(form: Form, settled: Submission, ground: Ground, told: History) -> None:
    """Nothing where milestones measure the programme."""
    found = ground.physical
    if found is None:
        return
    say = show.said()
    show.heading(say("physical.name"), say("physical.form.note"))
    with st.container(border=True, key="physical"):
        show.block("physical_card", ground=found, returned=returned_physical(told))
        form.line(PERCENT, say("physical.form.percent", day=say.words.day(found.day)), is_number=True)
        _words(form, settled, found)


def _words(form: Form, settled: Submission, ground: PhysicalGround) -> None:
    """The note stands open where a reason is owed; otherwise one more tap away, with the evidence."""
    say, why = show.said(), asks_why_physical(settled.physical, ground)
    if why is not None:
        form.text(NOTE, say(f"report.form.{why}"))
    used = bool(settled.physical.proofs or (settled.physical.note and why is None))
    with st.expander(
        say("reading.more"), expanded=used, on_change="rerun", key="more-physical", type="compact"
    ) as more:
        if more.open or used:
            if why is None:
                form.text(NOTE, say("report.form.note"))
            proofs(form, PROOFS, ())


def returned_physical(told: History) -> PhysicalUpdate | None:
    """The percentage of the newest day, where the verifier returned it."""
    newest = told.physical[0] if told.physical else None
    return newest if newest is not None and newest.is_returned else None
