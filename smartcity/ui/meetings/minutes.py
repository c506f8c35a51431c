"""Attendance and minutes: noted while the meeting runs, locked when it closes, with how healthy it was."""

import streamlit as st

from smartcity.commands.meetings import meetings as meeting_commands
from smartcity.commands.meetings.attendance import attend
from smartcity.domain.enums import MeetingState
from smartcity.domain.facts.decisions import (
    Decision,
    Meeting,
    MeetingHealth,
    closed_in_time,
    held_of_planned,
    median_age,
    updated_in_time,
)
from smartcity.domain.grouping import Count
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.presentation import agenda as agenda_texts
from smartcity.presentation.integrity import seal_line
from smartcity.queries import ledger, meetings
from smartcity.settings import settings
from smartcity.ui.components import input_fields
from smartcity.ui.components.figures import ShownFigure
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query, query_latest
from smartcity.ui.frame.commands import refusal_at, refusal_slot, submit_at
from smartcity.ui.frame.plain_text import distinct_labels, plain_label
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.meetings import agenda
from smartcity.ui.meetings.decisions import amending_form, decision_block, decision_tone, draft_on
from smartcity.ui.meetings.form_drafts import SEEN, TEXT, FormDraft, save, shared_text, unsaved
from smartcity.ui.meetings.meeting import MeetingView, may_run, open_decisions, plan_before, since_last
from smartcity.ui.meetings.presenter import note_on

CLOSING = "close-meeting"


def attendance(view: MeetingView) -> None:
    """Who came, one tap for each agency."""
    say, names = (
        show.formatter(),
        distinct_labels({agency.code: agency.short_name for agency in view.plan.active_agencies}),
    )
    present = [agency.code for agency in present_and_absent(view)[0]]
    show.heading(say("attendance.title"), say("attendance.count", n=len(present), of=len(names)))
    with st.form("attendance", border=False):
        refusal_slot("attendance")
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
            st.form_submit_button(say("meeting.save"), type="primary", on_click=_attend, args=(view.meeting.code,))
            st.form_submit_button(say("attendance.all"), type="tertiary", on_click=_choose_all, args=(list(names),))


def _choose_all(codes: list[str]) -> None:
    """Chosen, not saved: whoever is missing is tapped away first."""
    st.session_state["present"] = codes


def _attend(code: str) -> None:
    if submit_at("attendance", attend, code, st.session_state["present"]):
        st.toast(show.formatter()("attendance.saved"), icon=":material/groups:")


def present_and_absent(view: MeetingView) -> tuple[list[Agency], list[Agency]]:
    """Present and absent; both empty while nobody has noted."""
    noted = query(meetings.attendance, view.meeting.id)
    noted_agencies = [agency for agency in view.plan.agencies if agency.code in noted]
    present = [agency for agency in noted_agencies if noted[agency.code].is_present]
    return present, [agency for agency in noted_agencies if agency not in present]


def whole_form(view: MeetingView) -> None:
    """The minutes of the whole, as all who run the meeting write them."""
    say, draft = show.formatter(), minutes_of(view.meeting)
    show.heading(say("minutes.whole"))
    shared_text(draft, say("minutes.whole"), view.meeting.minutes or "", height=180)
    show.note(say("minutes.for_all"))
    st.button(say("meeting.save"), key="minutes-save", on_click=_save_minutes, args=(view.meeting.code, draft))


def minutes_of(meeting: Meeting) -> FormDraft:
    return FormDraft(DraftForm.MINUTES, meeting.code)


def _save_minutes(code: str, draft: FormDraft) -> None:
    if save(draft, meeting_commands.minute, code):
        st.toast(show.formatter()("minutes.saved"), icon=":material/task_alt:")


def close_button(view: MeetingView) -> None:
    """What is left undone, and the way to close."""
    say, draft = show.formatter(), minutes_of(view.meeting)
    with st.popover(say("meeting.close"), icon=":material/lock:", width="stretch"):
        refusal_slot(CLOSING)
        undone = sum(not item.is_done for item in view.items)
        show.note(say("meeting.close.help", undone=undone, open=len(open_decisions(view))))
        if left := [title for title, _ in _unsaved_texts(view) if title != say("minutes.whole")]:
            show.note(say("meeting.close.unsaved", titles="; ".join(dict.fromkeys(left))))
        label = say("meeting.close.sure")
        st.button(label, key="close", type="primary", on_click=_close, args=(view.meeting.code, draft))


def _close(code: str, draft: FormDraft) -> None:
    """With what stands in the field; where somebody else closed first, that stays as a draft."""
    typed, seen, is_outside = _current_text(draft), draft.text(SEEN), settings().seal_folder is not None
    no = refusal_at(CLOSING, meeting_commands.close, code, typed, seen=seen, is_sealed_outside=is_outside)
    if no is None:
        draft.forget(TEXT, SEEN)


