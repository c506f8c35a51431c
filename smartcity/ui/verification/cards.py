"""Cards of the desk: claim, evidence and history side by side, with the answers under them."""

from collections.abc import Sequence

import streamlit as st

from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.text import LONGEST_NOTE
from smartcity.ui.components import input_fields
from smartcity.ui.components.evidence import public_boxes
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import refusal_slot
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may
from smartcity.ui.verification.cases import Case, QueuePart
from smartcity.ui.verification.verdicts import give_verdict, note_key, pick_key, picked, uses_of

MOST_CARDS = 6
WIDTHS = (5, 3, 4)
COLUMNS = ("claim", "evidence", "history")
TOGETHER = "together"


def cards(part: QueuePart, cases: Sequence[Case]) -> None:
    """A page of cards; the first that may be answered listens to the keyboard."""
    shown = show.page_of(f"antrean-{part.value}", cases, MOST_CARDS)
    mine = [case for case in shown if may_answer(case)]
    for case in shown:
        with st.container(border=True, key=f"case-{case.key}"):
            _card(case)
            if case in mine and case.part.is_verified:
                show.note(uses_of(case))
            if case in mine:
                _answers(case, is_first=case is mine[0])
            elif not current_context().is_past:
                show.note(show.formatter()("queue.own", agency=case.agency.short_name if case.agency else ""))
    if mine and not part.is_verified:
        _together_bar(mine)


def may_answer(case: Case) -> bool:
    """Nobody answers for the agency they are bound to; the past is only read."""
    return not current_context().is_past and may(case.part.act, agency=case.agency.code if case.agency else "")


def _card(case: Case) -> None:
    for column, name in zip(st.columns(WIDTHS, gap="medium"), COLUMNS, strict=True):
        with column:
            show.render(case.template, column=name, case=case, **case.values)
            if name == "evidence" and may_answer(case):
                public_boxes(case.proofs, is_verified=case.part.is_verified)


def _answers(case: Case, *, is_first: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key=f"answers-{case.key}"):
        if not case.part.is_verified:
            st.checkbox(show.formatter()("queue.pick"), key=pick_key(case))
        _verdict_form([case], case.key, is_first=is_first)
    refusal_slot(case.key)


def _together_bar(mine: Sequence[Case]) -> None:
    """Several at once: the bar stands at the bottom while something is picked."""
    chosen_cases = picked(mine)
    if chosen_cases:
        with st.bottom:
            refusal_slot(TOGETHER)
            _verdict_form(chosen_cases, TOGETHER, is_first=True, suffix=f" ({len(chosen_cases)})")


def _verdict_form(chosen_cases: list[Case], name: str, *, is_first: bool, suffix: str = "") -> None:
    """A note and the two answers; in one row, on a phone in two."""
    say, part = show.formatter(), chosen_cases[0].part
    with (
        st.form(f"answer-{name}", border=False, enter_to_submit=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        label = say(f"queue.{part.value}.note")
        input_fields.text_input(
            FieldPlace(DraftForm.VERDICT, name, "note"),
            label,
            key=note_key(name),
            max_chars=LONGEST_NOTE,
            placeholder=label,
            label_visibility="collapsed",
            width=520,
        )
        for word in ("yes", "no")[part.is_verified :]:
            st.form_submit_button(
                plain_label(say(f"queue.{part.value}.{word}") + suffix),
                type="primary" if is_first and word == "yes" else "secondary",
                shortcut="V" if is_first and word == "yes" and not suffix else None,
                key=f"{word}-{name}",
                on_click=give_verdict,
                args=(chosen_cases, name),
                kwargs={"is_yes": word == "yes"},
            )
