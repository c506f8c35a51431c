"""What may be done on the card of a programme: comment, propose a change of a milestone, revoke a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import streamlit as st

from smartcity.commands.plan import change_requests
from smartcity.commands.reporting import verification
from smartcity.commands.reporting.submission import comment
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Act
from smartcity.domain.enums import ChangeKind, Verdict
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.facts.history import Comment, History, PhysicalUpdate, Update
from smartcity.domain.indicators.outcomes import IndicatorCard
from smartcity.domain.indicators.readings import spelled, typed_number
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.reporting.verification_queue import WaitingReading
from smartcity.domain.text import LONGEST_NOTE
from smartcity.queries.indicators import verified_readings
from smartcity.ui.components import input_fields
from smartcity.ui.components.input_fields import chosen, day, one_of
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.commands import refusal_slot, refuse_at, submit_at
from smartcity.ui.frame.plain_text import distinct_names, plain_option, plain_sentence
from smartcity.ui.frame.portfolio import all_outcomes, current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may
from smartcity.ui.verification.cards import uses_text

COMMENT_KEY = "comment-text"


def comments(programme: str, listed: Sequence[Comment]) -> None:
    say = show.formatter()
    if not listed and not may(Act.COMMENT):
        return
    show.heading(say("comment.title"))
    if listed:
        show.render("programmes/comments", comments=listed)
    if may(Act.COMMENT):
        refusal_slot(COMMENT_KEY)
        with st.form(f"comment-{programme}"):
            place = FieldPlace(DraftForm.COMMENT, programme, "text")
            input_fields.text_area(place, say("comment.label"), key=COMMENT_KEY, max_chars=LONGEST_NOTE, height=90)
            st.form_submit_button(say("comment.send"), type="primary", on_click=_send_comment, args=(programme,))


def _send_comment(programme: str) -> None:
    if submit_at(COMMENT_KEY, comment, programme, st.session_state[COMMENT_KEY]):
        input_fields.end(DraftForm.COMMENT, programme, COMMENT_KEY)
        st.toast(show.formatter()("comment.sent"), icon=":material/task_alt:")


PROPOSAL_PLACE, DATE = "propose", "date"
MONTH = timedelta(days=30)


def proposal_form(programme: Programme) -> None:
    """For those who may ask, and only of milestones that are still to be done."""
    open_ones = [m for m in programme.milestones if not m.facts.is_done and m.facts.counts_on(current_context().today)]
    if current_context().is_past or not open_ones or not may(Act.PROPOSE_CHANGE, agency=programme.lead.code):
        return
    say = show.formatter()
    with st.expander(say("propose.title"), key="propose-part", icon=":material/edit_calendar:"):
        milestone, beside = st.columns([3, 2])
        with milestone:
            chosen_one = _milestone_choice(open_ones)
        with beside:
            options = _kinds(chosen_one)
            choice = chosen(_place(chosen_one, "what"), "propose-what", DATE, one_of(options))
            what = say("propose.what")
            kind = st.selectbox(what, list(options), format_func=lambda kind: plain_option(options[kind]), **choice)
        refusal_slot(PROPOSAL_PLACE)
        _proposed_value(chosen_one, kind)
        why = _place(chosen_one, "reason")
        input_fields.text_input(why, say("column.reason"), key="propose-reason", max_chars=LONGEST_NOTE)
        args = (chosen_one.code, kind)
        st.button(say("propose.go"), key="propose-go", type="primary", on_click=_propose, args=args)


def _place(milestone: Milestone, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.PROPOSAL, milestone.code, field)


def _milestone_choice(milestones: Sequence[Milestone]) -> Milestone:
    by_code = {milestone.code: milestone for milestone in milestones}
    label = show.formatter()("column.milestone")
    return by_code[
        st.selectbox(
            label,
            list(by_code),
            format_func=distinct_names(by_code, lambda code: by_code[code].name),
            key="propose-milestone",
        )
    ]


def _kinds(milestone: Milestone) -> dict[str, str]:
    """What can be asked of it, with the words."""
    say = show.formatter()
    pause = ChangeKind.RESUME if milestone.facts.postponed else ChangeKind.POSTPONE
    others = (ChangeKind.WEIGHT, pause, ChangeKind.CANCEL)
    return {DATE: say("propose.date"), **{kind: say.words.label(kind) for kind in others}}


def _proposed_value(milestone: Milestone, kind: str) -> None:
    say, facts, key = show.formatter(), milestone.facts, f"propose-{milestone.code}"
    if kind == DATE:
        late = max(facts.due_on, current_context().today) + MONTH
        st.date_input(say("column.new_due"), format="DD/MM/YYYY", **chosen(_place(milestone, "day"), key, late, day))
    if kind == ChangeKind.WEIGHT:
        place = _place(milestone, "weight")
        shown = spelled(Decimal(facts.weight.numerator) / Decimal(facts.weight.denominator))
        input_fields.number_input(place, say("column.weight"), shown, key=f"{key}-weight")


def _propose(code: str, kind: str) -> None:
    typed, key = st.session_state, f"propose-{code}"
    if kind == DATE:
        asked = ChangeRequest(due_on=typed[key])
    else:
        weight = typed_number(typed[f"{key}-weight"]) if kind == ChangeKind.WEIGHT else None
        if kind == ChangeKind.WEIGHT and weight is None:
            refuse_at(PROPOSAL_PLACE, show.formatter()("number.unreadable"))
            return
        asked = ChangeRequest(kind=ChangeKind(kind), weight=weight)
    if submit_at(PROPOSAL_PLACE, change_requests.propose, code, asked, typed["propose-reason"]):
        input_fields.end(DraftForm.PROPOSAL, code, "propose-reason")
        st.toast(show.formatter()("propose.done"), icon=":material/task_alt:")


REVOKE_PLACE = "revoke"


@dataclass(frozen=True, slots=True)
class Revocable:
    """Something verified, with the ids of the programmes whose figures rest on it."""

    label: str
    chosen: Chosen
    verified_at: datetime
    programmes: tuple[int, ...]


def revoke_form(programme: Programme, history: History) -> None:
    """For verifiers of other agencies, where anything is verified."""
    if current_context().is_past or not may(Act.VERIFY):
        return
    options = _verified_options(programme, history) if may(Act.VERIFY, agency=programme.lead.code) else {}
    options |= _readings(programme)
    if not options:
        return
    say = show.formatter()
    with st.expander(say("revoke.title", count=len(options)), key="revoke-part", icon=":material/undo:"):
        refusal_slot(REVOKE_PLACE)
        _choice(options)
        chosen = options.get(st.session_state.get("revoke-what") or "")
        told_of = uses_text(chosen.verified_at, chosen.programmes) if chosen else ""
        if told_of:
            show.note(told_of)
        with st.form(REVOKE_PLACE, border=False):
            place = FieldPlace(DraftForm.VERDICT, programme.code, "why")
            input_fields.text_input(place, say("queue.terverifikasi.note"), key="revoke-why", max_chars=LONGEST_NOTE)
            args = (programme.code, chosen.chosen if chosen else Chosen(), told_of)
            st.form_submit_button(say("queue.terverifikasi.no"), on_click=_revoke, args=args)


def _choice(options: Mapping[str, Revocable]) -> None:
    label = show.formatter()("revoke.what")
    hint = plain_option(show.formatter()("filter.placeholder", what=label))
    names = distinct_names(options, lambda key: options[key].label)
    st.selectbox(label, list(options), index=None, format_func=names, key="revoke-what", placeholder=hint)


def _verified_options(programme: Programme, history: History) -> dict[str, Revocable]:
    """Claims and percentages by kind and id: what it is, with its day, the newest first."""
    names, verified = {milestone.id: milestone.name for milestone in programme.milestones}, {}
    for u in history.updates:
        if u.answer is not None and u.answer.verdict is Verdict.VERIFIED and u.milestone_id in names:
            label = f"{names[u.milestone_id]} · {_claim_label(u)}"
            verified[f"u{u.id}"] = Revocable(label, Chosen(updates=(u.id,)), u.answer.at, (programme.id,))
    for p in history.physical:
        if p.answer is not None and p.is_verified:
            verified[f"p{p.id}"] = Revocable(_percent(p), Chosen(physical=(p.id,)), p.answer.at, (programme.id,))
    return verified


def _readings(programme: Programme) -> dict[str, Revocable]:
    """Those of its indicators that this reader may answer; the areas go with the city."""
    cards = {o.card.id: o.card for o in all_outcomes() if programme.code in o.card.programmes}
    mine = [n for n, card in cards.items() if may(Act.VERIFY, agency=card.agency.code if card.agency else "")]
    listed = query(verified_readings, tuple(mine)) if mine else ()
    return {
        f"r{one.id}": Revocable(
            _reading(one, cards[one.indicator_id]),
            Chosen(readings=(one.id, *(part.id for part in one.parts))),
            one.answer.at,
            tuple(p.id for p in current_portfolio().programmes if p.code in cards[one.indicator_id].programmes),
        )
        for one in listed
        if one.answer is not None
    }


def _reading(one: WaitingReading, card: IndicatorCard) -> str:
    say = show.formatter()
    measured = say.with_unit(say.measured(one.reading), card.unit)
    return " · ".join(filter(None, (card.name, say.covered(one.period, one.span), one.area, measured)))


def _claim_label(update: Update) -> str:
    words, update_claim = show.formatter().words, update.claim
    percent = "" if update_claim.percent is None else f" {words.percent(update_claim.percent)}"
    return f"{words.label(update_claim.claim)}{percent} · {words.short_day(update.recorded_at.date())}"


def _percent(update: PhysicalUpdate) -> str:
    say = show.formatter()
    return f"{say('physical.name')} {say.physical(update.percent)} · {say.words.short_day(update.day)}"


def _revoke(programme: str, of: Chosen, told_of: str) -> None:
    if submit_at(REVOKE_PLACE, verification.revoke, of, st.session_state["revoke-why"]):
        input_fields.end(DraftForm.VERDICT, programme, "revoke-why")
        done = show.formatter()("queue.terverifikasi.no.done", count=1)
        st.toast(plain_sentence(f"{done} {told_of}"), icon=":material/undo:")
