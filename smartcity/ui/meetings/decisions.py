"""One decision: what became of it, taking and amending it in a meeting. Answers are in `answers`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from smartcity.commands.meetings import decisions
from smartcity.commands.meetings.decisions import DecisionDraft
from smartcity.domain.access.roles import Act
from smartcity.domain.enums import DecisionState, Health, MilestoneStatus
from smartcity.domain.facts.decisions import CountedDecision, Decision, Meeting
from smartcity.domain.meetings.agenda import AgendaItem
from smartcity.domain.plan.programmes import Agency, Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.ui.components import input_fields
from smartcity.ui.components.input_fields import chosen, day, one_of
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import refusal_slot, submit_at
from smartcity.ui.frame.plain_text import distinct_names, plain_label, plain_option
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may
from smartcity.ui.meetings.form_drafts import FormDraft

TONES: Mapping[DecisionState, Health | MilestoneStatus] = {
    DecisionState.OPEN: Health.ON_TRACK,
    DecisionState.OVERDUE: Health.LATE,
    DecisionState.WAITING: MilestoneStatus.AWAITING_VERIFICATION,
    DecisionState.CLOSED: Health.DONE,
}
USUAL = timedelta(days=14)
DRAFT_FIELDS = ("text", "agency", "due", "secret")


def decision_tone(decision: CountedDecision) -> Health | MilestoneStatus:
    """The tone of where it stands."""
    return TONES[decision.state(current_context().as_of)]


def decision_block(decision: Decision, plan: Portfolio, *, with_text: bool = False) -> None:
    """The whole of one decision, its answers the newest first; its text where no title says it."""
    programme = next((p for p in plan.programmes if p.id == decision.programme_id), None)
    look = {"look": decision_tone(decision), "is_hidden": False, "with_text": with_text}
    show.render("meetings/decision", d=decision, programme=programme, **look)


def taking_form(meeting: Meeting, item: AgendaItem, programme: Programme | None, agencies: Sequence[Agency]) -> None:
    """A decision typed on the item; what was typed stays with that item until it is recorded."""
    if not may(Act.DECIDE):
        return
    say, names, draft = show.formatter(), _names(agencies), draft_on(item)
    own = item.agency.code if item.agency is not None and item.agency.code in names else None
    draft.fill({"text": "", "agency": own, "due": current_context().today + USUAL, "secret": False})
    if draft.value("agency") not in names:
        st.session_state[draft.key("agency")] = own
    with st.container(border=True, key="decide"):
        refusal_slot(draft.key("record"))
        _draft_fields(draft, names)
        agency = next((a.short_name for a in agencies if a.code == draft.value("agency")), None)
        st.button(
            plain_label(say("decision.record_for", agency=agency) if agency else say("decision.record")),
            key=draft.key("record"),
            type="primary",
            width="stretch",
            on_click=_take,
            args=(meeting.code, draft, programme.code if programme else None),
        )


def draft_on(item: AgendaItem) -> FormDraft:
    return FormDraft(DraftForm.DECISION, f"agenda_item:{item.id}")


def _draft_fields(draft: FormDraft, names: Mapping[str, str]) -> None:
    """Each field is kept as soon as it is left."""
    say, most = show.formatter(), decisions.LONGEST
    draft.typed("text", say("decision.take"), max_chars=most, height=96)
    _agency_field(draft, names)
    due, secret = st.columns(2, vertical_alignment="bottom")
    due.date_input(say("column.due"), key=draft.key("due"), format="DD/MM/YYYY", on_change=draft.save, args=("due",))
    secret.checkbox(
        say("decision.confidential"),
        key=draft.key("secret"),
        help=say("decision.confidential.help"),
        on_change=draft.save,
        args=("secret",),
    )


def _agency_field(draft: FormDraft, names: Mapping[str, str]) -> None:
    say = show.formatter()
    st.selectbox(
        say("column.agency"),
        list(names),
        format_func=distinct_names(names, lambda code: names[code]),
        key=draft.key("agency"),
        placeholder=plain_option(say("filter.placeholder", what=say("column.agency"))),
        on_change=draft.save,
        args=("agency",),
    )


def _take(meeting: str, draft: FormDraft, programme: str | None) -> None:
    text, agency, due_on, is_secret = (draft.value(name) for name in DRAFT_FIELDS)
    taken = DecisionDraft(
        str(text or ""), str(agency or ""), due_on if isinstance(due_on, date) else None, bool(is_secret), programme
    )
    if submit_at(draft.key("record"), decisions.decide, meeting, taken):
        draft.forget(*DRAFT_FIELDS)
        st.toast(show.formatter()("decision.recorded"), icon=":material/task_alt:")


def amending_form(decision: Decision, programme: Programme | None, agencies: Sequence[Agency]) -> None:
    """Mends what was typed, as long as the minutes are open."""
    say, key = show.formatter(), f"amend-{decision.code}"
    with st.popover(say("decision.amend"), icon=":material/edit:", type="tertiary"):
        refusal_slot(key)
        _choices(key, _names(agencies), decision)
        with st.form(key, border=False):
            text, longest = _place(decision, "text"), decisions.LONGEST
            label = say("decision.take")
            input_fields.text_area(text, label, decision.text, key=f"{key}-text", max_chars=longest, height=96)
            args = (decision.code, key, programme.code if programme else None)
            st.form_submit_button(say("meeting.save"), key=f"{key}-save", on_click=_amend, args=args)


def _names(agencies: Sequence[Agency]) -> dict[str, str]:
    """Agencies that can be told to do something, by code."""
    return {agency.code: agency.name for agency in agencies if agency.ended_on is None}


def _thing(code: str) -> str:
    """Of the drafts that mend one decision."""
    return f"decision:{code}"


def _place(decision: Decision, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.DECISION, _thing(decision.code), field)


def _choices(key: str, names: Mapping[str, str], decision: Decision) -> None:
    say, codes = show.formatter(), list(names)
    first = decision.agency.code if decision.agency.code in names else codes[0]
    agency = chosen(_place(decision, "agency"), f"{key}-agency", first, one_of(codes))
    st.selectbox(say("column.agency"), codes, format_func=distinct_names(names, lambda code: names[code]), **agency)
    due, secret = st.columns(2, vertical_alignment="bottom")
    due_on = chosen(_place(decision, "due"), f"{key}-due", decision.due_on, day)
    due.date_input(say("column.due"), value=None, format="DD/MM/YYYY", **due_on)
    is_secret = chosen(_place(decision, "secret"), f"{key}-secret", decision.is_confidential, bool)
    secret.checkbox(say("decision.confidential"), help=say("decision.confidential.help"), **is_secret)


def _typed(key: str, programme: str | None) -> DecisionDraft:
    text, agency, due_on, is_secret = (
        st.session_state[f"{key}-{name}"] for name in ("text", "agency", "due", "secret")
    )
    return DecisionDraft(text or "", agency or "", due_on, is_secret, programme)


def _amend(code: str, key: str, programme: str | None) -> None:
    if submit_at(key, decisions.amend, code, _typed(key, programme)):
        input_fields.end(DraftForm.DECISION, _thing(code))
