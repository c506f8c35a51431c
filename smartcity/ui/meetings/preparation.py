"""Before the meeting: planning it, taking its agenda from the rules, beginning it; what each agency rehearses."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from smartcity.commands.meetings import meetings as meeting_commands
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import MeetingState
from smartcity.domain.facts.decisions import Meeting
from smartcity.domain.meetings.agenda import AgendaItem
from smartcity.domain.meetings.rehearsal import Rehearsal, rehearsal
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.presentation import agenda as agenda_texts
from smartcity.presentation.meetings import invitation
from smartcity.queries import history, meetings
from smartcity.settings import settings
from smartcity.ui.components import input_fields
from smartcity.ui.components.filters import picked
from smartcity.ui.components.input_fields import chosen, day, hour, one_of
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.commands import now, refusal_slot, submit_at
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import MEETING
from smartcity.ui.frame.visitor import me
from smartcity.ui.meetings import agenda
from smartcity.ui.meetings.meeting import MeetingView, may_run, meeting_view, since_last

USUAL_MINUTES = 90
USUAL_HOUR = time(9)
NEXT = timedelta(days=7)


def replan_form(view: MeetingView) -> None:
    """Another day, hour, place and length."""
    plan_form(view.meeting)


def plan_form(meeting: Meeting | None) -> None:
    """A new meeting, or another day, hour, place and length for one that has not begun."""
    say, key = show.formatter(), f"plan-{meeting.code if meeting else 'new'}"
    meeting_shown = meeting or Meeting(
        "", "", current_context().today + NEXT, starts_at=USUAL_HOUR, minutes_planned=USUAL_MINUTES
    )
    _when(key, meeting_shown)
    with st.form(key, border=False):
        refusal_slot(key)
        if meeting is None:
            usual = _next_code(meeting_shown.held_on)
            help_text = say("meeting.code.help")
            input_fields.text_input(_place(key, "code"), say("meeting.code"), usual, key=f"{key}-code", help=help_text)
        name = meeting_shown.name or say("meeting.name.usual")
        input_fields.text_input(_place(key, "name"), say("meeting.name"), name, key=f"{key}-name")
        input_fields.text_input(
            _place(key, "place"), say("meeting.place"), meeting_shown.place or "", key=f"{key}-place"
        )
        if meeting is not None:
            label = say("meeting.move_reason")
            help_text = say("meeting.reason.help")
            input_fields.text_input(_place(key, "reason"), label, key=f"{key}-reason", help=help_text)
        label = say("meeting.plan" if meeting is None else "meeting.save")
        st.form_submit_button(label, type="primary", on_click=_plan, args=(key, meeting.code if meeting else None))


def _when(key: str, meeting: Meeting) -> None:
    """Its day, hour and length."""
    say, least, most = show.formatter(), meeting_commands.LEAST_MINUTES, meeting_commands.MOST_MINUTES
    left, middle, right = st.columns(3)
    held_on = chosen(_place(key, "day"), f"{key}-day", meeting.held_on, day)
    left.date_input(say("meeting.day"), format="DD/MM/YYYY", **held_on)
    middle.time_input(say("meeting.hour"), **chosen(_place(key, "hour"), f"{key}-hour", meeting.starts_at, hour))
    usual = meeting.minutes_planned or USUAL_MINUTES
    minutes = chosen(_place(key, "minutes"), f"{key}-minutes", usual, one_of(range(least, most + 1)))
    right.number_input(say("meeting.minutes"), least, most, step=5, **minutes)


def _place(key: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.MEETING, key, field)


def _next_code(day: date) -> str:
    return f"RK-{day:%Y-%m}"


def _plan(key: str, code: str | None) -> None:
    typed = {name: st.session_state[f"{key}-{name}"] for name in ("name", "day", "hour", "minutes", "place")}
    named = code or st.session_state[f"{key}-code"] or ""
    draft = MeetingDraft(named, typed["name"] or "", typed["day"], typed["minutes"], typed["hour"], typed["place"])
    reason = (st.session_state[f"{key}-reason"] or "",) if code else ()
    if submit_at(key, meeting_commands.replan if code else meeting_commands.plan, draft, *reason):
        input_fields.end(DraftForm.MEETING, key)
        st.query_params[AddressKey.CODE] = draft.code.strip()


def rehearsals(view: MeetingView) -> None:
    """What one agency will be asked: its own to an agency's account, any to those who run the meeting."""
    say, agencies = show.formatter(), {agency.code: agency for agency in view.plan.active_agencies}
    own = agencies.get(me().agency or "")
    if may_run():
        code = picked(say("column.agency"), AddressKey.AGENCY, _most_asked_first(view, agencies))
        _rehearsed(view, agencies[code], with_text=True)
    elif own is None:
        show.note(say("rehearsal.not_yours"))
    elif now() < (opens := _rehearsal_at(view.meeting)):
        show.note(say("rehearsal.opens", at=say.instant(opens)))
    else:
        _rehearsed(view, own, with_text=False)


