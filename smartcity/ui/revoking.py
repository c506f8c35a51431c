"""Revoking what was verified of a programme, its indicators included, on its own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from smartcity.commands import verification
from smartcity.commands.verification import Chosen
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.history import History, PhysicalUpdate, Update
from smartcity.domain.kinds import Verdict
from smartcity.domain.notes import MOST
from smartcity.domain.outcomes import IndicatorCard
from smartcity.domain.plan import Programme
from smartcity.domain.queue import WaitingReading
from smartcity.domain.roles import Act
from smartcity.queries.queue import verified_readings
from smartcity.ui import field_drafts, show
from smartcity.ui.actor import may
from smartcity.ui.answers import all_outcomes, ask, standing_on
from smartcity.ui.choices import named_apart
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_option, plain_sentence
from smartcity.ui.refusals import done_at, refusal
from smartcity.ui.uses import uses_text

PLACE = "revoke"


@dataclass(frozen=True, slots=True)
class Revocable:
    """Something verified, with the ids of the programmes whose figures rest on it."""

    label: str
    chosen: Chosen
    verified_at: datetime
    programmes: tuple[int, ...]


def revoking(programme: Programme, told: History) -> None:
    """For verifiers of other agencies, where anything is verified."""
    if here().is_past or not may(Act.VERIFY):
        return
    found = _verified(programme, told) if may(Act.VERIFY, agency=programme.lead.code) else {}
    found |= _readings(programme)
    if not found:
        return
    say = show.said()
    with st.expander(say("revoke.title", count=len(found)), key="revoke-part", icon=":material/undo:"):
        refusal(PLACE)
        _choice(found)
        chosen = found.get(st.session_state.get("revoke-what") or "")
        told_of = uses_text(chosen.verified_at, chosen.programmes) if chosen else ""
        if told_of:
            show.note(told_of)
        with st.form(PLACE, border=False):
            place = FieldPlace(DraftForm.VERDICT, programme.code, "why")
            field_drafts.text_input(place, say("queue.terverifikasi.note"), key="revoke-why", max_chars=MOST)
            args = (programme.code, chosen.chosen if chosen else Chosen(), told_of)
            st.form_submit_button(say("queue.terverifikasi.no"), on_click=_revoke, args=args)


def _choice(found: Mapping[str, Revocable]) -> None:
    label = show.said()("revoke.what")
    hint = plain_option(show.said()("filter.placeholder", what=label))
    names = named_apart(found, lambda key: found[key].label)
    st.selectbox(label, list(found), index=None, format_func=names, key="revoke-what", placeholder=hint)


def _verified(programme: Programme, told: History) -> dict[str, Revocable]:
    """Claims and percentages by kind and id: what it is, with its day, the newest first."""
    names, found = {milestone.id: milestone.name for milestone in programme.milestones}, {}
    for u in told.updates:
        if u.answer is not None and u.answer.verdict is Verdict.VERIFIED and u.milestone_id in names:
            label = f"{names[u.milestone_id]} · {_claim(u)}"
            found[f"u{u.id}"] = Revocable(label, Chosen(updates=(u.id,)), u.answer.at, (programme.id,))
    for p in told.physical:
        if p.answer is not None and p.is_verified:
            found[f"p{p.id}"] = Revocable(_percent(p), Chosen(physical=(p.id,)), p.answer.at, (programme.id,))
    return found


def _readings(programme: Programme) -> dict[str, Revocable]:
    """Those of its indicators that this reader may answer; the areas go with the city."""
    cards = {o.card.id: o.card for o in all_outcomes() if programme.code in o.card.programmes}
    mine = [n for n, card in cards.items() if may(Act.VERIFY, agency=card.agency.code if card.agency else "")]
    listed = ask(verified_readings, tuple(mine)) if mine else ()
    return {
        f"r{one.id}": Revocable(
            _reading(one, cards[one.indicator_id]),
            Chosen(readings=(one.id, *(part.id for part in one.parts))),
            one.answer.at,
            tuple(p.id for p in standing_on().programmes if p.code in cards[one.indicator_id].programmes),
        )
        for one in listed
        if one.answer is not None
    }


def _reading(one: WaitingReading, card: IndicatorCard) -> str:
    say = show.said()
    measured = say.with_unit(say.measured(one.reading), card.unit)
    return " · ".join(filter(None, (card.name, say.covered(one.period, one.span), one.area, measured)))


def _claim(update: Update) -> str:
    words, said = show.said().words, update.said
    percent = "" if said.percent is None else f" {words.percent(said.percent)}"
    return f"{words.label(said.claim)}{percent} · {words.short_day(update.recorded_at.date())}"


def _percent(update: PhysicalUpdate) -> str:
    say = show.said()
    return f"{say('physical.name')} {say.physical(update.percent)} · {say.words.short_day(update.day)}"


def _revoke(programme: str, of: Chosen, told_of: str) -> None:
    if done_at(PLACE, verification.revoke, of, st.session_state["revoke-why"]):
        field_drafts.end(DraftForm.VERDICT, programme, "revoke-why")
        done = show.said()("queue.terverifikasi.no.done", count=1)
        st.toast(plain_sentence(f"{done} {told_of}"), icon=":material/undo:")
