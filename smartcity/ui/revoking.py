"""Revoking what was verified of a programme, on its own page."""

import streamlit as st

from smartcity.commands import verification
from smartcity.commands.verification import Chosen
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.history import History, PhysicalUpdate, Update
from smartcity.domain.kinds import Verdict
from smartcity.domain.notes import MOST
from smartcity.domain.plan import Programme
from smartcity.domain.roles import Act
from smartcity.ui import field_drafts, show
from smartcity.ui.actor import may
from smartcity.ui.choices import named_apart
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_option
from smartcity.ui.refusals import done_at, refusal

PLACE = "revoke"


def revoking(programme: Programme, told: History) -> None:
    """For verifiers of other agencies, where anything is verified."""
    found = {key: label for key, label in _verified(programme, told).items() if label}
    if here().is_past or not found or not may(Act.VERIFY, agency=programme.lead.code):
        return
    say = show.said()
    with st.expander(say("revoke.title", count=len(found)), key="revoke-part", icon=":material/undo:"):
        refusal(PLACE)
        with st.form(PLACE, border=False):
            label = say("revoke.what")
            hint = plain_option(say("filter.placeholder", what=label))
            st.selectbox(
                label,
                list(found),
                index=None,
                format_func=named_apart(found, lambda key: found[key]),
                key="revoke-what",
                placeholder=hint,
            )
            place = FieldPlace(DraftForm.VERDICT, programme.code, "why")
            field_drafts.text_input(place, say("queue.terverifikasi.note"), key="revoke-why", max_chars=MOST)
            st.form_submit_button(say("queue.terverifikasi.no"), on_click=_revoke, args=(programme.code,))


def _verified(programme: Programme, told: History) -> dict[str, str]:
    """By kind and id: what it is, with its day, the newest first."""
    say, names = show.said(), {milestone.id: milestone.name for milestone in programme.milestones}
    claims = [u for u in told.updates if _is_verified(u) and u.milestone_id in names]
    found = {f"u{u.id}": f"{names[u.milestone_id]} · {_claim(u)}" for u in claims}
    percents = [u for u in told.physical if _is_verified(u)]
    return found | {f"p{u.id}": f"{say('physical.name')} {say.physical(u.percent)} · {_day(u)}" for u in percents}


def _is_verified(update: Update | PhysicalUpdate) -> bool:
    return update.answer is not None and update.answer.verdict is Verdict.VERIFIED


def _claim(update: Update) -> str:
    words, said = show.said().words, update.said
    percent = "" if said.percent is None else f" {words.percent(said.percent)}"
    return f"{words.label(said.claim)}{percent} · {words.short_day(update.recorded_at.date())}"


def _day(update: PhysicalUpdate) -> str:
    return show.said().words.short_day(update.day)


def _revoke(programme: str) -> None:
    chosen, why = st.session_state["revoke-what"], st.session_state["revoke-why"]
    numbers = (int(chosen[1:]),) if chosen else ()
    of = Chosen(physical=numbers) if chosen and chosen[0] == "p" else Chosen(updates=numbers)
    if done_at(PLACE, verification.revoke, of, why):
        field_drafts.end(DraftForm.VERDICT, programme, "revoke-why")
        st.toast(show.said()("queue.terverifikasi.no.done", count=1), icon=":material/undo:")
