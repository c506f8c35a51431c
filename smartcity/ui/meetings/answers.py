"""What comes back on a decision: the agency's answer with evidence, the verifier's verdict, opening it again."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from smartcity.commands.meetings import decision_answers, decisions
from smartcity.commands.meetings.decision_answers import AnswerDraft
from smartcity.domain.access.roles import Act
from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import DecisionState, Verdict
from smartcity.domain.errors import Refused
from smartcity.domain.facts.decisions import Decision, oldest_first
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.exchange.evidence import evidence_file, evidence_link
from smartcity.settings import settings
from smartcity.ui.components import input_fields
from smartcity.ui.components.evidence import public_boxes
from smartcity.ui.components.input_fields import chosen
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import refusal_slot, refuse_at, run_with_reason, sentence, submit_at
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import DECISIONS
from smartcity.ui.frame.visitor import may, me
from smartcity.ui.meetings.decisions import decision_block, decision_tone
from smartcity.ui.meetings.meeting import readable_decisions


def evidence_boxes(decision: Decision) -> None:
    """For who verifies: which verified evidence everybody may open."""
    if may(Act.VERIFY_DECISION, agency=decision.agency.code):
        verified = (answer for answer in decision.answers if answer.verdict is Verdict.VERIFIED)
        public_boxes([proof for answer in verified for proof in answer.proofs], is_verified=True)


def may_answer(decision: Decision) -> bool:
    return not _is_closed(decision) and may(Act.ANSWER_DECISION, agency=decision.agency.code)


def _is_closed(decision: Decision) -> bool:
    return decision.state(current_context().as_of) is DecisionState.CLOSED


def answer_form(decision: Decision) -> None:
    """What was done, whether that is all, and the evidence for it."""
    say, key = show.formatter(), f"answer-{decision.code}"
    show.render("components/upload_words")
    show.heading(say("answer.title"), say("answer.note"))
    refusal_slot(key)
    done = chosen(FieldPlace(DraftForm.ANSWER, decision.code, "done"), f"{key}-done", default=False, read=bool)
    st.checkbox(say("answer.done"), help=say("answer.done.help"), **done)
    with st.form(key, border=False):
        text, link = (FieldPlace(DraftForm.ANSWER, decision.code, field) for field in ("text", "link"))
        longest = decision_answers.LONGEST
        input_fields.text_area(text, say("answer.text"), key=f"{key}-text", max_chars=longest, height=110)
        place = FieldPlace(DraftForm.ANSWER, decision.code, "files")
        input_fields.file_uploader(place, say("answer.files"), key=_files_key(key))
        input_fields.text_input(link, say("answer.link"), key=f"{key}-link", type="url", placeholder="https://")
        st.form_submit_button(say("answer.send"), type="primary", on_click=_send_answer, args=(decision.code, key))


def _files_key(key: str) -> str:
    """Another one after each answer: its files went with it."""
    return f"{key}-files-{st.session_state.get(f'{key}-turn', 0)}"


def _send_answer(code: str, key: str) -> None:
    widgets: Any = st.session_state
    proofs = _proofs(code, key, widgets[_files_key(key)] or (), widgets[f"{key}-link"] or "")
    if proofs is None:
        return
    draft = AnswerDraft(widgets[f"{key}-text"] or "", widgets[f"{key}-done"], proofs)
    if submit_at(key, decision_answers.answer, code, draft, folder=settings().evidence_folder):
        widgets[f"{key}-done"] = False
        widgets[f"{key}-turn"] = widgets.get(f"{key}-turn", 0) + 1
        input_fields.end(DraftForm.ANSWER, code, f"{key}-text", f"{key}-link")
        st.toast(show.formatter()("answer.sent"), icon=":material/send:")


def _proofs(code: str, place: str, uploads: Iterable[Any], link: str) -> tuple[Attachment, ...] | None:
    """Everything attached, files kept; None, said in one sentence, when one of them is not taken."""
    try:
        files = [evidence_file(upload.name, upload.getvalue()) for upload in uploads]
        links = [evidence_link(link)] if link.strip() else []
    except Refused as no:
        refuse_at(place, sentence(no))
        return None
    tries = [
        run_with_reason(decision_answers.keep_file, code, file, folder=settings().evidence_folder) for file in files
    ]
    for reason in (refused for _, refused in tries if refused is not None):
        refuse_at(place, reason)
    attachments = [proof for proof, _ in tries if proof is not None]
    return (*attachments, *links) if len(attachments) == len(files) else None


def review_form(decision: Decision) -> None:
    """For who verifies, while an answer waits."""
    if decision.waiting is None or not may(Act.VERIFY_DECISION, agency=decision.agency.code):
        return
    say, answer_id = show.formatter(), decision.waiting.id
    show.heading(say("review.title"))
    refusal_slot("review")
    with st.form("review", border=False):
        place = FieldPlace(DraftForm.ANSWER_VERDICT, f"answer:{answer_id}", "note")
        input_fields.text_area(place, say("review.note"), key="review-note", height=80)
        with st.container(horizontal=True):
            for verdict in (Verdict.VERIFIED, Verdict.RETURNED):
                st.form_submit_button(
                    say(f"review.{verdict.value}"),
                    key=f"review-{verdict.value}",
                    type="primary" if verdict is Verdict.VERIFIED else "secondary",
                    on_click=_review,
                    args=(answer_id, verdict),
                )


def _review(answer_id: int, verdict: Verdict) -> None:
    if submit_at("review", decision_answers.review, answer_id, verdict, st.session_state["review-note"] or ""):
        input_fields.end(DraftForm.ANSWER_VERDICT, f"answer:{answer_id}", "review-note")


def reopen_form(decision: Decision) -> None:
    """For who verifies, once it is closed."""
    if not _is_closed(decision) or not may(Act.VERIFY_DECISION, agency=decision.agency.code):
        return
    say = show.formatter()
    with st.popover(say("decision.reopen"), icon=":material/undo:"), st.form("reopen-decision", border=False):
        refusal_slot("reopen-decision")
        place = FieldPlace(DraftForm.ANSWER_VERDICT, decision.code, "reason")
        input_fields.text_input(place, say("meeting.reason"), key="reopen-decision-reason")
        st.form_submit_button(say("decision.reopen"), on_click=_reopen, args=(decision.code,))


def _reopen(code: str) -> None:
    if submit_at("reopen-decision", decisions.reopen, code, st.session_state["reopen-decision-reason"] or ""):
        input_fields.end(DraftForm.ANSWER_VERDICT, code, "reopen-decision-reason")


def my_decisions() -> None:
    """For the agency's own screen: its open decisions, each with the way to answer; nothing where there are none."""
    say, code = show.formatter(), me().agency
    mine = [d for d in oldest_first(readable_decisions()) if d.agency.code == code]
    if not mine or code is None:
        return
    show.heading(say("decision.mine"), say("decision.mine.count", n=len(mine)))
    plan = current_portfolio()
    for decision in mine:
        state = say.chip(decision_tone(decision), say.words.label(decision.state(current_context().as_of)))
        show.render(
            "meetings/task",
            title=say.link(DECISIONS, decision.text, {AddressKey.DECISION: decision.code}),
            chip=state,
            decision=decision,
        )
        if decision.waiting is None and not current_context().is_past:
            with st.expander(say("answer.open"), icon=":material/reply:"):
                if decision.answers or decision.follow_up:
                    decision_block(decision, plan)
                answer_form(decision)
