"""Revoking what was verified of a programme, on its own page."""

from collections.abc import Mapping

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
from smartcity.ui.plain import plain_option, plain_sentence
from smartcity.ui.refusals import done_at, refusal
from smartcity.ui.uses import uses_text

PLACE = "revoke"


def revoking(programme: Programme, told: History) -> None:
    """For verifiers of other agencies, where anything is verified."""
    found = {key: label for key, label in _verified(programme, told).items() if label}
    if here().is_past or not found or not may(Act.VERIFY, agency=programme.lead.code):
        return
    say = show.said()
    with st.expander(say("revoke.title", count=len(found)), key="revoke-part", icon=":material/undo:"):
        refusal(PLACE)
        _choice(found)
        told_of = _uses(programme, told, st.session_state.get("revoke-what"))
        if told_of:
            show.note(told_of)
        with st.form(PLACE, border=False):
            place = FieldPlace(DraftForm.VERDICT, programme.code, "why")
            field_drafts.text_input(place, say("queue.terverifikasi.note"), key="revoke-why", max_chars=MOST)
            st.form_submit_button(say("queue.terverifikasi.no"), on_click=_revoke, args=(programme.code, told_of))


def _choice(found: Mapping[str, str]) -> None:
    label = show.said()("revoke.what")
    hint = plain_option(show.said()("filter.placeholder", what=label))
    names = named_apart(found, lambda key: found[key])
    st.selectbox(label, list(found), index=None, format_func=names, key="revoke-what", placeholder=hint)


def _uses(programme: Programme, told: History, chosen: str | None) -> str:
    """What used the chosen one since it was verified; nothing while none is chosen."""
    rows: dict[str, Update | PhysicalUpdate] = {f"u{u.id}": u for u in told.updates}
    rows |= {f"p{u.id}": u for u in told.physical}
    row = rows.get(chosen or "")
    return uses_text(row.answer.at, (programme.id,)) if row is not None and row.answer is not None else ""


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


def _revoke(programme: str, told_of: str) -> None:
    chosen, why = st.session_state["revoke-what"], st.session_state["revoke-why"]
    numbers = (int(chosen[1:]),) if chosen else ()
    of = Chosen(physical=numbers) if chosen and chosen[0] == "p" else Chosen(updates=numbers)
    if done_at(PLACE, verification.revoke, of, why):
        field_drafts.end(DraftForm.VERDICT, programme, "revoke-why")
        done = show.said()("queue.terverifikasi.no.done", count=1)
        st.toast(plain_sentence(f"{done} {told_of}"), icon=":material/undo:")
