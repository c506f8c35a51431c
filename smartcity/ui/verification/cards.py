"""Cards of the desk: claim, evidence and history side by side; verdicts on one or on all picked, and undoing one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from smartcity.commands.meetings import decision_answers
from smartcity.commands.plan import change_requests
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.reporting import verdict_undo, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.enums import Verdict
from smartcity.domain.errors import AlreadyDone
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.text import LONGEST_NOTE
from smartcity.presentation.integrity import used_by
from smartcity.queries.snapshots import fact_uses
from smartcity.ui.components import input_fields
from smartcity.ui.components.evidence import picked_public, public_boxes
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.commands import Refusal, now, refusal_at, refusal_slot, submit_at
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may
from smartcity.ui.verification.cases import Case, QueuePart


def uses_text(verified_at: datetime, programmes: Collection[int]) -> str:
    usage = query(fact_uses, verified_at, tuple(programmes))
    return used_by(show.formatter(), usage.snapshots, usage.meetings)


def uses_of(case: Case) -> str:
    """Of one that is verified."""
    if case.verified_at is None:
        return ""
    ids = (p.id for p in current_portfolio().programmes if p.code in case.programmes)
    return uses_text(case.verified_at, tuple(ids))


OFFERED_FOR = timedelta(seconds=10)
HASTY = timedelta(seconds=1)
UNDO_PLACE = "undo"
_LAST = "last-verdict"


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """`number` counts the verdicts of the session: the notice of each begins its ten seconds anew."""

    text: str
    at: datetime
    number: int
    is_open: bool = True


def _last() -> LastVerdict | None:
    last = st.session_state.get(_LAST)
    return last if isinstance(last, LastVerdict) else None


def is_hasty(at: datetime) -> bool:
    """Within a second of the last verdict: nobody has read what lies there now."""
    last = _last()
    return last is not None and at - last.at < HASTY


def remember(text: str, at: datetime) -> None:
    last = _last()
    st.session_state[_LAST] = LastVerdict(text, at, last.number + 1 if last else 0)


def notice() -> None:
    """What was just done, and the button that undoes it."""
    refusal_slot(UNDO_PLACE)
    last = _last()
    if last is None or not last.is_open or now() - last.at > OFFERED_FOR:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"undo-{'even' if last.number % 2 else 'odd'}"):
        show.render("verification/undo", text=last.text)
        st.button(show.formatter()("undo.go"), key="undo-go", icon=":material/undo:", on_click=_undone, args=(last,))


def _undone(last: LastVerdict) -> None:
    st.session_state[_LAST] = LastVerdict(last.text, last.at, last.number, is_open=False)
    if submit_at(UNDO_PLACE, verdict_undo.undo, last.at):
        st.toast(show.formatter()("undo.done"), icon=":material/undo:")


def note_key(name: str) -> str:
    return f"note-{name}"


def pick_key(case: Case) -> str:
    return f"pick-{case.key}"


def picked(cases: Sequence[Case]) -> list[Case]:
    """Those whose box is ticked."""
    return [case for case in cases if st.session_state.get(pick_key(case))]


def give_verdict(cases: Sequence[Case], name: str, *, is_yes: bool) -> None:
    """The callback: `name` is whose note is meant. What was refused keeps its note and its ticks.

    One verdict per look: what comes within a second of the last one is ignored.
    """
    note, at = st.session_state.get(note_key(name)) or None, now()
    if is_hasty(at):
        return
    used = " ".join(uses_of(case) for case in cases if case.part.is_verified)
    no = _run_verdict(cases, name, note, at, is_yes=is_yes)
    if no is not None and not isinstance(no, AlreadyDone):
        return
    say, part = show.formatter(), cases[0].part
    word = "yes" if is_yes else "no"
    if (given_at := _given_at(no, at)) is not None:
        remember(say(f"queue.{part.value}.{word}.done", count=len(cases)) + (f" {used}" if used else ""), given_at)
    input_fields.end(DraftForm.VERDICT, name, note_key(name))
    for case in cases:
        st.session_state[pick_key(case)] = False


def _given_at(no: Refusal | None, at: datetime) -> datetime | None:
    """When it was given: now, or a moment ago by a run that was cut off before it could offer to undo it."""
    if no is None:
        return at
    earlier, last = no.facts.get("at") if isinstance(no, AlreadyDone) else None, _last()
    if not isinstance(earlier, datetime) or at - earlier > OFFERED_FOR:
        return None
    return earlier if last is None or last.at < earlier else None


def _run_verdict(cases: Sequence[Case], name: str, note: str | None, at: datetime, *, is_yes: bool) -> Refusal | None:
    part, numbers = cases[0].part, tuple(number for case in cases for number in case.numbers)
    if part is QueuePart.CHANGES:
        dates = tuple(case.id for case in cases if case.is_date)
        proposed = Proposed(dates, tuple(case.id for case in cases if not case.is_date))
        return refusal_at(name, change_requests.approve if is_yes else change_requests.refuse, proposed, note, at=at)
    if part is QueuePart.ANSWERS:
        verdict = Verdict.VERIFIED if is_yes else Verdict.RETURNED
        opened = {case.id: picked_public(case.proofs) for case in cases if is_yes}
        return refusal_at(name, decision_answers.review_each, numbers, verdict, note or "", at=at, public=opened)
    chosen = _chosen_facts(part, numbers)
    if part.is_verified:
        return refusal_at(name, verification.revoke, chosen, note, at=at)
    if not is_yes:
        return refusal_at(name, verification.send_back, chosen, note, at=at)
    public = [number for case in cases for number in picked_public(case.proofs)]
    return refusal_at(name, verification.verify, chosen, note, at=at, public=public)


def _chosen_facts(part: QueuePart, numbers: tuple[int, ...]) -> Chosen:
    if part.is_of_readings:
        return Chosen(readings=numbers)
    return Chosen(physical=numbers) if part.is_of_physical else Chosen(updates=numbers)


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
            show.render(case.template, column=name, case=case, **case.laid_out)
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
