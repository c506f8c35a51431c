"""Asking for a change of a milestone: another date, weight, an end, a pause; with the reason."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import streamlit as st

from smartcity.commands import changes
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.kinds import ChangeKind
from smartcity.domain.notes import MOST
from smartcity.domain.plan import Milestone, Programme
from smartcity.domain.proposals import Asked
from smartcity.domain.readings import spelled, typed_number
from smartcity.domain.roles import Act
from smartcity.ui import field_drafts, number_fields, show
from smartcity.ui.actor import may
from smartcity.ui.choice_drafts import chosen, day, one_of
from smartcity.ui.choices import named_apart
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_option
from smartcity.ui.refusals import done_at, refusal, refuse_at

PLACE, DATE = "propose", "date"
MONTH = timedelta(days=30)


def proposing(programme: Programme) -> None:
    """For those who may ask, and only of milestones that are still to be done."""
    open_ones = [m for m in programme.milestones if not m.facts.is_done and m.facts.counts_on(here().today)]
    if here().is_past or not open_ones or not may(Act.PROPOSE_CHANGE, agency=programme.lead.code):
        return
    say = show.said()
    with st.expander(say("propose.title"), key="propose-part", icon=":material/edit_calendar:"):
        milestone, beside = st.columns([3, 2])
        with milestone:
            chosen_one = _milestone(open_ones)
        with beside:
            kinds = _kinds(chosen_one)
            kept = chosen(_place(chosen_one, "what"), "propose-what", DATE, one_of(kinds))
            what = say("propose.what")
            kind = st.selectbox(what, list(kinds), format_func=lambda kind: plain_option(kinds[kind]), **kept)
        refusal(PLACE)
        _value(chosen_one, kind)
        why = _place(chosen_one, "reason")
        field_drafts.text_input(why, say("column.reason"), key="propose-reason", max_chars=MOST)
        args = (chosen_one.code, kind)
        st.button(say("propose.go"), key="propose-go", type="primary", on_click=_propose, args=args)


def _place(milestone: Milestone, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.PROPOSAL, milestone.code, field)


def _milestone(found: Sequence[Milestone]) -> Milestone:
    by_code = {milestone.code: milestone for milestone in found}
    label = show.said()("column.milestone")
    return by_code[
        st.selectbox(
            label,
            list(by_code),
            format_func=named_apart(by_code, lambda code: by_code[code].name),
            key="propose-milestone",
        )
    ]


def _kinds(milestone: Milestone) -> dict[str, str]:
    """What can be asked of it, with the words."""
    say = show.said()
    pause = ChangeKind.RESUME if milestone.facts.postponed else ChangeKind.POSTPONE
    others = (ChangeKind.WEIGHT, pause, ChangeKind.CANCEL)
    return {DATE: say("propose.date"), **{kind: say.words.label(kind) for kind in others}}


def _value(milestone: Milestone, kind: str) -> None:
    say, facts, key = show.said(), milestone.facts, f"propose-{milestone.code}"
    if kind == DATE:
        late = max(facts.due_on, here().today) + MONTH
        st.date_input(say("column.new_due"), format="DD/MM/YYYY", **chosen(_place(milestone, "day"), key, late, day))
    if kind == ChangeKind.WEIGHT:
        place = _place(milestone, "weight")
        shown = spelled(Decimal(facts.weight.numerator) / Decimal(facts.weight.denominator))
        number_fields.number_input(place, say("column.weight"), shown, key=f"{key}-weight")


def _propose(code: str, kind: str) -> None:
    typed, key = st.session_state, f"propose-{code}"
    if kind == DATE:
        asked = Asked(due_on=typed[key])
    else:
        weight = typed_number(typed[f"{key}-weight"]) if kind == ChangeKind.WEIGHT else None
        if kind == ChangeKind.WEIGHT and weight is None:
            refuse_at(PLACE, show.said()("number.unreadable"))
            return
        asked = Asked(kind=ChangeKind(kind), weight=weight)
    if done_at(PLACE, changes.propose, code, asked, typed["propose-reason"]):
        field_drafts.end(DraftForm.PROPOSAL, code, "propose-reason")
        st.toast(show.said()("propose.done"), icon=":material/task_alt:")
