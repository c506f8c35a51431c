"""What comes back on a decision: the agency's answer with evidence, the verifier's word, opening it again."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from smartcity.commands import decision_answers, decisions
from smartcity.commands.decision_answers import AnswerDraft
from smartcity.domain.evidence import Attachment
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.kinds import DecisionState, Verdict
from smartcity.domain.meetings import Decision, oldest_first
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act
from smartcity.exchange.evidence import linked, taken
from smartcity.settings import settings
from smartcity.ui import field_drafts, show
from smartcity.ui.act import sentence, tried
from smartcity.ui.actor import may, me
from smartcity.ui.answers import standing_on
from smartcity.ui.choice_drafts import chosen
from smartcity.ui.decisions import decision_block, look
from smartcity.ui.meeting import readable_decisions
from smartcity.ui.moment import here
from smartcity.ui.refusals import done_at, refusal, refuse_at
from smartcity.ui.releasing import boxes
from smartcity.ui.sitemap import DECISIONS


def decision_card(decision: Decision, plan: Portfolio) -> None:
    """One decision whole, with what this reader may do about it."""
    show.headline(decision.text)
    show.block("line", text=show.said().link(DECISIONS, show.said()("decision.all")))
    decision_block(decision, plan)
    if here().is_past:
        return
    owner, state = decision.agency.code, decision.state(here().as_of)
    if may(Act.VERIFY_DECISION, agency=owner):
        verified = (answer for answer in decision.answers if answer.verdict is Verdict.VERIFIED)
        boxes([proof for answer in verified for proof in answer.proofs], is_verified=True)
    if state is not DecisionState.CLOSED and may(Act.ANSWER_DECISION, agency=owner):
        answer_form(decision)
    if decision.waiting is not None and may(Act.VERIFY_DECISION, agency=owner):
        _review_form(decision.waiting.id)
    if state is DecisionState.CLOSED and may(Act.VERIFY_DECISION, agency=owner):
        _reopen_form(decision)


def answer_form(decision: Decision) -> None:
    """What was done, whether that is all, and the evidence for it."""
    say, key = show.said(), f"answer-{decision.code}"
    show.block("upload_words")
    show.heading(say("answer.title"), say("answer.note"))
    refusal(key)
    done = chosen(FieldPlace(DraftForm.ANSWER, decision.code, "done"), f"{key}-done", False, bool)
    st.checkbox(say("answer.done"), help=say("answer.done.help"), **done)
    with st.form(key, border=False):
        text, link = (FieldPlace(DraftForm.ANSWER, decision.code, field) for field in ("text", "link"))
        longest = decision_answers.LONGEST
        field_drafts.text_area(text, say("answer.text"), key=f"{key}-text", max_chars=longest, height=110)
        place = FieldPlace(DraftForm.ANSWER, decision.code, "files")
        field_drafts.file_uploader(place, say("answer.files"), key=_files_key(key))
        field_drafts.text_input(link, say("answer.link"), key=f"{key}-link", type="url", placeholder="https://")
        st.form_submit_button(say("answer.send"), type="primary", on_click=_answered, args=(decision.code, key))


def _files_key(key: str) -> str:
    """Another one after each answer: its files went with it."""
    return f"{key}-files-{st.session_state.get(f'{key}-turn', 0)}"


def _answered(code: str, key: str) -> None:
    kept: Any = st.session_state
    proofs = _proofs(code, key, kept[_files_key(key)] or (), kept[f"{key}-link"] or "")
    if proofs is None:
        return
    draft = AnswerDraft(kept[f"{key}-text"] or "", kept[f"{key}-done"], proofs)
    if done_at(key, decision_answers.answer, code, draft, folder=settings().evidence_folder):
        kept[f"{key}-done"] = False
        kept[f"{key}-turn"] = kept.get(f"{key}-turn", 0) + 1
        field_drafts.end(DraftForm.ANSWER, code, f"{key}-text", f"{key}-link")
        st.toast(show.said()("answer.sent"), icon=":material/send:")


def _proofs(code: str, place: str, uploads: Iterable[Any], link: str) -> tuple[Attachment, ...] | None:
    """Everything attached, files kept; None, said in one sentence, when one of them is not taken."""
    try:
        files = [taken(upload.name, upload.getvalue()) for upload in uploads]
        links = [linked(link)] if link.strip() else []
    except Refused as no:
        refuse_at(place, sentence(no))
        return None
    tries = [tried(decision_answers.keep_file, code, file, folder=settings().evidence_folder) for file in files]
    for reason in (refused for _, refused in tries if refused is not None):
        refuse_at(place, reason)
    found = [proof for proof, _ in tries if proof is not None]
    return (*found, *links) if len(found) == len(files) else None


def _review_form(answer_id: int) -> None:
    say = show.said()
    show.heading(say("review.title"))
    refusal("review")
    with st.form("review", border=False):
        place = FieldPlace(DraftForm.ANSWER_VERDICT, f"answer:{answer_id}", "note")
        field_drafts.text_area(place, say("review.note"), key="review-note", height=80)
        with st.container(horizontal=True):
            for verdict, kind in ((Verdict.VERIFIED, "primary"), (Verdict.RETURNED, "secondary")):
                st.form_submit_button(
                    say(f"review.{verdict.value}"),
                    key=f"review-{verdict.value}",
                    type=kind,  # type: ignore[arg-type]
                    on_click=_reviewed,
                    args=(answer_id, verdict),
                )


def _reviewed(answer_id: int, verdict: Verdict) -> None:
    if done_at("review", decision_answers.review, answer_id, verdict, st.session_state["review-note"] or ""):
        field_drafts.end(DraftForm.ANSWER_VERDICT, f"answer:{answer_id}", "review-note")


def _reopen_form(decision: Decision) -> None:
    say = show.said()
    with st.popover(say("decision.reopen"), icon=":material/undo:"), st.form("reopen-decision", border=False):
        refusal("reopen-decision")
        place = FieldPlace(DraftForm.ANSWER_VERDICT, decision.code, "reason")
        field_drafts.text_input(place, say("meeting.reason"), key="reopen-decision-reason")
        st.form_submit_button(say("decision.reopen"), on_click=_reopened, args=(decision.code,))


def _reopened(code: str) -> None:
    if done_at("reopen-decision", decisions.reopen, code, st.session_state["reopen-decision-reason"] or ""):
        field_drafts.end(DraftForm.ANSWER_VERDICT, code, "reopen-decision-reason")


def my_decisions() -> None:
    """For the agency's own screen: its open decisions, each with the way to answer; nothing where there are none."""
    say, code = show.said(), me().agency
    mine = [d for d in oldest_first(readable_decisions()) if d.agency.code == code]
    if not mine or code is None:
        return
    show.heading(say("decision.mine"), say("decision.mine.count", n=len(mine)))
    plan = standing_on()
    for decision in mine:
        state = say.chip(look(decision), say.words.label(decision.state(here().as_of)))
        show.block(
            "task", title=say.link(DECISIONS, decision.text, arahan=decision.code), chip=state, decision=decision
        )
        if decision.waiting is None and not here().is_past:
            with st.expander(say("answer.open"), icon=":material/reply:"):
                if decision.answers or decision.follow_up:
                    decision_block(decision, plan)
                answer_form(decision)
