"""Decisions on the screen: what became of one, and taking it in a meeting. Answers are in `answering`."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from smartcity.commands import decisions
from smartcity.commands.decisions import DecisionDraft
from smartcity.domain.agenda import AgendaItem
from smartcity.domain.kinds import DecisionState, Health, MilestoneStatus
from smartcity.domain.meetings import Decision, Meeting
from smartcity.domain.plan import Agency, Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.roles import Act
from smartcity.ui import show
from smartcity.ui.act import carry_out
from smartcity.ui.actor import may
from smartcity.ui.moment import here

LOOKS: Mapping[DecisionState, Health | MilestoneStatus] = {
    DecisionState.OPEN: Health.ON_TRACK,
    DecisionState.OVERDUE: Health.LATE,
    DecisionState.WAITING: MilestoneStatus.AWAITING_VERIFICATION,
    DecisionState.CLOSED: Health.DONE,
}
USUAL = timedelta(days=14)


def look(decision: Decision) -> Health | MilestoneStatus:
    """The tone of where it stands."""
    return LOOKS[decision.state(here().as_of)]


def decision_block(decision: Decision, plan: Portfolio, *, with_text: bool = False) -> None:
    """The whole of one decision, its answers the newest first; its text where no title says it."""
    programme = next((p for p in plan.programmes if p.id == decision.programme_id), None)
    opens = may(Act.OPEN_EVIDENCE)
    show.block("decision", d=decision, look=look(decision), programme=programme, opens=opens, with_text=with_text)


def taking_form(
    meeting: Meeting, item: AgendaItem | None, programme: Programme | None, agencies: Sequence[Agency]
) -> None:
    """A decision typed on the item; what was typed stays until it is recorded."""
    if not may(Act.DECIDE):
        return
    say, names = show.said(), {a.code: a.name for a in agencies if a.ended_on is None}
    _aim(item, names)
    with st.form("decide", border=True):
        st.text_area(say("decision.take"), key="decide-text", max_chars=decisions.LONGEST, height=96)
        st.selectbox(say("column.agency"), list(names), format_func=lambda code: names[code], key="decide-agency")
        due, secret = st.columns(2, vertical_alignment="bottom")
        due.date_input(say("column.due"), here().today + USUAL, key="decide-due", format="DD/MM/YYYY")
        secret.checkbox(say("decision.confidential"), key="decide-secret", help=say("decision.confidential.help"))
        code = programme.code if programme else None
        label = say("decision.record")
        st.form_submit_button(label, type="primary", width="stretch", on_click=_taken, args=(meeting.code, code))


def _aim(item: AgendaItem | None, names: Mapping[str, str]) -> None:
    """Another item brings its own agency into the form."""
    kept, number = st.session_state, item.id if item is not None else 0
    if kept.get("decide-for") != number:
        kept["decide-for"] = number
        if item is not None and item.agency is not None and item.agency.code in names:
            kept["decide-agency"] = item.agency.code


def _taken(meeting: str, programme: str | None) -> None:
    kept = st.session_state
    draft = DecisionDraft(
        kept["decide-text"] or "", kept["decide-agency"], kept["decide-due"], kept["decide-secret"], programme
    )
    if carry_out(decisions.decide, meeting, draft):
        kept["decide-text"], kept["decide-secret"] = "", False
        st.toast(show.said()("decision.recorded"), icon=":material/task_alt:")