def _current_text(draft: FormDraft) -> str:
    """What stands in the field; where nothing was typed into it here, what its account typed on another device."""
    typed, seen = draft.text(TEXT), draft.text(SEEN)
    stored = draft.stored() if typed == seen else {}
    return str(stored.get(TEXT) or typed) if stored.get(SEEN, seen) == seen else typed


def unsaved_note(view: MeetingView) -> None:
    """What this account typed and the closing came before: kept until the minutes are opened again."""
    drafts = _unsaved_texts(view) if may_run() else []
    if drafts:
        show.render("meetings/unsaved", texts=drafts)


def _unsaved_texts(view: MeetingView) -> list[tuple[str, str]]:
    """Titles and texts: the minutes of the whole, then those of items and decisions."""
    say = show.formatter()
    pairs = [(say("minutes.whole"), unsaved(minutes_of(view.meeting), view.meeting.minutes or ""))]
    for item in view.items:
        title = agenda_texts.item_title(say, item)
        pairs += [(title, unsaved(note_on(item), item.minutes or "")), (title, unsaved(draft_on(item), ""))]
    return [(title, text) for title, text in pairs if text]


def so_far(view: MeetingView) -> None:
    """Who came, each item with its notes, what was decided, the text of the whole."""
    say, since = show.formatter(), since_last(view)
    if since:
        show.note(since)
    present, absent = present_and_absent(view)
    if present or absent:
        count = say("attendance.count", n=len(present), of=len(present) + len(absent))
        show.heading(say("attendance.title"), count)
        show.render("meetings/attendance", present=present, absent=absent)
    show.heading(say("minutes.items"))
    agenda.listed(view, with_note=True) if view.items else show.note(say("agenda.not_kept"))
    _decided(view)
    if view.meeting.minutes:
        show.heading(say("minutes.whole"))
        show.render("meetings/minutes", text=view.meeting.minutes)


def _decided(view: MeetingView) -> None:
    """What was decided, as far as the reader may know."""
    say = show.formatter()
    show.heading(say("minutes.taken"), str(len(view.decided)) if view.decided else None)
    for decision in view.decided:
        if not isinstance(decision, Decision):
            show.render("meetings/decision", d=decision, look=decision_tone(decision), is_hidden=True, with_text=False)
            continue
        decision_block(decision, view.plan, with_text=True)
        if view.meeting.state is MeetingState.RUNNING and may_run():
            amending_form(decision, view.about(decision), view.plan.agencies)
    if not view.decided:
        show.note(say("minutes.no_decisions"))


def seal(_view: MeetingView) -> None:
    """The ledger's newest entry, by which the minutes are proved."""
    show.note(seal_line(show.formatter().words, query_latest(ledger.newest_anchor)))


def reopen_form(view: MeetingView) -> None:
    """Since when they are locked; for those who run meetings the way to open them again."""
    say, meeting = show.formatter(), view.meeting
    show.note(say("meeting.locked", at=say.instant(meeting.closed_at)))
    if not may_run():
        return
    with st.popover(say("meeting.reopen"), icon=":material/lock_open:"), st.form("reopen", border=False):
        refusal_slot("reopen-meeting")
        place = FieldPlace(DraftForm.MEETING, meeting.code, "reason")
        input_fields.text_input(place, say("meeting.reason"), key="reopen-reason", help=say("meeting.reason.help"))
        st.form_submit_button(say("meeting.reopen"), on_click=_reopen, args=(meeting.code,))


def _reopen(code: str) -> None:
    if submit_at("reopen-meeting", meeting_commands.reopen, code, st.session_state["reopen-reason"] or ""):
        input_fields.end(DraftForm.MEETING, code, "reopen-reason")


def health(view: MeetingView) -> MeetingHealth:
    """Of this meeting, counted on its own day."""
    day, every = view.meeting.held_on, query(meetings.all_meetings)
    before, earlier = plan_before(view.meeting), [m for m in every if m.was_held(day)]
    talked = query(meetings.discussed_programmes, view.meeting.id)
    discussed = [p for p in before.programmes if p.id in talked] if before else []
    return MeetingHealth(
        meetings_held=held_of_planned(every, current_context().as_of),
        updated=updated_in_time(discussed, earlier[-1].held_on if earlier else None, day),
        median_age=median_age(before.programmes, day) if before else None,
        closed_in_time=closed_in_time(view.counted, current_context().as_of),
    )


def health_figures(view: MeetingView) -> None:
    """How healthy it was."""
    say, counts = show.formatter(), health(view)
    age = ShownFigure(
        say("health.age"), say.words.number(counts.median_age), say("health.age.note"), unit=say("health.days")
    )
    held_count, updated = _count("health.held", counts.meetings_held), _count("health.updated", counts.updated)
    row = [held_count, updated, age, _count("health.in_time", counts.closed_in_time)]
    show.render("components/figures", figures=row)


def _count(key: str, count: Count) -> ShownFigure:
    say, is_known = show.formatter(), count.of > 0
    shown = say.words.number(count.n if is_known else None)
    return ShownFigure(say(key), shown, say(f"{key}.note"), unit=f"/ {count.of}" if is_known else None)
