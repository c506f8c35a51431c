"""Attendance and minutes: noted while the meeting runs, locked when it closes, sent from then on."""

import streamlit as st

from smartcity.commands import meetings as commands
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.kinds import MeetingState
from smartcity.domain.meetings import (
    Count,
    Decision,
    Meeting,
    MeetingHealth,
    closed_in_time,
    held_of_planned,
    median_age,
    updated_in_time,
)
from smartcity.domain.plan import Agency
from smartcity.presentation import agenda as telling
from smartcity.presentation.seals import seal_line
from smartcity.queries import ledger, meetings
from smartcity.settings import settings
from smartcity.ui import agenda, field_drafts, meeting_turns, show
from smartcity.ui.answers import ask, known
from smartcity.ui.choices import told_apart
from smartcity.ui.decisions import amending_form, decision_block, draft_on, look
from smartcity.ui.figures import Told
from smartcity.ui.form_drafts import FormDraft
from smartcity.ui.meeting import Desk, may_run, open_decisions, plan_before, since_last
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_label
from smartcity.ui.presenter import note_on
from smartcity.ui.refusals import done_at, refusal, refused_at
from smartcity.ui.shared_text import SEEN, TEXT, save, shared_text, unsaved

CLOSING = "close-meeting"


def attendance(found: Desk) -> None:
    """Who came, one tap for each agency."""
    say, names = show.said(), told_apart({agency.code: agency.short_name for agency in _living(found)})
    present = [agency.code for agency in came(found)[0]]
    show.heading(say("attendance.title"), say("attendance.count", n=len(present), of=len(names)))
    with st.form("attendance", border=False):
        refusal("attendance")
        st.pills(
            say("attendance.title"),
            list(names),
            selection_mode="multi",
            default=[code for code in present if code in names],
            format_func=lambda code: plain_label(names[code]),
            key="present",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True):
            st.form_submit_button(say("meeting.save"), type="primary", on_click=_attended, args=(found.meeting.code,))
            st.form_submit_button(say("attendance.all"), type="tertiary", on_click=_choose_all, args=(list(names),))


def _choose_all(codes: list[str]) -> None:
    """Chosen, not saved: whoever is missing is tapped away first."""
    st.session_state["present"] = codes


def _attended(code: str) -> None:
    if done_at("attendance", commands.attend, code, st.session_state["present"]):
        st.toast(show.said()("attendance.saved"), icon=":material/groups:")


def _living(found: Desk) -> list[Agency]:
    return [agency for agency in found.plan.agencies if agency.ended_on is None]


def came(found: Desk) -> tuple[list[Agency], list[Agency]]:
    """Present and absent; both empty while nobody has noted."""
    noted = ask(meetings.attendance, found.meeting.id)
    known = [agency for agency in found.plan.agencies if agency.code in noted]
    present = [agency for agency in known if noted[agency.code].is_present]
    return present, [agency for agency in known if agency not in present]


def minuting(found: Desk) -> None:
    """The minutes as they stand, what is still to be written, and the way to close."""
    say, draft = show.said(), minutes_of(found.meeting)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _told(found)
    with right:
        show.heading(say("minutes.whole"))
        shared_text(draft, say("minutes.whole"), found.meeting.minutes or "", height=180)
        show.note(say("minutes.for_all"))
        st.button(say("meeting.save"), key="minutes-save", on_click=_minuted, args=(found.meeting.code, draft))
        _close_button(found, draft)
        meeting_turns.undo_begin(found)


def minutes_of(meeting: Meeting) -> FormDraft:
    return FormDraft(DraftForm.MINUTES, meeting.code)


def _minuted(code: str, draft: FormDraft) -> None:
    if save(draft, commands.minute, code):
        st.toast(show.said()("minutes.saved"), icon=":material/task_alt:")


def _close_button(found: Desk, draft: FormDraft) -> None:
    say = show.said()
    with st.popover(say("meeting.close"), icon=":material/lock:", width="stretch"):
        refusal(CLOSING)
        undone = sum(not item.is_done for item in found.items)
        show.note(say("meeting.close.help", undone=undone, open=len(open_decisions(found))))
        if left := [title for title, _ in _unsaved_texts(found) if title != say("minutes.whole")]:
            show.note(say("meeting.close.unsaved", titles="; ".join(dict.fromkeys(left))))
        label = say("meeting.close.sure")
        st.button(label, key="close", type="primary", on_click=_close, args=(found.meeting.code, draft))


def _close(code: str, draft: FormDraft) -> None:
    """With what stands in the field; where somebody else closed first, that stays as a draft."""
    typed, seen, is_outside = _standing(draft), draft.text(SEEN), settings().seal_folder is not None
    no = refused_at(CLOSING, commands.close, code, typed, seen=seen, is_sealed_outside=is_outside)
    if no is None:
        draft.forget(TEXT, SEEN)


