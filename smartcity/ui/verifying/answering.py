"""Buttons of the desk: one case or all that were picked, answered yes or no."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from smartcity.commands import changes, decision_answers, verification
from smartcity.commands.changes import Proposed
from smartcity.commands.verification import Chosen
from smartcity.domain.field_drafts import DraftForm
from smartcity.domain.kinds import Verdict
from smartcity.domain.refusals import AlreadyDone
from smartcity.ui import field_drafts, show
from smartcity.ui.act import No, now
from smartcity.ui.refusals import refused_at
from smartcity.ui.releasing import picked as picked_public
from smartcity.ui.uses import uses_of
from smartcity.ui.verifying.cases import Case, Part
from smartcity.ui.verifying.undoing import is_hasty, remember


def note_key(name: str) -> str:
    return f"note-{name}"


def pick_key(case: Case) -> str:
    return f"pick-{case.key}"


def picked(cases: Sequence[Case]) -> list[Case]:
    """Those whose box is ticked."""
    return [case for case in cases if st.session_state.get(pick_key(case))]


def answer(cases: Sequence[Case], name: str, *, is_yes: bool) -> None:
    """The callback: `name` is whose note is meant. What was refused keeps its note and its ticks.

    One verdict per look: what comes within a second of the last one is ignored.
    """
    said, at = st.session_state.get(note_key(name)) or None, now()
    if is_hasty(at):
        return
    used = " ".join(uses_of(case) for case in cases if case.part.is_verified)
    no = _refused(cases, name, said, at, is_yes=is_yes)
    if no is not None and not isinstance(no, AlreadyDone):
        return
    say, part = show.said(), cases[0].part
    word = "yes" if is_yes else "no"
    if no is None:
        remember(say(f"queue.{part.value}.{word}.done", count=len(cases)) + (f" {used}" if used else ""), at)
    field_drafts.end(DraftForm.VERDICT, name, note_key(name))
    for case in cases:
        st.session_state[pick_key(case)] = False


def _refused(cases: Sequence[Case], name: str, said: str | None, at: datetime, *, is_yes: bool) -> No | None:
    part, numbers = cases[0].part, tuple(number for case in cases for number in case.numbers)
    if part is Part.CHANGES:
        dates = tuple(case.id for case in cases if case.is_date)
        proposed = Proposed(dates, tuple(case.id for case in cases if not case.is_date))
        return refused_at(name, changes.approve if is_yes else changes.refuse, proposed, said, at=at)
    if part is Part.ANSWERS:
        verdict = Verdict.VERIFIED if is_yes else Verdict.RETURNED
        opened = {case.id: picked_public(case.proofs) for case in cases if is_yes}
        return refused_at(name, decision_answers.review_each, numbers, verdict, said or "", at=at, public=opened)
    chosen = _chosen(part, numbers)
    if part.is_verified:
        return refused_at(name, verification.revoke, chosen, said, at=at)
    if not is_yes:
        return refused_at(name, verification.send_back, chosen, said, at=at)
    public = [number for case in cases for number in picked_public(case.proofs)]
    return refused_at(name, verification.verify, chosen, said, at=at, public=public)


def _chosen(part: Part, numbers: tuple[int, ...]) -> Chosen:
    if part.is_of_readings:
        return Chosen(readings=numbers)
    return Chosen(physical=numbers) if part.is_of_physical else Chosen(updates=numbers)