def _rehearsal_at(meeting: Meeting) -> datetime:
    return meeting.rehearsal_at(ZoneInfo(current_context().zone))


def _most_asked_first(view: MeetingView, agencies: Mapping[str, Agency]) -> dict[str, str]:
    """Names by code, each with the number of its items."""
    counts = {code: len(rehearsal(view.plan, view.items_for(code), code, ()).items) for code in agencies}
    ordered = sorted(agencies, key=lambda code: (-counts[code], agencies[code].name))
    return {
        code: f"{agencies[code].name} ({counts[code]})" if counts[code] else agencies[code].name for code in ordered
    }


def rehearsal_notice() -> None:
    """For the agency's own screen, from a day before the meeting: how many items are its own, and where they are."""
    say, context, agency = show.formatter(), current_context(), me().agency
    coming = [m for m in query(meetings.all_meetings) if m.state is MeetingState.PLANNED and m.held_on >= context.today]
    if agency is None or context.is_past or not coming or now() < _rehearsal_at(coming[0]):
        return
    mine = len(rehearsal_of(meeting_view(coming[0]), agency).items)
    if mine:
        text = say("rehearsal.notice", day=say.words.day(coming[0].held_on), n=mine)
        show.render(
            "components/line", text=say.link(MEETING, text, {AddressKey.CODE: coming[0].code, AddressKey.VIEW: "gladi"})
        )


def rehearsal_of(view: MeetingView, agency: str) -> Rehearsal:
    """Its items, and its claims of done without evidence."""
    led = [programme for programme in view.plan.programmes if programme.lead.code == agency]
    proven = set[int]()
    for programme in led:
        history_of_programme = query(history.programme_history, programme.id, tuple(m.id for m in programme.milestones))
        proven |= {update.milestone_id for update in history_of_programme.updates if update.proofs}
    return rehearsal(view.plan, view.items_for(agency), agency, proven)


def _rehearsed(view: MeetingView, agency: Agency, *, with_text: bool) -> None:
    say, asked = show.formatter(), rehearsal_of(view, agency.code)
    rows = [
        {**agenda.row(view, n, item), "note": agenda_texts.item_question(say, item)}
        for n, item in _numbered(view, asked)
    ]
    show.heading(say("rehearsal.title", agency=agency.name, n=len(rows)))
    show.render("meetings/agenda", rows=rows) if rows else show.note(say("invitation.no_items"))
    if asked.unproven:
        show.render("frame/upcoming", **show.nearest(say("invitation.unproven"), asked.unproven, nothing=""))
    if with_text:
        show.heading(say("rehearsal.text"))
        since = since_last(view, agency.code)
        show.letter(invitation(say, view.meeting, agency, asked, settings().public_url, since))


def _numbered(view: MeetingView, asked: Rehearsal) -> list[tuple[int, AgendaItem]]:
    """The numbers they have on the whole agenda."""
    mine = {item.id for item in asked.items}
    return [(number, item) for number, item in enumerate(view.items, start=1) if item.id in mine]