def _standing(draft: FormDraft) -> str:
    """What stands in the field; where nothing was typed into it here, what its account typed on another device."""
    typed, seen = draft.text(TEXT), draft.text(SEEN)
    stored = draft.stored() if typed == seen else {}
    return str(stored.get(TEXT) or typed) if stored.get(SEEN, seen) == seen else typed


def closed(found: Desk) -> None:
    """The locked minutes, with how healthy the meeting was."""
    _unsaved(found)
    _health(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _told(found)
        show.note(seal_line(show.said().words, known(ledger.newest_anchor)))
    with right:
        _reopening(found.meeting)


def _unsaved(found: Desk) -> None:
    """What this account typed and the closing came before: kept until the minutes are opened again."""
    texts = _unsaved_texts(found) if may_run() else []
    if texts:
        show.block("unsaved", texts=texts)


def _unsaved_texts(found: Desk) -> list[tuple[str, str]]:
    """Titles and texts: the minutes of the whole, then those of items and decisions."""
    say = show.said()
    texts = [(say("minutes.whole"), unsaved(minutes_of(found.meeting), found.meeting.minutes or ""))]
    for item in found.items:
        title = telling.title(say, item)
        texts += [(title, unsaved(note_on(item), item.minutes or "")), (title, unsaved(draft_on(item), ""))]
    return [(title, text) for title, text in texts if text]


def _told(found: Desk) -> None:
    say, since = show.said(), since_last(found)
    if since:
        show.note(since)
    present, absent = came(found)
    if present or absent:
        count = say("attendance.count", n=len(present), of=len(present) + len(absent))
        show.heading(say("attendance.title"), count)
        show.block("attendance", present=present, absent=absent)
    show.heading(say("minutes.items"))
    agenda.listed(found, with_note=True) if found.items else show.note(say("agenda.not_kept"))
    show.heading(say("minutes.taken"), str(len(found.decided)) if found.decided else None)
    for decision in found.decided:
        if not isinstance(decision, Decision):
            show.block("decision_hidden", d=decision, look=look(decision))
            continue
        decision_block(decision, found.plan, with_text=True)
        if found.meeting.state is MeetingState.RUNNING and may_run():
            amending_form(decision, found.about(decision), found.plan.agencies)
    if not found.decided:
        show.note(say("minutes.no_decisions"))
    if found.meeting.minutes:
        show.heading(say("minutes.whole"))
        show.block("minutes", text=found.meeting.minutes)


def _reopening(meeting: Meeting) -> None:
    say = show.said()
    show.note(say("meeting.locked", at=say.instant(meeting.closed_at)))
    if not may_run():
        return
    with st.popover(say("meeting.reopen"), icon=":material/lock_open:"), st.form("reopen", border=False):
        refusal("reopen-meeting")
        place = FieldPlace(DraftForm.MEETING, meeting.code, "reason")
        field_drafts.text_input(place, say("meeting.reason"), key="reopen-reason", help=say("meeting.reason.help"))
        st.form_submit_button(say("meeting.reopen"), on_click=_reopen, args=(meeting.code,))


def _reopen(code: str) -> None:
    if done_at("reopen-meeting", commands.reopen, code, st.session_state["reopen-reason"] or ""):
        field_drafts.end(DraftForm.MEETING, code, "reopen-reason")


def health(found: Desk) -> MeetingHealth:
    """Of this meeting, counted on its own day."""
    day, every = found.meeting.held_on, ask(meetings.every)
    before, earlier = plan_before(found.meeting), [m for m in every if m.was_held(day)]
    talked = ask(meetings.discussed, found.meeting.id)
    discussed = [p for p in before.programmes if p.id in talked] if before else []
    return MeetingHealth(
        held=held_of_planned(every, here().as_of),
        updated=updated_in_time(discussed, earlier[-1].held_on if earlier else None, day),
        median_age=median_age(before.programmes, day) if before else None,
        closed_in_time=closed_in_time(found.counted, here().as_of),
    )


def _health(found: Desk) -> None:
    say, known = show.said(), health(found)
    age = Told(say("health.age"), say.words.number(known.median_age), say("health.age.note"), unit=say("health.days"))
    held, updated = _count("health.held", known.held), _count("health.updated", known.updated)
    row = [held, updated, age, _count("health.in_time", known.closed_in_time)]
    show.block("figures", figures=row)


def _count(key: str, count: Count) -> Told:
    say, is_known = show.said(), count.of > 0
    shown = say.words.number(count.n if is_known else None)
    return Told(say(key), shown, say(f"{key}.note"), unit=f"/ {count.of}" if is_known else None)
