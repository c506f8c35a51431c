"""Decisions on the screen: what became of one, and taking it in a meeting. Answers are in `answering`."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from smartcity.commands import decisions
from smartcity.commands.decisions import DecisionDraft
from smartcity.domain.agenda import AgendaItem
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.kinds import DecisionState, Health, MilestoneStatus
from smartcity.domain.meetings import CountedDecision, Decision, Meeting
from smartcity.domain.plan import Agency, Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.roles import Act
from smartcity.ui import field_drafts, show
from smartcity.ui.act import carry_out
from smartcity.ui.actor import may
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_option

LOOKS: Mapping[DecisionState, Health | MilestoneStatus] = {
    DecisionState.OPEN: Health.ON_TRACK,
    DecisionState.OVERDUE: Health.LATE,
    DecisionState.WAITING: MilestoneStatus.AWAITING_VERIFICATION,
    DecisionState.CLOSED: Health.DONE,
}
USUAL = timedelta(days=14)


def look(decision: CountedDecision) -> Health | MilestoneStatus:
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
    names = _names(agencies)
    _aim(item, names)
    with st.form("decide", border=True):
        thing = f"agenda_item:{item.id}" if item is not None else f"meeting:{meeting.code}"
        _fields("decide", names, thing)
        args = (meeting.code, programme.code if programme else None, thing)
        label = show.said()("decision.record")
        st.form_submit_button(label, type="primary", width="stretch", on_click=_taken, args=args)


def amending_form(decision: Decision, programme: Programme | None, agencies: Sequence[Agency]) -> None:
    """Mends what was typed, as long as the minutes are open."""
    say, key = show.said(), f"amend-{decision.code}"
    with st.popover(say("decision.amend"), icon=":material/edit:", type="tertiary"), st.form(key, border=False):
        _fields(key, _names(agencies), _thing(decision.code), decision)
        args = (decision.code, key, programme.code if programme else None)
        st.form_submit_button(say("meeting.save"), key=f"{key}-save", on_click=_amended, args=args)


def _names(agencies: Sequence[Agency]) -> dict[str, str]:
    """Agencies that can be told to do something, by code."""
    return {agency.code: agency.name for agency in agencies if agency.ended_on is None}


def _thing(code: str) -> str:
    """Of the drafts that mend one decision."""
    return f"decision:{code}"


def _fields(key: str, names: Mapping[str, str], thing: str, known: Decision | None = None) -> None:
    say, codes = show.said(), list(names)
    place = codes.index(known.agency.code) if known is not None and known.agency.code in names else 0
    text, longest = FieldPlace(DraftForm.DECISION, thing, "text"), decisions.LONGEST
    typed = known.text if known else ""
    field_drafts.text_area(text, say("decision.take"), typed, key=f"{key}-text", max_chars=longest, height=96)
    st.selectbox(
        say("column.agency"), codes, place, format_func=lambda code: plain_option(names[code]), key=f"{key}-agency"
    )
    due, secret = st.columns(2, vertical_alignment="bottom")
    day = known.due_on if known else here().today + USUAL
    due.date_input(say("column.due"), day, key=f"{key}-due", format="DD/MM/YYYY")
    is_secret = known is not None and known.is_confidential
    help_text = say("decision.confidential.help")
    secret.checkbox(say("decision.confidential"), is_secret, key=f"{key}-secret", help=help_text)


def _typed(key: str, programme: str | None) -> DecisionDraft:
    text, agency, due_on, is_secret = (
        st.session_state[f"{key}-{name}"] for name in ("text", "agency", "due", "secret")
    )
    return DecisionDraft(text or "", agency or "", due_on, is_secret, programme)


def _amended(code: str, key: str, programme: str | None) -> None:
    if carry_out(decisions.amend, code, _typed(key, programme)):
        field_drafts.end(DraftForm.DECISION, _thing(code))


def _aim(item: AgendaItem | None, names: Mapping[str, str]) -> None:
    """Another item brings its own agency into the form."""
    kept, number = st.session_state, item.id if item is not None else 0
    if kept.get("decide-for") != number:
        kept["decide-for"] = number
        if item is not None and item.agency is not None and item.agency.code in names:
            kept["decide-agency"] = item.agency.code


def _taken(meeting: str, programme: str | None, thing: str) -> None:
    kept = st.session_state
    if carry_out(decisions.decide, meeting, _typed("decide", programme)):
        kept["decide-secret"] = False
        field_drafts.end(DraftForm.DECISION, thing, "decide-text")
        st.toast(show.said()("decision.recorded"), icon=":material/task_alt:")
