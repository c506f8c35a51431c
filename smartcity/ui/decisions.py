"""Decisions on the screen: what became of one, and taking it in a meeting. Answers are in `answering`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

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
from smartcity.ui.actor import may
from smartcity.ui.choice_drafts import chosen, day, one_of
from smartcity.ui.choices import named_apart
from smartcity.ui.form_drafts import FormDraft
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_label, plain_option
from smartcity.ui.refusals import done_at, refusal

LOOKS: Mapping[DecisionState, Health | MilestoneStatus] = {
    DecisionState.OPEN: Health.ON_TRACK,
    DecisionState.OVERDUE: Health.LATE,
    DecisionState.WAITING: MilestoneStatus.AWAITING_VERIFICATION,
    DecisionState.CLOSED: Health.DONE,
}
USUAL = timedelta(days=14)
DRAFTED = ("text", "agency", "due", "secret")


def look(decision: CountedDecision) -> Health | MilestoneStatus:
    """The tone of where it stands."""
    return LOOKS[decision.state(here().as_of)]


def decision_block(decision: Decision, plan: Portfolio, *, with_text: bool = False) -> None:
    """The whole of one decision, its answers the newest first; its text where no title says it."""
    programme = next((p for p in plan.programmes if p.id == decision.programme_id), None)
    show.block("decision", d=decision, look=look(decision), programme=programme, with_text=with_text)


def taking_form(meeting: Meeting, item: AgendaItem, programme: Programme | None, agencies: Sequence[Agency]) -> None:
    """A decision typed on the item; what was typed stays with that item until it is recorded."""
    if not may(Act.DECIDE):
        return
    say, names, draft = show.said(), _names(agencies), draft_on(item)
    own = item.agency.code if item.agency is not None and item.agency.code in names else None
    draft.fill({"text": "", "agency": own, "due": here().today + USUAL, "secret": False})
    if draft.value("agency") not in names:
        st.session_state[draft.key("agency")] = own
    with st.container(border=True, key="decide"):
        refusal(draft.key("record"))
        _draft_fields(draft, names)
        agency = next((a.short_name for a in agencies if a.code == draft.value("agency")), None)
        st.button(
            plain_label(say("decision.record_for", agency=agency) if agency else say("decision.record")),
            key=draft.key("record"),
            type="primary",
            width="stretch",
            on_click=_taken,
            args=(meeting.code, draft, programme.code if programme else None),
        )


def draft_on(item: AgendaItem) -> FormDraft:
    return FormDraft(DraftForm.DECISION, f"agenda_item:{item.id}")


def _draft_fields(draft: FormDraft, names: Mapping[str, str]) -> None:
    """Each field is kept as soon as it is left."""
    say, most = show.said(), decisions.LONGEST
    draft.typed("text", say("decision.take"), max_chars=most, height=96)
    st.selectbox(
        say("column.agency"),
        list(names),
        format_func=named_apart(names, lambda code: names[code]),
        key=draft.key("agency"),
        placeholder=plain_option(say("filter.placeholder", what=say("column.agency"))),
        on_change=draft.save,
        args=("agency",),
    )
    due, secret = st.columns(2, vertical_alignment="bottom")
    due.date_input(say("column.due"), key=draft.key("due"), format="DD/MM/YYYY", on_change=draft.save, args=("due",))
    secret.checkbox(
        say("decision.confidential"),
        key=draft.key("secret"),
        help=say("decision.confidential.help"),
        on_change=draft.save,
        args=("secret",),
    )


def _taken(meeting: str, draft: FormDraft, programme: str | None) -> None:
    text, agency, due_on, is_secret = (draft.value(name) for name in DRAFTED)
    taken = DecisionDraft(
        str(text or ""), str(agency or ""), due_on if isinstance(due_on, date) else None, bool(is_secret), programme
    )
    if done_at(draft.key("record"), decisions.decide, meeting, taken):
        draft.forget(*DRAFTED)
        st.toast(show.said()("decision.recorded"), icon=":material/task_alt:")


def amending_form(decision: Decision, programme: Programme | None, agencies: Sequence[Agency]) -> None:
    """Mends what was typed, as long as the minutes are open."""
    say, key = show.said(), f"amend-{decision.code}"
    with st.popover(say("decision.amend"), icon=":material/edit:", type="tertiary"):
        refusal(key)
        _choices(key, _names(agencies), decision)
        with st.form(key, border=False):
            text, longest = _place(decision, "text"), decisions.LONGEST
            label = say("decision.take")
            field_drafts.text_area(text, label, decision.text, key=f"{key}-text", max_chars=longest, height=96)
            args = (decision.code, key, programme.code if programme else None)
            st.form_submit_button(say("meeting.save"), key=f"{key}-save", on_click=_amended, args=args)


def _names(agencies: Sequence[Agency]) -> dict[str, str]:
    """Agencies that can be told to do something, by code."""
    return {agency.code: agency.name for agency in agencies if agency.ended_on is None}


def _thing(code: str) -> str:
    """Of the drafts that mend one decision."""
    return f"decision:{code}"


def _place(known: Decision, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.DECISION, _thing(known.code), field)


def _choices(key: str, names: Mapping[str, str], known: Decision) -> None:
    say, codes = show.said(), list(names)
    first = known.agency.code if known.agency.code in names else codes[0]
    agency = chosen(_place(known, "agency"), f"{key}-agency", first, one_of(codes))
    st.selectbox(say("column.agency"), codes, format_func=named_apart(names, lambda code: names[code]), **agency)
    due, secret = st.columns(2, vertical_alignment="bottom")
    due_on = chosen(_place(known, "due"), f"{key}-due", known.due_on, day)
    due.date_input(say("column.due"), value=None, format="DD/MM/YYYY", **due_on)
    is_secret = chosen(_place(known, "secret"), f"{key}-secret", known.is_confidential, bool)
    secret.checkbox(say("decision.confidential"), help=say("decision.confidential.help"), **is_secret)


def _typed(key: str, programme: str | None) -> DecisionDraft:
    text, agency, due_on, is_secret = (
        st.session_state[f"{key}-{name}"] for name in ("text", "agency", "due", "secret")
    )
    return DecisionDraft(text or "", agency or "", due_on, is_secret, programme)


def _amended(code: str, key: str, programme: str | None) -> None:
    if done_at(key, decisions.amend, code, _typed(key, programme)):
        field_drafts.end(DraftForm.DECISION, _thing(code))
